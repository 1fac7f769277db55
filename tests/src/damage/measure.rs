//! What the compiler says about a damaged program, and the tally of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use fastrand::Rng;
use privity::diagnostic::{Code, Diagnostic};
use privity::source::SourceMap;

use super::corpus::Program;
use super::mutate::{Damage, Kind, damage};

/// What became of one accident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The file can still be read.
    Readable,
    /// It cannot.
    Broken {
        /// Whether the first error points at a right line.
        placed: bool,
        /// How many errors follow the first.
        follow: usize,
    },
}

/// How many accidents are tried, and which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many of every sort are to break a file.
    pub wanted: usize,
    /// What chooses them.
    pub seed: u64,
    /// How many in a hundred befall programs of several files, which take longer to check.
    pub large: u8,
}

/// How often what happened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Accidents that left a readable file.
    pub readable: usize,
    /// Accidents that broke it.
    pub broken: usize,
    /// Those of them whose first error points at a right line.
    pub placed: usize,
    /// Those of them that nothing follows.
    pub alone: usize,
    /// The errors that follow, all of them.
    pub follow: usize,
}

impl Tally {
    /// Counts an outcome.
    pub fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Readable => self.readable += 1,
            Outcome::Broken { placed, follow } => {
                self.broken += 1;
                self.placed += usize::from(placed);
                self.alone += usize::from(follow == 0);
                self.follow += follow;
            }
        }
    }

    /// The sum of two tallies.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            readable: self.readable + other.readable,
            broken: self.broken + other.broken,
            placed: self.placed + other.placed,
            alone: self.alone + other.alone,
            follow: self.follow + other.follow,
        }
    }
}

/// Lets accidents of every sort break files of the programs, and tallies what is said. `tell` hears of every
/// accident whose first error is misplaced or followed by others: a text for people.
pub fn measure(
    programs: &[Program],
    plan: Plan,
    tell: &mut dyn FnMut(Kind, &str),
) -> BTreeMap<Kind, Tally> {
    let mut rng = Rng::with_seed(plan.seed);
    let mut sound: BTreeMap<usize, Vec<(Code, String)>> = BTreeMap::new();
    let mut tallies = BTreeMap::new();
    for kind in Kind::ALL {
        let mut tally = Tally::default();
        // A sort of accident that hardly ever breaks anything must not go on for ever.
        for _ in 0..plan.wanted * 20 {
            if tally.broken >= plan.wanted {
                break;
            }
            let index = choose(programs, plan.large, &mut rng);
            let Some(program) = programs.get(index) else {
                continue;
            };
            let module = &program.targets[rng.usize(..program.targets.len())];
            let Some(damage) = damage(kind, &program.modules[module], &mut rng) else {
                continue;
            };
            if !is_broken(&damage.text) {
                tally.add(Outcome::Readable);
                continue;
            }
            let sound = sound.entry(index).or_insert_with(|| {
                let (_, errors) = program.errors(None);
                errors.into_iter().map(words).collect()
            });
            let (sources, errors) = program.errors(Some((module, &damage.text)));
            let outcome = judge(&damage, module, sound, &sources, &errors);
            if outcome
                != (Outcome::Broken {
                    placed: true,
                    follow: 0,
                })
            {
                tell(
                    kind,
                    &story(program, module, &damage, &sources, &errors, outcome),
                );
            }
            tally.add(outcome);
        }
        tallies.insert(kind, tally);
    }
    tallies
}

/// A program: so many in a hundred accidents befall the large ones, of several files, and the others the small ones of one file.
fn choose(programs: &[Program], large: u8, rng: &mut Rng) -> usize {
    let is_large = rng.u8(..100) < large;
    let of_size: Vec<usize> = (0..programs.len())
        .filter(|&at| (programs[at].modules.len() > 1) == is_large)
        .collect();
    let all = of_size.is_empty();
    let nth = rng.usize(..if all { programs.len() } else { of_size.len() });
    of_size.get(nth).copied().unwrap_or(nth)
}

/// Whether a text alone has a syntax error.
fn is_broken(text: &str) -> bool {
    let mut sources = SourceMap::new();
    let mut report = privity::diagnostic::Report::new();
    let Some(file) = sources.add("damaged.privity", text) else {
        return false;
    };
    privity::syntax::parse(file, &sources, &mut report);
    report.has_errors()
}

fn words(finding: Diagnostic) -> (Code, String) {
    (finding.code, finding.message)
}

fn judge(
    damage: &Damage,
    module: &str,
    sound: &[(Code, String)],
    sources: &SourceMap,
    errors: &[Diagnostic],
) -> Outcome {
    let mut known = sound.to_vec();
    let mut new = errors.iter().filter(|error| {
        let before = known
            .iter()
            .position(|(code, message)| *code == error.code && *message == error.message);
        before.map(|at| known.swap_remove(at)).is_none()
    });
    let first = new.next();
    let placed = first
        .and_then(|error| line(sources, error))
        .is_some_and(|(file, line)| {
            file == format!("{module}.privity") && damage.lines.contains(&line)
        });
    Outcome::Broken {
        placed,
        follow: new.count(),
    }
}

/// The file and the line that an error points at.
fn line(sources: &SourceMap, error: &Diagnostic) -> Option<(String, usize)> {
    let span = error.primary.as_ref()?.span;
    let (file, _) = sources.locate(span)?;
    let place = sources.line_column(span)?;
    Some((sources.file(file).name.clone(), place.line))
}

fn story(
    program: &Program,
    module: &str,
    damage: &Damage,
    sources: &SourceMap,
    errors: &[Diagnostic],
    outcome: Outcome,
) -> String {
    let mut story = format!(
        "{} in {} of {}: {}, right lines {:?}, {outcome:?}\n",
        damage.kind.name(),
        module,
        program.name,
        damage.what,
        damage.lines
    );
    let lines: Vec<&str> = damage.text.split('\n').collect();
    let first = damage
        .lines
        .first()
        .map_or(0, |line| line.saturating_sub(3));
    let last = damage.lines.last().copied().unwrap_or_default() + 3;
    for (number, line) in lines
        .iter()
        .enumerate()
        .take(last.min(first + 14))
        .skip(first)
    {
        let _ = writeln!(story, "    {:4} {line}", number + 1);
    }
    for error in errors.iter().take(6) {
        let (file, line) = line(sources, error).unwrap_or_default();
        let _ = writeln!(
            story,
            "  > {} {file}:{line} {}",
            error.code.as_str(),
            error.message
        );
    }
    story
}

/// A table of tallies with their sum, as Markdown.
#[must_use]
pub fn report(tallies: &BTreeMap<Kind, Tally>) -> String {
    let mut table = "| accident | still readable | broken | first error at the damage | nothing follows | errors that follow |\n|---|---|---|---|---|---|\n".to_owned();
    let all = tallies
        .values()
        .fold(Tally::default(), |sum, tally| sum.plus(*tally));
    let rows = tallies.iter().map(|(kind, tally)| (kind.name(), tally));
    for (name, tally) in rows.chain([("all", &all)]) {
        let share = |part: usize| part as f64 * 100.0 / tally.broken.max(1) as f64;
        let _ = writeln!(
            table,
            "| {name} | {} | {} | {} ({:.1} %) | {} ({:.1} %) | {} |",
            tally.readable,
            tally.broken,
            tally.placed,
            share(tally.placed),
            tally.alone,
            share(tally.alone),
            tally.follow
        );
    }
    table
}
