//! Where data come from and where they go, as a hierarchy of calls: data are called by those whom they come from, and call those whom they go to.

use gen_lsp_types::{
    CallHierarchyIncomingCall, CallHierarchyIncomingCallsParams, CallHierarchyItem,
    CallHierarchyOutgoingCall, CallHierarchyOutgoingCallsParams, CallHierarchyPrepareParams, Range,
    SymbolKind,
};
use privity::check::policy::RuleId;
use privity::insight::{self, Flow, Party};
use privity::resolve::names::Space;
use privity::source::Span;
use privity::syntax::ast::Kind;
use serde_json::json;

use crate::kinds;
use crate::naming::Naming;
use crate::snapshot::Snapshot;

/// The data that are named at a place.
pub(crate) fn prepare(
    snapshot: &Snapshot,
    params: CallHierarchyPrepareParams,
) -> Option<Vec<CallHierarchyItem>> {
    let naming = Naming::of(snapshot)?;
    let at = &params.text_document_position_params;
    let (_, declaration, _) = naming.node_at(at, |kind| kind == Kind::Data)?;
    let asked = &at.text_document.uri.0;
    Some(vec![data(naming, &declaration.name, asked)?])
}

/// From whom data come, by which rule, and what they are computed from.
pub(crate) fn incoming(
    snapshot: &Snapshot,
    params: CallHierarchyIncomingCallsParams,
) -> Option<Vec<CallHierarchyIncomingCall>> {
    let naming = Naming::of(snapshot)?;
    let (name, asked) = data_of(&params.item)?;
    let flows = insight::incoming(&naming.checked.policy, &name);
    let calls = flows.iter().filter_map(|flow| {
        let (item, ranges) = end(naming, flow, &asked, "the person, or whoever is asked")?;
        Some(CallHierarchyIncomingCall::new(item, ranges))
    });
    Some(calls.collect())
}

/// To whom data go, by which rule, and what is computed from them.
pub(crate) fn outgoing(
    snapshot: &Snapshot,
    params: CallHierarchyOutgoingCallsParams,
) -> Option<Vec<CallHierarchyOutgoingCall>> {
    let naming = Naming::of(snapshot)?;
    let (name, asked) = data_of(&params.item)?;
    let flows = insight::outgoing(&naming.checked.policy, &name);
    let calls = flows.iter().filter_map(|flow| {
        let (item, _) = end(naming, flow, &asked, "nobody in particular")?;
        // Places in the text of the data themselves: where they are declared.
        Some(CallHierarchyOutgoingCall::new(
            item,
            vec![params.item.selection_range],
        ))
    });
    Some(calls.collect())
}

/// Data as an item. It carries the file that was asked about, by which the package is found again.
fn data(naming: Naming<'_>, name: &str, asked: &str) -> Option<CallHierarchyItem> {
    let id = naming.names.named(Space::Kind(Kind::Data), name)?;
    let declaration = naming.names.declaration(id)?;
    let (file, _) = naming.snapshot.sources().locate(declaration.whole)?;
    Some(CallHierarchyItem::new(
        name.to_owned(),
        kinds::node(Kind::Data),
        None,
        Some("data".to_owned()),
        naming.uri(file)?,
        naming.snapshot.range(declaration.whole)?,
        naming.snapshot.range(declaration.span?)?,
        Some(json!({"uri": asked, "data": name})),
    ))
}

fn data_of(item: &CallHierarchyItem) -> Option<(String, String)> {
    let data = item.data.as_ref()?;
    let word = |key: &str| Some(data.get(key)?.as_str()?.to_owned());
    Some((word("data")?, word("uri")?))
}

/// The far end of a flow, and the places in its text where the data are named.
fn end(
    naming: Naming<'_>,
    flow: &Flow,
    asked: &str,
    unnamed: &str,
) -> Option<(CallHierarchyItem, Vec<Range>)> {
    let (Some(rule), party) = (flow.rule, &flow.end) else {
        let Party::Data(name) = &flow.end else {
            return None;
        };
        let item = data(naming, name, asked)?;
        let ranges = vec![item.selection_range];
        return Some((item, ranges));
    };
    let (name, kind) = match party {
        Party::Named(name) | Party::Data(name) => (name.clone(), SymbolKind::Object),
        Party::Unnamed => (unnamed.to_owned(), SymbolKind::Object),
    };
    by_rule(naming, rule, name, kind, flow)
}

fn by_rule(
    naming: Naming<'_>,
    rule: RuleId,
    name: String,
    kind: SymbolKind,
    flow: &Flow,
) -> Option<(CallHierarchyItem, Vec<Range>)> {
    let rule = naming.checked.policy.rules.get(rule)?;
    let (file, _) = naming.snapshot.sources().locate(rule.span)?;
    let named = |span: Span| {
        let text = naming.snapshot.sources().text(span);
        flow.data.iter().any(|data| data == text)
    };
    let inside = naming.names.within(rule.span).iter();
    let ranges: Vec<Range> = inside
        .filter(|place| place.space == Some(Space::Kind(Kind::Data)) && named(place.span))
        .filter_map(|place| naming.snapshot.range(place.span))
        .collect();
    let whole = naming.snapshot.range(rule.span)?;
    let selected = ranges.first().copied().unwrap_or(whole);
    let item = CallHierarchyItem::new(
        name,
        kind,
        None,
        Some(format!("by `{}`", rule.name)),
        naming.uri(file)?,
        whole,
        selected,
        None,
    );
    let ranges = if ranges.is_empty() {
        vec![whole]
    } else {
        ranges
    };
    Some((item, ranges))
}
