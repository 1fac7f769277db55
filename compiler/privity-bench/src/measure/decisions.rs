//! Decisions: all engines on the same requests, in turn, after it was seen that they answer alike.

use std::cell::RefCell;
use std::rc::Rc;

use privity::graph::Budget;
use serde::Serialize;

use super::Plan;
use super::series::Series;
use super::table::{Table, figure};
use crate::Outcome;
use crate::engine::cedar::Cedar;
use crate::engine::child::{Code, InChild, Program, Rustc};
use crate::engine::optimum::Optimum;
use crate::engine::privity::{Compiled, Library, Way};
use crate::engine::regorus::Regorus;
use crate::engine::tables::{Slices, Tables};
use crate::engine::{Engine, Form};
use crate::generate::generate;
use crate::model::{Request, RuleSet};
use crate::requests::requests;
use crate::translate::{privity as privity_text, question};

/// How many requests there are; with fewer, tables stay in the nearest cache and branches are learnt by heart.
const REQUESTS: usize = 4_000;
/// How many of them the oracle is asked.
const FOR_ORACLE: usize = 40;
/// The most rules for which rustc is given straight-line code.
const MOST_STRAIGHT: usize = 1_000;
/// The most rules for which regorus is asked.
const MOST_REGO: usize = 10_000;
/// The most rules for which Cedar is asked with all policies for every request.
const MOST_CEDAR: usize = 10_000;
/// The most rules for which the emitted policy is compiled.
const MOST_EMITTED: usize = 100_000;

/// What an engine took.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Measured {
    engine: &'static str,
    rules: usize,
    /// Nanoseconds for a decision with the request made beforehand.
    prepared: Option<Series>,
    /// Nanoseconds from strings.
    strings: Option<Series>,
    /// How many requests it was compared on.
    compared: usize,
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Decisions {
    shape: &'static str,
    measured: Vec<Measured>,
    rustc: Vec<(usize, Rustc)>,
    permitted: Vec<(usize, usize)>,
    skipped: Vec<String>,
}

/// Measures all sizes.
pub(crate) fn measure(plan: &Plan) -> Outcome<Decisions> {
    let mut decisions = Decisions {
        shape: plan.shape.name(),
        measured: Vec::new(),
        rustc: Vec::new(),
        permitted: Vec::new(),
        skipped: Vec::new(),
    };
    for &rules in plan
        .sizes
        .iter()
        .filter(|&&rules| rules <= plan.shape.most_rules())
    {
        measure_size(plan, rules, &mut decisions)?;
    }
    Ok(decisions)
}

