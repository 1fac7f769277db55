//! The clauses of a rule, and those of the sections around it, gathered into one scope.

use std::collections::BTreeMap;

use super::checker::Checker;
use super::dates::{FIRST_DAY, LAST_DAY};
use super::diagnostics::{repeated_clause, wrong_kind_in_from};
use super::duty::ObligationId;
use super::policy::{Citation, ClassAxis, Condition, NamedScope};
use super::scope::{all_of, any_of, during, not};
use crate::resolve::day;
use crate::resolve::diagnostics::ends_before_it_begins;
use crate::resolve::names::Space;
use crate::resolve::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast::{self, Clause, ClauseKind, Kind, Path, Set, SetMember};

/// What clauses say together.
#[derive(Debug, Clone)]
pub(super) struct Gathered {
    /// What must hold: scopes, days, `when`.
    pub(super) parts: Vec<Condition>,
    /// The `unless` lines, of which none may hold.
    pub(super) unless: Vec<Condition>,
    /// The class axes that the text names.
    pub(super) named: Vec<NamedScope>,
    /// What `when` and `unless` lines say, one by one with their places, the latter turned round.
    pub(super) conditions: Vec<(Condition, Span)>,
    /// The duties of `must`.
    pub(super) obligations: Vec<ObligationId>,
    /// The paths of `overrides`.
    pub(super) overrides: Vec<Path>,
    /// The paths of `without`.
    pub(super) without: Vec<Path>,
    /// The guard kind: its name.
    pub(super) guard_kind: Option<String>,
    /// Where it comes from.
    pub(super) citations: Vec<Citation>,
    /// Whether no clause had a mistake.
    pub(super) sound: bool,
}

impl Gathered {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self {
            parts: Vec::new(),
            unless: Vec::new(),
            named: Vec::new(),
            conditions: Vec::new(),
            obligations: Vec::new(),
            overrides: Vec::new(),
            without: Vec::new(),
            guard_kind: None,
            citations: Vec::new(),
            sound: true,
        }
    }

    /// Where and when all of it applies; takes what that is made of.
    pub(super) fn take_condition(&mut self) -> Condition {
        let exceptions = std::mem::take(&mut self.unless).into_iter().map(not);
        all_of(
            std::mem::take(&mut self.parts)
                .into_iter()
                .chain(exceptions),
        )
    }

    /// Whether the text names a class axis.
    pub(super) fn names(&self, axis: ClassAxis) -> bool {
        self.named.iter().any(|scope| scope.axis == axis)
    }
}

impl Checker<'_, '_> {
    /// Adds what the clauses of the sections say, outermost first.
    pub(super) fn gather_sections(&mut self, sections: &[usize], gathered: &mut Gathered) {
        let world = self.world;
        for section in sections.iter().filter_map(|&at| world.sections.get(at)) {
            self.gather(&section.item.clauses, section.module, gathered);
        }
    }

    /// Adds what the clauses of one item say. A mistake makes `gathered` unsound; all mistakes are found.
    pub(super) fn gather(
        &mut self,
        clauses: &[Clause],
        module: ModuleIndex,
        gathered: &mut Gathered,
    ) {
        self.check_repeated(clauses);
        let mut since = None;
        let mut until = None;
        for clause in clauses {
            match &clause.kind {
                ClauseKind::Since(date) => match day(*date, self.report) {
                    Some(number) => since = Some((number, date.span)),
                    None => gathered.sound = false,
                },
                ClauseKind::Until(date) => match day(*date, self.report) {
                    Some(number) => until = Some((number, date.span)),
                    None => gathered.sound = false,
                },
                _ => {
                    if self.clause(clause, module, gathered).is_none() {
                        gathered.sound = false;
                    }
                }
            }
        }
        if let (Some((first, since)), Some((last, until))) = (since, until)
            && first > last
        {
            self.report.push(ends_before_it_begins(since, until));
            gathered.sound = false;
        }
        let first = since.map_or(FIRST_DAY, |(day, _)| day);
        let last = until.map_or(LAST_DAY, |(day, _)| day);
        if since.is_some() || until.is_some() {
            gathered.parts.push(during(first, last));
        }
    }

