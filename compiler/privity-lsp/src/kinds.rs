//! What editors call the things that a policy declares, for their icons.

use gen_lsp_types::{CompletionItemKind, SymbolKind};
use privity::completion::Sort;
use privity::occurrences::Thing;
use privity::resolve::names::{Space, What};
use privity::syntax::ast::Kind;

/// What holds rules: policies, documents, sections.
pub(crate) const GROUPING: SymbolKind = SymbolKind::Namespace;
/// Groups of nodes.
pub(crate) const GROUP: SymbolKind = SymbolKind::Array;
/// Other words and old names for something.
pub(crate) const OTHER_WORD: SymbolKind = SymbolKind::Variable;
/// Named conditions.
pub(crate) const CONDITION: SymbolKind = SymbolKind::Boolean;
/// Values of facts, readings, arguments of duties.
pub(crate) const WORD: SymbolKind = SymbolKind::EnumMember;

/// The kind of symbol of a declaration.
pub(crate) fn symbol(thing: Thing) -> SymbolKind {
    match thing {
        Thing::Named(_, What::Group(_)) => GROUP,
        Thing::Named(_, What::Alias(_) | What::Renamed(_)) => OTHER_WORD,
        Thing::Named(_, What::Section(_) | What::Policy) => GROUPING,
        Thing::Named(_, What::Define(_)) => CONDITION,
        Thing::Named(space, _) => of_space(space),
        Thing::Word(..) | Thing::Level(..) => WORD,
        Thing::Module(_) => SymbolKind::Module,
    }
}

/// The kind of symbol of a sort of names.
pub(crate) fn of_space(space: Space) -> SymbolKind {
    match space {
        Space::Kind(kind) => node(kind),
        Space::Condition => SymbolKind::Property,
        Space::Period => SymbolKind::Number,
        Space::Rule => SymbolKind::Method,
        Space::Anchor => SymbolKind::Key,
        Space::Source => SymbolKind::File,
        Space::Inform | Space::Finding => SymbolKind::String,
        Space::Assertion => SymbolKind::Constant,
        Space::Law => SymbolKind::Package,
        Space::Promise => SymbolKind::Field,
    }
}

/// The kind of symbol of a node.
pub(crate) fn node(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Action => SymbolKind::Function,
        Kind::Event => SymbolKind::Event,
        Kind::Duty => SymbolKind::Constructor,
        Kind::Right | Kind::Guard => SymbolKind::Interface,
        Kind::Party | Kind::Subject => SymbolKind::Object,
        Kind::Data => SymbolKind::Class,
        Kind::Purpose | Kind::Place | Kind::Channel => SymbolKind::Enum,
    }
}

/// The kind of a suggestion.
pub(crate) fn completion(sort: Sort) -> CompletionItemKind {
    match sort {
        Sort::Name(Space::Kind(kind)) => match kind {
            Kind::Action => CompletionItemKind::Function,
            Kind::Event => CompletionItemKind::Event,
            Kind::Duty => CompletionItemKind::Constructor,
            Kind::Right | Kind::Guard => CompletionItemKind::Interface,
            Kind::Party | Kind::Subject => CompletionItemKind::Struct,
            Kind::Data => CompletionItemKind::Class,
            Kind::Purpose | Kind::Place | Kind::Channel => CompletionItemKind::Enum,
        },
        Sort::Name(Space::Condition) => CompletionItemKind::Property,
        Sort::Name(Space::Rule) => CompletionItemKind::Method,
        Sort::Name(Space::Anchor | Space::Source) => CompletionItemKind::Reference,
        Sort::Name(Space::Period) => CompletionItemKind::Unit,
        Sort::Name(_) => CompletionItemKind::Constant,
        Sort::Value => CompletionItemKind::EnumMember,
        Sort::Axis => CompletionItemKind::Field,
        Sort::Role => CompletionItemKind::EnumMember,
        Sort::Module => CompletionItemKind::Module,
        Sort::Keyword => CompletionItemKind::Keyword,
    }
}