fn measure_size(plan: &Plan, rules: usize, decisions: &mut Decisions) -> Outcome<()> {
    let set = generate(plan.shape, rules, plan.seed);
    let raw = requests(&set, REQUESTS, plan.seed + 1);
    let folder = tempfile::tempdir()?;
    privity_text::write(&privity_text::files(&set), &folder.path().join("privity"))?;
    // What a large set needs is allowed, for the bars go beyond the default budget.
    let budget = Budget {
        nodes: 20_000_000,
        steps: 2_000_000_000,
        ..Budget::default()
    };
    let compiled = Compiled::new(&folder.path().join("privity"), &set, &raw, budget);
    let compiled = match compiled {
        Ok(compiled) => Some(compiled),
        Err(error) => {
            decisions
                .skipped
                .push(format!("Privity's graph at {rules} rules: {error}"));
            None
        }
    };
    let mut engines: Vec<(Box<dyn Engine + '_>, usize)> = Vec::new();
    engines.push((Box::new(Optimum::new(&set, &raw)), REQUESTS));
    if rules <= MOST_CEDAR {
        // Some milliseconds a decision beyond a thousand rules: not all requests are compared then.
        engines.push((
            Box::new(Cedar::new(&set, &raw, false)?),
            limit(rules, 2_000_000),
        ));
    } else {
        decisions.skipped.push(format!(
            "Cedar unsliced at {rules} rules: some 0.2 s a decision"
        ));
    }
    engines.push((Box::new(Cedar::new(&set, &raw, true)?), REQUESTS));
    if rules <= MOST_REGO {
        for machine in [false, true] {
            match Regorus::new(&set, &raw, machine) {
                Ok(engine) => engines.push((Box::new(engine), limit(rules, 1_000_000))),
                Err(error) => decisions.skipped.push(format!(
                    "regorus at {rules} rules, virtual machine {machine}: {error}"
                )),
            }
        }
    } else {
        decisions
            .skipped
            .push(format!("regorus at {rules} rules: some 0.3 s a decision"));
    }
    if let Some(compiled) = &compiled {
        engines.push((Box::new(Tables::new(compiled)?), REQUESTS));
        engines.push((Box::new(Slices::new(compiled)), REQUESTS));
        for way in [Way::Atoms, Way::Requests, Way::Oracle] {
            let count = if way == Way::Oracle {
                FOR_ORACLE.min(limit(rules, 400_000))
            } else {
                REQUESTS
            };
            engines.push((Box::new(Library { compiled, way }), count));
        }
        if rules <= MOST_EMITTED {
            let policy = compiled.rust()?;
            // The straight-line code gets a program of its own, so that rustc is timed without it.
            for straight in [false, true] {
                if straight && rules > MOST_STRAIGHT {
                    decisions.skipped.push(format!(
                        "straight-line Rust at {rules} rules: rustc takes minutes"
                    ));
                    continue;
                }
                let folder = folder
                    .path()
                    .join(if straight { "straight" } else { "emitted" });
                std::fs::create_dir_all(&folder)?;
                let (program, rustc) = Program::start(&set, &raw, &policy, straight, &folder)?;
                let program = Rc::new(RefCell::new(program));
                let codes: &[Code] = if straight {
                    &[Code::Straight]
                } else {
                    decisions.rustc.push((rules, rustc));
                    &[Code::Emitted, Code::Slices, Code::Typed]
                };
                for &code in codes {
                    let program = Rc::clone(&program);
                    engines.push((Box::new(InChild { program, code }), REQUESTS));
                }
            }
        }
    }
    compare(&set, &raw, &mut engines)?;
    let permitted = raw.iter().filter(|request| set.permits(request)).count();
    decisions.permitted.push((rules, permitted));
    decisions
        .measured
        .extend(time_all(plan, rules, &mut engines)?);
    Ok(())
}

/// So many requests that about `work` rules are read in all, at least three.
fn limit(rules: usize, work: usize) -> usize {
    (work / rules).clamp(3, REQUESTS)
}

/// Asks every engine and fails if one answers otherwise than the rules read one by one.
fn compare(
    set: &RuleSet,
    raw: &[Request],
    engines: &mut [(Box<dyn Engine + '_>, usize)],
) -> Outcome<()> {
    let expected: Vec<bool> = raw.iter().map(|request| set.permits(request)).collect();
    for (engine, count) in engines {
        let answers = engine.answers(*count)?;
        let pairs = answers.iter().zip(&expected).enumerate();
        let wrong = pairs
            .filter(|(_, (given, expected))| given != expected)
            .map(|(number, _)| number)
            .next();
        if let Some(number) = wrong {
            let request = raw.get(number).map(|request| question::json(set, request));
            return Err(format!(
                "{} differs on {}",
                engine.name(),
                request.unwrap_or_default()
            )
            .into());
        }
        if answers.len() != *count {
            return Err(format!(
                "{} gave {} answers to {count} requests",
                engine.name(),
                answers.len()
            )
            .into());
        }
    }
    Ok(())
}

fn time_all(
    plan: &Plan,
    rules: usize,
    engines: &mut [(Box<dyn Engine + '_>, usize)],
) -> Outcome<Vec<Measured>> {
    let forms = [Form::Prepared, Form::Strings];
    // How often each engine is asked in a round, for each form: as often as fits into its slice of time.
    let mut counts: Vec<[usize; 2]> = Vec::new();
    for (engine, _) in engines.iter_mut() {
        let mut count = [0, 0];
        for (slot, form) in count.iter_mut().zip(forms) {
            let mut tried = 3;
            while let Some(time) = engine.time(form, tried)? {
                if time * 4 > plan.limit {
                    #[expect(
                        clippy::cast_possible_truncation,
                        clippy::cast_sign_loss,
                        clippy::cast_precision_loss,
                        reason = "a count of decisions"
                    )]
                    let fits =
                        (plan.limit.as_secs_f64() / time.as_secs_f64() * tried as f64) as usize;
                    *slot = fits.max(3);
                    break;
                }
                tried *= 4;
            }
        }
        counts.push(count);
    }
    let mut figures: Vec<[Vec<f64>; 2]> = vec![[Vec::new(), Vec::new()]; engines.len()];
    for _ in 0..plan.rounds {
        for ((engine, _), (count, figures)) in
            engines.iter_mut().zip(counts.iter().zip(&mut figures))
        {
            for ((form, &count), figures) in forms.into_iter().zip(count).zip(figures) {
                if count == 0 {
                    continue;
                }
                if let Some(time) = engine.time(form, count)? {
                    #[expect(clippy::cast_precision_loss, reason = "a count of decisions")]
                    figures.push(time.as_secs_f64() * 1e9 / count as f64);
                }
            }
        }
    }
    let measured = engines
        .iter()
        .zip(figures)
        .map(|((engine, compared), [prepared, strings])| Measured {
            engine: engine.name(),
            rules,
            prepared: Series::of(prepared),
            strings: Series::of(strings),
            compared: *compared,
        });
    Ok(measured.collect())
}

impl Decisions {
    fn sizes(&self) -> Vec<usize> {
        let mut sizes: Vec<usize> = self.measured.iter().map(|one| one.rules).collect();
        sizes.dedup();
        sizes
    }

    fn engines(&self) -> Vec<&'static str> {
        let mut engines: Vec<&'static str> = Vec::new();
        for one in &self.measured {
            if !engines.contains(&one.engine) {
                engines.push(one.engine);
            }
        }
        engines
    }

    fn find(&self, engine: &str, rules: usize) -> Option<&Measured> {
        let mut all = self.measured.iter();
        all.find(|one| one.engine == engine && one.rules == rules)
    }

    /// The tables.
    pub(crate) fn tables(&self) -> Vec<Table> {
        let sizes = self.sizes();
        let shape = self.shape;
        let mut head = vec!["engine".to_owned()];
        head.extend(sizes.iter().map(ToString::to_string));
        let table = |title: String, of: &dyn Fn(&Measured) -> Option<Series>| {
            let mut lines = Vec::new();
            for engine in self.engines() {
                let cells: Vec<Option<Series>> = sizes
                    .iter()
                    .map(|&size| self.find(engine, size).and_then(of))
                    .collect();
                if cells.iter().all(Option::is_none) {
                    continue;
                }
                let mut line = vec![engine.to_owned()];
                line.extend(cells.into_iter().map(|cell| match cell {
                    Some(series) => format!(
                        "{} (± {:.0} %)",
                        figure(series.median),
                        series.spread() / 2.0
                    ),
                    None => "–".to_owned(),
                }));
                lines.push(line);
            }
            Table {
                title,
                head: head.clone(),
                lines,
            }
        };
        let mut tables = vec![
            table(
                format!(
                    "Decisions, shape `{shape}`: nanoseconds, request made beforehand, by number of rules"
                ),
                &|one| one.prepared,
            ),
            table(
                format!("Decisions, shape `{shape}`: nanoseconds, from strings"),
                &|one| one.strings,
            ),
        ];
        tables.push(Table {
            title: format!("Decisions, shape `{shape}`: ratios (Cedar unsliced; it returns all determining policies)"),
            head: head.clone(),
            lines: self.ratios(&sizes),
        });
        #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
        let rustc = self.rustc.iter().map(|(rules, rustc)| {
            vec![
                rules.to_string(),
                figure(rustc.bytes as f64 / 1e3),
                figure(rustc.seconds),
                rustc
                    .peak
                    .map_or("–".to_owned(), |peak| figure(peak as f64 / 1e6)),
            ]
        });
        tables.push(Table {
            title: format!("Emitted Rust, shape `{shape}`: what rustc takes"),
            head: ["rules", "kB of source", "seconds", "peak MB"]
                .map(str::to_owned)
                .to_vec(),
            lines: rustc.collect(),
        });
        tables
    }

    fn ratios(&self, sizes: &[usize]) -> Vec<Vec<String>> {
        const TABLES: &str = "Privity library, tables";
        let prepared = |engine: &str, size| Some(self.find(engine, size)?.prepared?.median);
        let strings = |engine: &str, size| Some(self.find(engine, size)?.strings?.median);
        let emitted = |size| prepared("Privity emitted Rust", size);
        let cedar = |size| prepared("Cedar", size);
        type Ratio<'a> = (&'a str, Box<dyn Fn(usize) -> Option<f64> + 'a>);
        let all: [Ratio<'_>; 8] = [
            (
                "Cedar / emitted Rust",
                Box::new(|size| Some(cedar(size)? / emitted(size)?)),
            ),
            (
                "Cedar sliced / emitted Rust",
                Box::new(|size| Some(prepared("Cedar, sliced by data", size)? / emitted(size)?)),
            ),
            (
                "emitted Rust / optimum",
                Box::new(|size| Some(emitted(size)? / prepared("optimum by hand", size)?)),
            ),
            (
                "emitted Rust / straight-line",
                Box::new(|size| Some(emitted(size)? / prepared("straight-line Rust", size)?)),
            ),
            (
                "library, tables / optimum",
                Box::new(|size| Some(prepared(TABLES, size)? / prepared("optimum by hand", size)?)),
            ),
            (
                "Cedar (prepared) / library from words",
                Box::new(|size| Some(cedar(size)? / strings(TABLES, size)?)),
            ),
            (
                "Cedar (prepared) / library from JSON",
                Box::new(|size| Some(cedar(size)? / strings("Privity library, requests", size)?)),
            ),
            (
                "Cedar (prepared) / library, atoms",
                Box::new(|size| Some(cedar(size)? / prepared("Privity library, atoms", size)?)),
            ),
        ];
        all.iter()
            .map(|(name, ratio)| {
                let mut line = vec![(*name).to_owned()];
                line.extend(
                    sizes
                        .iter()
                        .map(|&size| ratio(size).map_or("–".to_owned(), figure)),
                );
                line
            })
            .collect()
    }

    /// What was left out, and how the requests came out.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let permitted = self.permitted.iter().map(|(rules, permitted)| {
            format!("{rules} rules: {permitted} of {REQUESTS} requests permitted; all engines agree on all that they were asked")
        });
        permitted
            .chain(
                self.skipped
                    .iter()
                    .map(|skipped| format!("left out: {skipped}")),
            )
            .collect()
    }
}
