//! The parameters of a duty, while its arguments are written.

use gen_lsp_types::{
    ActiveParameter, Documentation, ParameterInformation, ParameterInformationLabel, SignatureHelp,
    SignatureHelpParams, SignatureInformation,
};
use privity::completion;
use privity::occurrences::Thing;
use privity::resolve::names::{Space, What};
use privity::syntax::ast::{Kind, Name, Parameter};

use crate::describe;
use crate::naming::Naming;
use crate::prose::{self, Place};
use crate::snapshot::Snapshot;

/// The duty whose parenthesis is open at a place, and the argument at hand.
pub(crate) fn help(snapshot: &Snapshot, params: SignatureHelpParams) -> Option<SignatureHelp> {
    let at = &params.text_document_position_params;
    let (file, offset) = snapshot.place(at)?;
    let (known, _) = snapshot.known();
    let naming = Naming::of(&known)?;
    let source = snapshot.sources().file(file);
    let offset = (offset - source.base) as usize;
    let call = completion::call_at(naming.known_in(snapshot), file, offset)?;
    let node = &naming.checked.world.nodes.get(call.node)?.node;
    let mut label = format!("{}(", node.name.text);
    let mut parameters = Vec::new();
    for (at, parameter) in node.parameters.iter().enumerate() {
        if at > 0 {
            label.push_str(", ");
        }
        let start = units(&label);
        label.push_str(&written(parameter));
        parameters.push(ParameterInformation::new(
            ParameterInformationLabel::Tuple((start, units(&label))),
            Some(Documentation::String(told(parameter))),
        ));
    }
    label.push(')');
    let thing = Thing::Named(Space::Kind(Kind::Duty), What::Node(call.node));
    let about = naming.names.of_thing(thing);
    let about = about.map(|id| describe::declaration(naming, id));
    let client = snapshot.client();
    let about = about.map(|text| prose::documentation(client, Place::Signature, text));
    let active = u32::try_from(call.argument).ok().map(ActiveParameter::Int);
    let signature = SignatureInformation::new(label, about, Some(parameters), active);
    Some(SignatureHelp::new(vec![signature], Some(0), active))
}

/// Labels are measured in units of UTF-16, whatever columns are counted in.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

fn list(words: &[Name]) -> String {
    let words: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    words.join(", ")
}

fn written(parameter: &Parameter) -> String {
    match parameter {
        Parameter::Kind(kind, _) => kind.word().to_owned(),
        Parameter::OneOf(words) => format!("one of {}", list(words)),
        Parameter::Ordered(words) => format!("ordered {}", list(words)),
        Parameter::AtLeast(_) => "duration at least".to_owned(),
        Parameter::AtMost(_) => "duration at most".to_owned(),
    }
}

fn told(parameter: &Parameter) -> String {
    match parameter {
        Parameter::Kind(kind, _) => format!("{}, or a group", Space::Kind(*kind).a_noun()),
        Parameter::OneOf(_) => "one of these words; others are other duties".to_owned(),
        Parameter::Ordered(_) => {
            "one of these words, weakest first; the strongest that is asked for counts".to_owned()
        }
        Parameter::AtLeast(_) => {
            "a length of time or a period; the longest that is asked for counts".to_owned()
        }
        Parameter::AtMost(_) => {
            "a length of time or a period; the shortest that is asked for counts".to_owned()
        }
    }
}
