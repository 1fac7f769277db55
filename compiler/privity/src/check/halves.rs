//! All rules drafted, in two halves side by side, each by a checker of its own.

use super::checker::Checker;
use super::duty::ObligationId;
use super::rules::Drafted;
use crate::beside::beside;
use crate::diagnostic::Report;

/// Fewer rules than this are drafted one after the other: a second checker would cost more than it saves.
const FEW_RULES: usize = 500;

impl Checker<'_, '_> {
    /// All rules: the sound ones as drafts, in order, and the names and places of the others.
    pub(super) fn draft_rules(&mut self) -> Drafted {
        let count = self.world.rules.len();
        if count < FEW_RULES {
            return self.draft_some(0..count);
        }
        let mut report = Report::new();
        let mut other = Checker::on(self.world, self.ground(), &mut report);
        let known = self.obligations.len();
        let (first, second) = beside(
            || self.draft_some(0..count / 2),
            || other.draft_some(count / 2..count),
        );
        let (mut drafts, mut poisoned) = first;
        let (others, poisoned_others) = second;
        let Checker {
            lookups,
            cited,
            obligations,
            ..
        } = other;
        self.lookups.absorb(lookups);
        for (anchor, places) in cited {
            self.cited.entry(anchor).or_default().extend(places);
        }
        self.report.absorb(report);
        // What both knew keeps its number; the rest is numbered as if one checker had met it after the other.
        let own: Vec<ObligationId> = obligations
            .iter()
            .skip(known)
            .map(|obligation| self.intern(obligation.clone()))
            .collect();
        let own = |id: ObligationId| {
            let met = id.index().checked_sub(known);
            met.and_then(|at| own.get(at)).copied().unwrap_or(id)
        };
        drafts.extend(others.into_iter().map(|mut draft| {
            draft
                .rule
                .obligations
                .iter_mut()
                .for_each(|id| *id = own(*id));
            draft
        }));
        poisoned.extend(poisoned_others);
        (drafts, poisoned)
    }
}

#[cfg(test)]
mod tests {
    use super::FEW_RULES;
    use crate::check::tests::check_rules;
    use crate::diagnostic::Code;

    /// So many that both halves have some.
    const MANY: usize = 2 * FEW_RULES;

    #[test]
    fn every_rule_keeps_the_duties_it_names_whichever_half_it_is_in() {
        // Some duties are named in both halves, some only in the first or the second.
        let days = |number: usize| 1 + number % 20 + 15 * (number / FEW_RULES);
        let rules: Vec<String> = (0..MANY)
            .map(|number| {
                let days = days(number);
                format!("rule r{number} permit use email for delivery must notify(us) within {days} days")
            })
            .collect();
        let policy = check_rules(&rules.join("\n")).policy;
        assert_eq!(policy.rules.len(), MANY);
        for (number, rule) in policy.rules.iter().enumerate() {
            let duties = rule.obligations.iter();
            let duties: Vec<String> = duties
                .map(|&duty| policy.obligations.at(duty).to_string())
                .collect();
            let days = days(number);
            let unit = if days == 1 { "day" } else { "days" };
            assert_eq!(duties, [format!("notify(us) within {days} {unit}")]);
        }
        assert_eq!(policy.obligations.len(), 35);
    }

    #[test]
    fn a_name_that_both_halves_lack_is_one_finding() {
        let rules: Vec<String> = (0..MANY)
            .map(|number| match number {
                3 | 700 => format!("rule r{number} permit use ghost for delivery"),
                _ => format!("rule r{number} permit use email for delivery"),
            })
            .collect();
        let found = check_rules(&rules.join("\n"));
        let unknown = found.findings.iter();
        let unknown: Vec<_> = unknown
            .filter(|finding| finding.code == Code::UnknownName)
            .collect();
        assert_eq!(unknown.len(), 1, "{:?}", found.findings);
        assert_eq!(found.policy.rules.len(), MANY - 2);
        let poisoned = found.policy.poisoned.iter();
        let poisoned: Vec<&str> = poisoned.map(|(name, _)| name.as_str()).collect();
        assert_eq!(poisoned, ["r3", "r700"]);
    }
}
