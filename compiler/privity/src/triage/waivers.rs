//! Waivers of a program: which findings each of them is about, and on which days.

use std::collections::BTreeSet;

use super::diagnostics;
use super::searches::{Search, Searched};
use crate::check::dates::{day_name, day_number};
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::program::Program;
use crate::source::Span;
use crate::syntax::ast::{self, Covers};

/// Days before its end on which a waiver is said to end soon.
const SOON: i64 = 30;

/// A waiver with what it means.
#[derive(Debug, Clone)]
pub(super) struct Waiver {
    codes: Vec<(Code, Span)>,
    covers: Covers,
    /// The stretch of text that it is about; none for the whole policy.
    place: Option<Span>,
    until: Option<i64>,
    /// Whether it is reported as an error already.
    wrong: bool,
    pub(super) reason: String,
    pub(super) span: Span,
}

impl Waiver {
    /// The last day on which it counts, as `2027-01-31`.
    pub(super) fn last_day(&self) -> Option<String> {
        self.until.map(day_name)
    }

    fn has_ended(&self, today: Option<i64>) -> bool {
        matches!((self.until, today), (Some(until), Some(today)) if until < today)
    }

    fn is_about(&self, code: Code, place: Option<Span>) -> bool {
        let inside = match (self.place, place) {
            (None, _) => true,
            (Some(around), Some(place)) => around.start <= place.start && place.end <= around.end,
            (Some(_), None) => false,
        };
        inside && self.codes.iter().any(|(own, _)| *own == code)
    }

    /// How much text it is about.
    fn extent(&self) -> u32 {
        self.place.map_or(u32::MAX, |place| place.end - place.start)
    }
}

/// All waivers of a program.
#[derive(Debug, Clone, Default)]
pub(super) struct Waivers {
    all: Vec<Waiver>,
    today: Option<i64>,
}

/// A waiver by its position, and one of its codes.
pub(super) type Use = (usize, Code);

impl Waivers {
    /// Reads the waivers of a program, and reports what is wrong with them. Without a day nothing has ended.
    pub(super) fn read(program: &Program, today: Option<i64>, report: &mut Report) -> Self {
        let mut all = Vec::new();
        for module in &program.modules {
            let file = program.sources.file(module.file);
            let whole = Span::new(file.base, file.base.saturating_add(length(&file.text)));
            for written in &module.tree.head().waivers {
                all.push(read_one(written, whole, report));
            }
        }
        Self { all, today }
    }

    /// The waiver that a finding of this code at this place falls under: the one that is about the least text, an ended one only if
    /// there is no other.
    pub(super) fn find(&self, code: Code, place: Option<Span>) -> Option<usize> {
        let about = self.all.iter().enumerate();
        about
            .filter(|(_, waiver)| waiver.is_about(code, place))
            .min_by_key(|(_, waiver)| (waiver.has_ended(self.today), waiver.extent()))
            .map(|(at, _)| at)
    }

    /// The waiver at a position, if it still counts.
    pub(super) fn in_force(&self, at: usize) -> Option<&Waiver> {
        let waiver = self.all.get(at)?;
        (!waiver.has_ended(self.today)).then_some(waiver)
    }

    /// What is to be said of the waivers themselves, when these were used and the searches ran.
    pub(super) fn remarks(&self, used: &BTreeSet<Use>, searched: &Searched) -> Vec<Diagnostic> {
        let mut remarks = Vec::new();
        for (at, waiver) in self.all.iter().enumerate() {
            let idle = waiver.idle(at, used, searched);
            if !idle.is_empty() {
                remarks.push(diagnostics::unused(
                    waiver.covers,
                    &idle,
                    &waiver.codes,
                    waiver.span,
                ));
            }
            if idle.len() == waiver.codes.len() {
                continue;
            }
            if let (Some(until), Some(today)) = (waiver.until, self.today) {
                if until < today {
                    remarks.push(diagnostics::ended(&day_name(until), waiver.span));
                } else if until - today < SOON {
                    remarks.push(diagnostics::ends_soon(
                        &day_name(until),
                        until - today,
                        waiver.span,
                    ));
                }
            }
        }
        remarks
    }

    /// What is to be said of waivers of findings that only one search makes, when it was made alone.
    pub(super) fn unused(&self, used: &BTreeSet<Use>, search: Search) -> Vec<Diagnostic> {
        let searched = Searched::from([search]);
        let all = self.all.iter().enumerate();
        all.filter_map(|(at, waiver)| {
            let idle = waiver.idle(at, used, &searched);
            let found = !idle.is_empty();
            found.then(|| diagnostics::unused(waiver.covers, &idle, &waiver.codes, waiver.span))
        })
        .collect()
    }
}

impl Waiver {
    /// Its codes that are known to waive nothing. One that is wrong is reported already.
    fn idle(&self, at: usize, used: &BTreeSet<Use>, searched: &Searched) -> Vec<(Code, Span)> {
        if self.wrong {
            return Vec::new();
        }
        let codes = self.codes.iter().copied();
        codes
            .filter(|(code, _)| {
                searched.contains(&Search::of(*code)) && !used.contains(&(at, *code))
            })
            .collect()
    }
}

/// Whether findings of a code may be waived: those that leave the policy its meaning and are not about waivers.
pub(super) fn is_waivable(code: Code) -> bool {
    !code.is_about_waiving() && (code.severity() != Severity::Error || code.is_judgement())
}

fn read_one(written: &ast::Waiver, file: Span, report: &mut Report) -> Waiver {
    let mut codes = Vec::new();
    for name in &written.codes {
        match Code::parse(&name.text) {
            None => report.push(diagnostics::unknown_code(&name.text, name.span)),
            Some(code) if !is_waivable(code) => {
                report.push(diagnostics::not_waivable(code, name.span));
            }
            Some(code) => codes.push((code, name.span)),
        }
    }
    let until = written.until.and_then(|date| {
        let day = day_number(date.year, date.month, date.day);
        if day.is_none() {
            report.push(crate::resolve::diagnostics::no_such_day(date));
        }
        day
    });
    let reason = written.reason.as_ref();
    let reason = reason.map_or(String::new(), |reason| reason.value.trim().to_owned());
    if reason.is_empty() && !written.damaged {
        report.push(diagnostics::without_reason(written.span));
    }
    Waiver {
        codes,
        covers: written.covers,
        place: match written.covers {
            Covers::Part(span) => Some(span),
            Covers::File => Some(file),
            Covers::Policy => None,
        },
        until,
        wrong: reason.is_empty() || written.damaged,
        reason,
        span: written.span,
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
