//! Cedar, as a careful user has it: policies parsed once, entities and requests built beforehand against the schema.

use std::collections::HashMap;
use std::str::FromStr as _;
use std::time::Duration;

use cedar_policy::{
    Authorizer, Context, Decision, Entities, PolicySet, Request as CedarRequest, Response,
    RestrictedExpression, Schema,
};

use super::{Engine, Form, clock};
use crate::Outcome;
use crate::model::{FactKind, NodeId, Request, RuleSet};
use crate::translate::cedar::{self, Types};

/// Cedar with all policies for every request, or with those that speak of the data asked about.
pub(crate) struct Cedar<'a> {
    set: &'a RuleSet,
    raw: &'a [Request],
    types: Types,
    schema: Schema,
    entities: Entities,
    all: PolicySet,
    /// The policies that can apply to a leaf of the data, if they are sliced.
    slices: Option<HashMap<NodeId, PolicySet>>,
    requests: Vec<(NodeId, CedarRequest)>,
    authorizer: Authorizer,
}

impl<'a> Cedar<'a> {
    /// Reads the rules and builds the requests.
    pub(crate) fn new(set: &'a RuleSet, raw: &'a [Request], sliced: bool) -> Outcome<Self> {
        let (schema, _) = Schema::from_cedarschema_str(&cedar::schema(set))?;
        let types = Types::new()?;
        let entities = types.entities(set, &schema)?;
        let all = PolicySet::from_str(&cedar::policies(set))?;
        let slices = if sliced {
            Some(slices(set, &all)?)
        } else {
            None
        };
        let mut cedar = Self {
            set,
            raw,
            types,
            schema,
            entities,
            all,
            slices,
            requests: Vec::new(),
            authorizer: Authorizer::new(),
        };
        cedar.requests = raw
            .iter()
            .map(|request| Ok((request.data, cedar.request(request)?)))
            .collect::<Outcome<_>>()?;
        Ok(cedar)
    }

    fn request(&self, request: &Request) -> Outcome<CedarRequest> {
        let named = self.types.named(self.set, request);
        let mut context = vec![
            (
                "purpose".to_owned(),
                RestrictedExpression::new_entity_uid(named.purpose),
            ),
            (
                "home".to_owned(),
                RestrictedExpression::new_entity_uid(named.home),
            ),
        ];
        for (fact, &value) in self.set.facts.iter().zip(&request.facts) {
            let value = match fact.kind {
                FactKind::Flag => RestrictedExpression::new_bool(value == 1),
                _ => RestrictedExpression::new_long(value),
            };
            context.push((fact.name.clone(), value));
        }
        let context = Context::from_pairs(context)?;
        Ok(CedarRequest::new(
            named.principal,
            named.action,
            named.resource,
            context,
            Some(&self.schema),
        )?)
    }

    fn decide(&self, data: NodeId, request: &CedarRequest) -> Response {
        let slice = self.slices.as_ref().and_then(|slices| slices.get(&data));
        let policies = slice.unwrap_or(&self.all);
        self.authorizer
            .is_authorized(request, policies, &self.entities)
    }
}

/// For every leaf of the data the policies whose data it lies below.
fn slices(set: &RuleSet, all: &PolicySet) -> Outcome<HashMap<NodeId, PolicySet>> {
    let mut by_node: HashMap<NodeId, Vec<usize>> = HashMap::new();
    for (number, rule) in set.rules.iter().enumerate() {
        by_node.entry(rule.data).or_default().push(number);
    }
    let policies: HashMap<&str, &cedar_policy::Policy> = all
        .policies()
        .filter_map(|policy| Some((policy.annotation("id")?, policy)))
        .collect();
    let mut slices = HashMap::new();
    for leaf in set.data.leaves() {
        let mut slice = PolicySet::new();
        let numbers = set
            .data
            .above(leaf)
            .iter()
            .filter_map(|node| by_node.get(node));
        for number in numbers.flatten() {
            let policy = policies
                .get(format!("r{number}").as_str())
                .ok_or("a rule was lost")?;
            slice.add((*policy).clone())?;
        }
        slices.insert(leaf, slice);
    }
    Ok(slices)
}

impl Engine for Cedar<'_> {
    fn name(&self) -> &'static str {
        if self.slices.is_some() {
            "Cedar, sliced by data"
        } else {
            "Cedar"
        }
    }

    fn answers(&mut self, count: usize) -> Outcome<Vec<bool>> {
        let mut answers = Vec::new();
        for (data, request) in self.requests.iter().take(count) {
            let response = self.decide(*data, request);
            if let Some(error) = response.diagnostics().errors().next() {
                return Err(error.to_string().into());
            }
            answers.push(response.decision() == Decision::Allow);
        }
        Ok(answers)
    }

    fn time(&mut self, form: Form, count: usize) -> Outcome<Option<Duration>> {
        Ok(Some(match form {
            Form::Prepared => clock(count, &self.requests, |(data, request)| {
                self.decide(*data, request)
            }),
            Form::Strings => clock(count, self.raw, |raw| {
                self.request(raw)
                    .map(|request| self.decide(raw.data, &request))
                    .ok()
            }),
        }))
    }
}
