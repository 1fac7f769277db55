//! Facts, periods, defines, deems and defaults.

use pest::iterators::Pair;

use super::super::ast::{Deem, Default, Define, Fact, FactType, ItemKind, Period};
use super::super::grammar::Rule;
use super::Builder;
use super::lost::Around;
use super::values::{kind_in, unit_of};

impl<'a> Builder<'a> {
    pub(super) fn fact(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_fact);
        let mut fact = None;
        for part in pair.into_inner() {
            match (part.as_rule(), &mut fact) {
                _ if around.over => {}
                (Rule::fact_head, _) => fact = self.fact_head(part.clone()),
                (Rule::fact_part, Some(fact)) => self.fact_part(part.clone(), fact),
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        fact.map(ItemKind::Fact)
    }

    fn fact_head(&mut self, pair: Pair<'a, Rule>) -> Option<Fact> {
        let mut name = None;
        let mut asserted = false;
        let mut ty = None;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::reserved_name => name = Some(self.name(&part)),
                Rule::kw_asserted => asserted = true,
                Rule::fact_type => {
                    ty = part
                        .into_inner()
                        .next()
                        .and_then(|inner| self.fact_type(inner));
                }
                _ => {}
            }
        }
        Some(Fact {
            name: name?,
            asserted,
            ty: ty?,
            between: None,
            or_none: None,
            from_law: false,
            from_diff: false,
            default: None,
            closed: false,
            citations: Vec::new(),
            notes: Vec::new(),
        })
    }

    fn fact_type(&mut self, pair: Pair<'a, Rule>) -> Option<FactType> {
        Some(match pair.as_rule() {
            Rule::kw_flag => FactType::Flag,
            Rule::date_type => FactType::Date,
            Rule::duration_type => FactType::Duration,
            Rule::ordered => FactType::Ordered(self.names(pair.into_inner())),
            Rule::one_of => FactType::OneOf(self.names(pair.into_inner())),
            Rule::set_of => FactType::SetOf(self.names(pair.into_inner())),
            Rule::set_of_kind => FactType::SetOfKind(kind_in(pair.into_inner())?),
            _ => FactType::Number(
                pair.into_inner()
                    .find(|inner| inner.as_rule() == Rule::unit)
                    .map(|unit| unit_of(unit.as_str())),
            ),
        })
    }

    fn fact_part(&mut self, pair: Pair<'a, Rule>, fact: &mut Fact) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        let span = self.span(&part);
        match part.as_rule() {
            Rule::between => {
                self.once(fact.between.is_some(), "between", span);
                let mut values = part
                    .into_inner()
                    .filter(|inner| inner.as_rule() == Rule::value)
                    .filter_map(|value| self.value(&value));
                let low = values.next();
                let high = values.next();
                drop(values);
                fact.between = low.zip(high);
            }
            Rule::or_none => {
                self.once(fact.or_none.is_some(), "or", span);
                fact.or_none = self.names(part.into_inner()).into_iter().next();
            }
            Rule::from_law => {
                self.once(fact.from_law, "from law", span);
                fact.from_law = true;
            }
            Rule::from_diff => {
                self.once(fact.from_diff, "from diff", span);
                fact.from_diff = true;
            }
            Rule::fact_default => {
                self.once(fact.default.is_some(), "default", span);
                fact.default = part
                    .into_inner()
                    .last()
                    .and_then(|value| self.value(&value));
            }
            Rule::kw_closed => {
                self.once(fact.closed, "closed", span);
                fact.closed = true;
            }
            Rule::cite => fact.citations.extend(self.citations(part)),
            _ => fact
                .notes
                .extend(part.into_inner().last().map(|text| self.text(&text))),
        }
    }

    pub(super) fn period(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let mut around = Around::new(Rule::probe_period);
        let mut period: Option<Period> = None;
        for part in pair.into_inner() {
            match (part.as_rule(), &mut period) {
                _ if around.over => {}
                (Rule::period_head, _) => period = self.period_head(part.clone()),
                (Rule::period_part, Some(period)) => self.period_part(part.clone(), period),
                _ => self.lost_part(&part, &mut around),
            }
            around.pass(part);
        }
        period.map(ItemKind::Period)
    }

    fn period_head(&mut self, pair: Pair<'a, Rule>) -> Option<Period> {
        let mut name = None;
        let mut length = None;
        let mut from_law = false;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::name | Rule::reserved_name => name = Some(self.name(&part)),
                Rule::duration => length = Some(self.duration(&part)),
                Rule::from_law => from_law = true,
                _ => {}
            }
        }
        Some(Period {
            name: name?,
            length,
            from_law,
            default: None,
            citations: Vec::new(),
            notes: Vec::new(),
        })
    }

    fn period_part(&mut self, pair: Pair<'a, Rule>, period: &mut Period) {
        let Some(part) = pair.into_inner().next() else {
            return;
        };
        let span = self.span(&part);
        match part.as_rule() {
            Rule::period_default => {
                self.once(period.default.is_some(), "default", span);
                period.default = part.into_inner().last().map(|it| self.duration(&it));
            }
            Rule::cite => period.citations.extend(self.citations(part)),
            _ => period
                .notes
                .extend(part.into_inner().last().map(|text| self.text(&text))),
        }
    }

    pub(super) fn define(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let obscured = self.obscured(&pair);
        let (define, damaged) = self.apart(|this| {
            let mut around = Around::new(Rule::probe_cite);
            let mut head = (None, None);
            let mut citations = Vec::new();
            for part in pair.into_inner() {
                match part.as_rule() {
                    _ if around.over => {}
                    Rule::define_head => {
                        for inner in part.clone().into_inner() {
                            match inner.as_rule() {
                                Rule::name | Rule::reserved_name => {
                                    head.0 = Some(this.name(&inner));
                                }
                                Rule::condition => head.1 = Some(this.condition(&inner)),
                                _ => {}
                            }
                        }
                    }
                    Rule::cite => citations.extend(this.citations(part.clone())),
                    _ => this.lost_part(&part, &mut around),
                }
                around.pass(part);
            }
            Some(Define {
                name: head.0?,
                condition: head.1?,
                citations,
            })
        });
        let define = define?;
        if damaged || obscured {
            // A condition that lost a part would mean something else wherever it is used.
            self.lost.names.push(define.name);
            return None;
        }
        Some(ItemKind::Define(define))
    }

    pub(super) fn deem(&mut self, pair: Pair<'a, Rule>) -> Option<ItemKind> {
        let obscured = self.obscured(&pair);
        let (deem, damaged) = self.apart(|this| {
            let mut around = Around::new(Rule::probe_clause);
            let mut test = None;
            let mut clauses = Vec::new();
            for part in pair.into_inner() {
                match part.as_rule() {
                    _ if around.over => {}
                    Rule::deem_head => {
                        test = part
                            .clone()
                            .into_inner()
                            .last()
                            .and_then(|test| this.test_of(&test));
                    }
                    Rule::clause => clauses.extend(this.clause(part.clone())),
                    _ => this.lost_part(&part, &mut around),
                }
                around.pass(part);
            }
            Some(Deem {
                test: test?,
                clauses,
            })
        });
        deem.filter(|_| !damaged && !obscured).map(ItemKind::Deem)
    }

    pub(super) fn default_item(&mut self, pair: &Pair<'a, Rule>) -> Option<ItemKind> {
        let axis = pair
            .clone()
            .into_inner()
            .find(|inner| inner.as_rule() == Rule::word)?;
        Some(ItemKind::Default(Default {
            axis: self.name(&axis),
            set: self.set_in(pair),
        }))
    }
}
