//! Compilation and analyses, by size: every job in a process of its own, the jobs in turn.

use std::collections::BTreeSet;

use clap::ValueEnum as _;
use serde::Serialize;

use super::Plan;
use super::job::{self, Job, Taken};
use super::series::{Series, exponent};
use super::table::{Table, figure};
use crate::Outcome;

/// What one job took at one size.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Measured {
    job: &'static str,
    rules: usize,
    seconds: Series,
    peak: Option<u64>,
    note: String,
}

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Compilation {
    shape: &'static str,
    measured: Vec<Measured>,
    /// What was left out, and why.
    skipped: Vec<String>,
}

/// Measures all jobs at all sizes.
pub(crate) fn measure(plan: &Plan) -> Outcome<Compilation> {
    let mut measured = Vec::new();
    let mut skipped = Vec::new();
    let mut slow: BTreeSet<usize> = BTreeSet::new();
    for &rules in plan
        .sizes
        .iter()
        .filter(|&&rules| rules <= plan.shape.most_rules())
    {
        let folder = tempfile::tempdir()?;
        job::prepare_generated(plan.shape, rules, plan.seed, folder.path())?;
        let rounds = match rules {
            100_000.. => 1,
            10_000.. => plan.rounds.min(3),
            _ => plan.rounds,
        };
        let mut taken: Vec<Vec<Taken>> = vec![Vec::new(); Job::value_variants().len()];
        for _ in 0..rounds {
            for (number, &job) in Job::value_variants().iter().enumerate() {
                if slow.contains(&number) {
                    continue;
                }
                let left_out = match job::run_apart(job, folder.path(), plan.limit) {
                    Ok(Some(one)) => {
                        if let Some(list) = taken.get_mut(number) {
                            list.push(one);
                        }
                        continue;
                    }
                    Ok(None) => format!("not done in {} s", plan.limit.as_secs()),
                    Err(error) => error.to_string(),
                };
                slow.insert(number);
                skipped.push(format!(
                    "left out: {} at {rules} rules and above: {left_out}",
                    job.name()
                ));
            }
        }
        for (&job, taken) in Job::value_variants().iter().zip(taken) {
            let seconds = Series::of(taken.iter().map(|taken| taken.seconds).collect());
            let (Some(seconds), Some(last)) = (seconds, taken.last()) else {
                continue;
            };
            measured.push(Measured {
                job: job.name(),
                rules,
                seconds,
                peak: taken.iter().filter_map(|taken| taken.peak).max(),
                note: last.note.clone(),
            });
        }
    }
    Ok(Compilation {
        shape: plan.shape.name(),
        measured,
        skipped,
    })
}

impl Compilation {
    fn sizes(&self) -> Vec<usize> {
        let sizes: BTreeSet<usize> = self.measured.iter().map(|one| one.rules).collect();
        sizes.into_iter().collect()
    }

    fn find(&self, job: Job, rules: usize) -> Option<&Measured> {
        let mut all = self.measured.iter();
        all.find(|one| one.job == job.name() && one.rules == rules)
    }

    /// The tables: times with growth, peak memory, and what the jobs said.
    pub(crate) fn tables(&self) -> Vec<Table> {
        let sizes = self.sizes();
        let head = |title: &str| {
            let mut head = vec![title.to_owned()];
            head.extend(sizes.iter().map(|&size| figure_of(size)));
            head
        };
        let line = |job: Job, cell: &dyn Fn(&Measured) -> Option<String>| {
            let mut line = vec![job.name().to_owned()];
            line.extend(sizes.iter().map(|&size| {
                let found = self.find(job, size).and_then(cell);
                found.unwrap_or_else(|| "–".to_owned())
            }));
            line
        };
        let jobs = Job::value_variants();
        let mut times: Vec<Vec<String>> = jobs
            .iter()
            .map(|&job| {
                line(job, &|one| {
                    let spread = one.seconds.spread();
                    let spread = if one.seconds.rounds > 1 {
                        format!(" (± {:.0} %)", spread / 2.0)
                    } else {
                        String::new()
                    };
                    Some(format!("{}{spread}", figure(one.seconds.median * 1e3)))
                })
            })
            .collect();
        times.extend([Job::PrivityFront, Job::PrivityCheck].map(|job| {
            let mut ratios = line(job, &|one| {
                let cedar = self.find(Job::CedarFront, one.rules)?;
                Some(format!(
                    "{} ×",
                    figure(cedar.seconds.median / one.seconds.median)
                ))
            });
            if let Some(first) = ratios.first_mut() {
                *first = format!("ratio: Cedar's / {first}");
            }
            ratios
        }));
        let mut growth_head = vec!["job".to_owned()];
        growth_head.extend(sizes.windows(2).map(|pair| match pair {
            [one, other] => format!("{} → {}", figure_of(*one), figure_of(*other)),
            _ => String::new(),
        }));
        let growth = jobs
            .iter()
            .map(|&job| {
                let mut cells = vec![job.name().to_owned()];
                cells.extend(sizes.windows(2).map(|pair| {
                    let [one, other] = pair else {
                        return String::new();
                    };
                    let point = |size: usize| Some((size, self.find(job, size)?.seconds.median));
                    match (point(*one), point(*other)) {
                        (Some(one), Some(other)) => format!("{:.2}", exponent(one, other)),
                        _ => "–".to_owned(),
                    }
                }));
                cells
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "memory is far below 2^52 bytes")]
        let peaks = jobs
            .iter()
            .map(|&job| line(job, &|one| Some(figure(one.peak? as f64 / 1e6))))
            .collect();
        let notes = jobs
            .iter()
            .map(|&job| line(job, &|one| Some(one.note.clone())))
            .collect();
        let table = |title: String, head: Vec<String>, lines: Vec<Vec<String>>| Table {
            title,
            head,
            lines,
        };
        let shape = self.shape;
        vec![
            table(
                format!("Compilation, shape `{shape}`: milliseconds by number of rules"),
                head("job"),
                times,
            ),
            table(
                format!("Compilation, shape `{shape}`: growth exponents"),
                growth_head,
                growth,
            ),
            table(
                format!("Compilation, shape `{shape}`: peak memory of the process in MB"),
                head("job"),
                peaks,
            ),
            table(
                format!("Compilation, shape `{shape}`: results"),
                head("job"),
                notes,
            ),
        ]
    }

    /// What was left out.
    pub(crate) fn skipped(&self) -> &[String] {
        &self.skipped
    }
}

fn figure_of(size: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below 2^52")]
    figure(size as f64)
        .trim_end_matches(".0")
        .trim_end_matches(".00")
        .to_owned()
}