    /// One clause; `None` when it has a mistake.
    fn clause(
        &mut self,
        clause: &Clause,
        module: ModuleIndex,
        gathered: &mut Gathered,
    ) -> Option<()> {
        let mut scope = |checker: &mut Self, axis: ClassAxis, set: &Set| {
            checker.add_scope(axis, set, module, gathered)
        };
        match &clause.kind {
            ClauseKind::To(set) => scope(self, ClassAxis::Recipient, set),
            ClauseKind::In(set) => scope(self, ClassAxis::Destination, set),
            ClauseKind::For(set) => scope(self, ClassAxis::Purpose, set),
            ClauseKind::About(set) => scope(self, ClassAxis::Subject, set),
            ClauseKind::By(set) => scope(self, ClassAxis::Actor, set),
            ClauseKind::From(set) => {
                let axis = self.axis_of_from(set, module)?;
                scope(self, axis, set)
            }
            ClauseKind::Outside(set) => {
                let places = self.set(set, Kind::Place, module)?;
                let (inside, named) = self.scope(ClassAxis::Destination, &places, set.span);
                let outside = not(inside);
                gathered.parts.push(outside.clone());
                let except = named
                    .listed
                    .iter()
                    .fold(named.except.clone(), |all, (_, part)| all.union(part));
                gathered.named.push(NamedScope {
                    axis: ClassAxis::Destination,
                    listed: Vec::new(),
                    except,
                    condition: outside,
                });
                Some(())
            }
            ClauseKind::When(written) => {
                let parts = match written {
                    ast::Condition::All(parts, _) => parts.as_slice(),
                    one => std::slice::from_ref(one),
                };
                let conditions = self.conditions(parts, module)?;
                for (condition, part) in conditions.iter().zip(parts) {
                    gathered.conditions.push((condition.clone(), part.span()));
                }
                gathered.parts.push(all_of(conditions));
                Some(())
            }
            ClauseKind::Unless(written) => {
                let parts = match written {
                    ast::Condition::Any(parts, _) => parts.as_slice(),
                    one => std::slice::from_ref(one),
                };
                let exceptions = self.conditions(parts, module)?;
                for (exception, part) in exceptions.iter().zip(parts) {
                    gathered
                        .conditions
                        .push((not(exception.clone()), part.span()));
                }
                gathered.unless.push(any_of(exceptions));
                Some(())
            }
            ClauseKind::Must(must) => {
                let obligation = self.obligation(must, module)?;
                if !gathered.obligations.contains(&obligation) {
                    gathered.obligations.push(obligation);
                }
                Some(())
            }
            ClauseKind::GuardKind(path) => {
                let (name, _) = self.target(Kind::Guard, path, module)?;
                gathered.guard_kind = Some(name);
                Some(())
            }
            ClauseKind::Under(path) => {
                let reading = self.under(path, module)?;
                gathered.parts.push(reading);
                Some(())
            }
            ClauseKind::Without(paths) => {
                gathered.without.extend(paths.iter().cloned());
                Some(())
            }
            ClauseKind::Overrides(paths) => {
                gathered.overrides.extend(paths.iter().cloned());
                Some(())
            }
            ClauseKind::Cite(citations) => {
                let cited: Vec<Option<Citation>> = citations
                    .iter()
                    .map(|citation| self.citation(citation, module))
                    .collect();
                for citation in cited.iter().flatten() {
                    if !gathered.citations.contains(citation) {
                        gathered.citations.push(citation.clone());
                    }
                }
                // A citation that leads nowhere does not change what the rule means.
                Some(())
            }
            ClauseKind::Note(_) | ClauseKind::Since(_) | ClauseKind::Until(_) => Some(()),
        }
    }

