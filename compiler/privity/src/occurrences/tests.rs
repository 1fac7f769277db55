//! Where names stand in small policies, and what they mean there.

use super::{Declaration, Known, Occurrences, Sense, Thing};
use crate::check::check;
use crate::diagnostic::Report;
use crate::program::{ModuleText, Program, Unread, assemble};
use crate::resolve::names::Space;
use crate::resolve::resolve;
use crate::source::SourceMap;
use crate::syntax::ast::Kind;

struct Read {
    program: Program,
    names: Occurrences,
}

fn read(modules: &[(&str, &str)]) -> Read {
    let text = |name: &str, text: &str| ModuleText {
        name: format!("{name}.privity"),
        text: text.into(),
    };
    let mut report = Report::new();
    let (entry, source) = modules[0];
    let program = assemble(
        SourceMap::new(),
        (entry, text(entry, source)),
        &mut |path| {
            let found = modules.iter().find(|(name, _)| *name == path);
            found
                .map(|(name, source)| text(name, source))
                .ok_or(Unread::Unusable(String::new()))
        },
        &mut report,
    );
    let world = resolve(&program, &mut report);
    let policy = check(&world, &mut report);
    let names = Occurrences::of(&program, &world, &policy);
    Read { program, names }
}

impl Read {
    /// The words that mean a declaration, each with its line and whether it declares.
    fn places(&self, space: Space, name: &str) -> Vec<String> {
        let id = self.names.named(space, name).unwrap();
        self.names
            .of_declaration(id)
            .map(|found| {
                let text = self.program.sources.text(found.span);
                let line = self.program.sources.line_column(found.span).unwrap().line;
                let mark = if found.declares { "!" } else { "" };
                format!("{line} {text}{mark}")
            })
            .collect()
    }

    /// What the only word of this spelling means.
    fn sense(&self, word: &str) -> Sense {
        let mut found = self.names.all().iter();
        found
            .find(|name| self.program.sources.text(name.span) == word)
            .unwrap()
            .sense
    }

    fn declaration(&self, word: &str) -> &Declaration {
        let Sense::Declared(id) = self.sense(word) else {
            unreachable!("`{word}` is declared nowhere");
        };
        self.names.declaration(id).unwrap()
    }
}

const SHOP: &str = "policy shop by us
action { share }
data { contact open { email } }
party { us courier }
fact consent is ordered none, full
rule sending
permit share contact.other, data.email
to courier
when consent at least full
permit share
overrides shop
";

#[test]
fn a_name_is_found_behind_its_kind_and_before_other() {
    let shop = read(&[("main", SHOP)]);
    let data = Space::Kind(Kind::Data);
    assert_eq!(shop.places(data, "contact"), ["3 contact!", "7 contact"]);
    assert_eq!(shop.places(data, "email"), ["3 email!", "7 email"]);
    assert_eq!(shop.sense("other"), Sense::Known(Known::Residual));
    assert_eq!(shop.sense("data"), Sense::Known(Known::Kind));
}

#[test]
fn words_of_facts_and_the_policy_itself_are_names() {
    let shop = read(&[("main", SHOP)]);
    assert!(matches!(shop.declaration("full").thing, Thing::Word(0, 1)));
    assert_eq!(shop.places(Space::Rule, "shop"), ["1 shop!", "11 shop"]);
}

#[test]
fn a_switch_is_declared_as_four_things_by_one_word() {
    let text = "policy p by us party { us } action { use } data { name }
switch push \"Push\" stops use name
permit use name must stop_push
when push is stopping
grant push
";
    let shop = read(&[("main", text)]);
    let id = shop.names.named(Space::Condition, "push").unwrap();
    assert_eq!(shop.names.declared_with(id).count(), 4);
    let duty = Space::Kind(Kind::Duty);
    assert_eq!(shop.places(duty, "stop_push"), ["2 push!", "3 stop_push"]);
    assert_eq!(shop.sense("stopping"), Sense::Known(Known::Value));
}

#[test]
fn modules_are_names_in_imports_and_in_front_of_names() {
    let main =
        "policy p by us\nimport words\naction { use }\nparty { us }\npermit use words.name\n";
    let shop = read(&[("main", main), ("words", "data { name }\n")]);
    let module = shop.declaration("words");
    assert_eq!(module.thing, Thing::Module(0));
    let Sense::Declared(id) = shop.sense("words") else {
        unreachable!("a module is declared");
    };
    assert_eq!(shop.names.of_declaration(id).count(), 2);
}

#[test]
fn what_a_law_declares_has_one_meaning_inside_and_outside_of_it() {
    let text = "policy p by us
action { use } data { name } party { us }
law letters \"Letters\" {
fact adult is flag from law
forbid use name when not adult
}
assume letters.adult
permit use name
";
    let shop = read(&[("main", text)]);
    let places = shop.places(Space::Condition, "letters.adult");
    assert_eq!(places, ["4 adult!", "5 adult", "7 adult"]);
    let law = shop.places(Space::Law, "letters");
    assert_eq!(law, ["3 letters!", "7 letters"]);
}

#[test]
fn a_broken_rule_and_an_unknown_name_do_not_hide_the_others() {
    let text = "policy p by us
action { use } data { name } party { us }
permit use name to nobody_known for for
permit use name
";
    let shop = read(&[("main", text)]);
    let places = shop.places(Space::Kind(Kind::Data), "name");
    assert_eq!(places, ["2 name!", "3 name", "4 name"]);
    assert_eq!(shop.sense("nobody_known"), Sense::Unknown);
}

#[test]
fn a_rule_without_a_name_is_found_by_the_name_of_its_content() {
    let text = "policy p by us
action { use } data { name } party { us }
permit use name
test \"it may\" ask use name expect permit by permit_use_name
";
    let shop = read(&[("main", text)]);
    let rule = shop.declaration("permit_use_name");
    assert_eq!(rule.span, None);
    assert_eq!(shop.program.sources.text(rule.whole), "permit use name");
}

#[test]
fn a_second_declaration_of_a_name_means_nothing() {
    let text = "policy p by us party { us }\nfact told is flag\nfact told is flag\n";
    let shop = read(&[("main", text)]);
    assert_eq!(shop.places(Space::Condition, "told"), ["2 told!"]);
    let unknown = shop.names.all().iter();
    let unknown = unknown.filter(|name| name.declares && name.sense == Sense::Unknown);
    assert_eq!(unknown.count(), 1);
}