    fn add_scope(
        &mut self,
        axis: ClassAxis,
        set: &Set,
        module: ModuleIndex,
        gathered: &mut Gathered,
    ) -> Option<()> {
        let nodes = self.set(set, axis.kind()?, module)?;
        let (condition, named) = self.scope(axis, &nodes, set.span);
        gathered.parts.push(condition);
        gathered.named.push(named);
        Some(())
    }

    /// `from` takes places or parties, whichever its first name is.
    pub(super) fn axis_of_from(&mut self, set: &Set, module: ModuleIndex) -> Option<ClassAxis> {
        let names = &self.world.names;
        let mut axis = None;
        for member in &set.members {
            let of = match member {
                SetMember::Path(path) => {
                    let is = |kind| names.find(Space::Kind(kind), path, module).is_some();
                    match (is(Kind::Place), is(Kind::Party)) {
                        (true, false) => Some(ClassAxis::Origin),
                        (false, true) => Some(ClassAxis::Source),
                        _ => None,
                    }
                }
                SetMember::Role(_) => Some(ClassAxis::Source),
                SetMember::Any(_) | SetMember::DerivedFrom(_) | SetMember::WithDerived(_) => None,
            };
            match (axis, of) {
                (None, of) => axis = of,
                (Some(first), Some(of)) if first != of => {
                    return self.fail(wrong_kind_in_from(set.span));
                }
                _ => {}
            }
        }
        if axis.is_some() {
            return axis;
        }
        // Nothing tells, so an unknown name is looked up as either, and reported as such.
        let mut sound = true;
        for member in &set.members {
            if let SetMember::Path(path) = member
                && path.segments.first().is_none_or(|word| word.text != "none")
            {
                let spaces = [Space::Kind(Kind::Party), Space::Kind(Kind::Place)];
                sound &= self.lookups.find(names, &spaces, path, module).is_some();
            }
        }
        sound.then_some(ClassAxis::Source)
    }

    /// A scope clause, a day and a guard kind stand once; `from` once for places and once for parties.
    fn check_repeated(&mut self, clauses: &[Clause]) {
        let mut first: BTreeMap<&'static str, Vec<&Clause>> = BTreeMap::new();
        for clause in clauses {
            if let Some(keyword) = once_only(&clause.kind) {
                let places = first.entry(keyword).or_default();
                let allowed = if keyword == "from" { 2 } else { 1 };
                if let (Some(before), true) = (places.first(), places.len() >= allowed) {
                    let is_same = super::rule_words::clause_words(&clause.kind)
                        == super::rule_words::clause_words(&before.kind);
                    self.report
                        .push(repeated_clause(keyword, clause.span, before.span, is_same));
                }
                places.push(clause);
            }
        }
    }

    /// The scope of an item that has clauses only to say where it holds.
    pub(super) fn scope_of(
        &mut self,
        sections: &[usize],
        clauses: &[Clause],
        module: ModuleIndex,
    ) -> Option<Condition> {
        let mut gathered = Gathered::new();
        self.gather_sections(sections, &mut gathered);
        self.gather(clauses, module, &mut gathered);
        gathered.sound.then(|| gathered.take_condition())
    }
}

/// The keyword of a clause that stands once in a rule.
fn once_only(kind: &ClauseKind) -> Option<&'static str> {
    Some(match kind {
        ClauseKind::To(_) => "to",
        ClauseKind::From(_) => "from",
        ClauseKind::In(_) => "in",
        ClauseKind::Outside(_) => "outside",
        ClauseKind::For(_) => "for",
        ClauseKind::About(_) => "about",
        ClauseKind::By(_) => "by",
        ClauseKind::Since(_) => "since",
        ClauseKind::Until(_) => "until",
        ClauseKind::GuardKind(_) => "kind",
        ClauseKind::When(_)
        | ClauseKind::Unless(_)
        | ClauseKind::Must(_)
        | ClauseKind::Under(_)
        | ClauseKind::Without(_)
        | ClauseKind::Overrides(_)
        | ClauseKind::Cite(_)
        | ClauseKind::Note(_) => return None,
    })
}
