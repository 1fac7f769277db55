//! All passes in a row, for the command line, the editor and build scripts alike.

use std::path::{Path, PathBuf};

use crate::analyse::Found;
use crate::analyse::assertions::Ruling;
use crate::beside::beside;
use crate::check::policy::Policy;
use crate::diagnostic::suppressed::Suppressed;
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::graph::verify::{self, Discrepancy, Effort, Proof};
use crate::graph::{self, Budget, DecisionGraph, Limit, StopSign, TooLarge};
use crate::index::{self, Index};
use crate::load::{self, Overlay, Package};
use crate::lower::{self, Lowered};
use crate::program::Program;
use crate::request::decider::Decider;
use crate::resolve::World;
use crate::triage::{Baseline, Levels, Search, Searched, Sorted, Triage};
use crate::{analyse, check, comply, findings, resolve};

/// Which baseline says what was known when a policy was adopted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Known {
    /// The one that the manifest names, if it names one.
    #[default]
    ByManifest,
    /// The one in this file.
    ByFile(PathBuf),
    /// None: everything is told.
    Nothing,
}

/// How far to go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Where to stop.
    pub goal: Goal,
    /// What the decision graph and each analysis may cost; [`Budget::for_rules`] if nothing else is said.
    pub budget: Option<Budget>,
    /// What its proof may cost; [`Effort::for_rules`] if nothing else is said.
    pub effort: Option<Effort>,
    /// Whether to give notes as well: what is true of most policies, and interests only those who ask.
    pub notes: bool,
    /// The readings to fix, each written `NAME.READING`.
    pub readings: Vec<String>,
    /// Ends the work at once when it is set. What has come out by then is to be thrown away.
    pub stop: StopSign,
    /// Levels that count where those of the manifest are no more exact.
    pub levels: Levels,
    /// The day of the run, as [`check::dates::day_number`] counts; without it no waiver has ended.
    pub today: Option<i64>,
    /// The baseline.
    pub known: Known,
}

/// Where compilation stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Goal {
    /// With the decision graph, the findings on how rules overlap, the proof that the graph says what the rules say, and a ruling on every
    /// assertion. Whatever is handed on to others is proved first.
    #[default]
    Proof,
    /// The same for somebody who only looks: a graph that would be too large is a warning, and an index takes its place.
    Review,
    /// With the decision graph, to ask it right away.
    Graph,
    /// With something that answers requests: the decision graph, or an index, with a warning, where that would be too large.
    Decision,
    /// With every finding that needs no graph, those on how rules overlap among them, for a report.
    Findings,
    /// With the checked rules, for an editor that wants to know at every key what is wrong.
    Check,
}

/// A compiled program.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The sound rules. Ask `graph` before deciding anything by them.
    pub policy: Policy,
    /// What decides; `None` while anything is wrong with the policy, and when it was not asked for.
    pub graph: Option<DecisionGraph>,
    /// What decides instead of a graph that would be too large, if the goal allows it.
    pub index: Option<Index>,
    /// How far the graph is proved; `None` when it was not asked for.
    pub proof: Option<Proof>,
}

impl Compiled {
    /// What decides requests: the graph, or the index that stands in for it.
    #[must_use]
    pub fn decider(&self) -> Option<Decider<'_>> {
        let graph = self.graph.as_ref().map(Decider::from);
        graph.or(self.index.as_ref().map(Decider::from))
    }
}

/// A program with its names and rules known, and nothing decided over all requests.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The declarations.
    pub world: World,
    /// The sound rules.
    pub policy: Policy,
}

/// The passes of [`Goal::Check`], and of [`Goal::Findings`]: what is wrong with names, with each rule, and with words.
pub fn check_words(program: &Program, options: &Options, report: &mut Report) -> Checked {
    let world = resolve::resolve(program, report);
    let policy = check::check(&world, report);
    let policy = check::fix_readings(policy, &options.readings, report);
    if !report.has_errors() && !options.stop.is_set() {
        analyse::gaps::find(&world, &policy, report);
        if options.goal == Goal::Findings {
            analyse::over_requests(&world, &policy, budget_of(options, &policy), report);
        }
        findings::settle(&world, &policy, report);
    }
    Checked { world, policy }
}

fn budget_of(options: &Options, policy: &Policy) -> Budget {
    let usual = || Budget::for_rules(policy.rules.len());
    Budget {
        stop: options.stop.clone(),
        ..options.budget.clone().unwrap_or_else(usual)
    }
}

/// Compiles a program. Everything that is wrong with it is reported.
pub fn compile(program: &Program, options: Options, report: &mut Report) -> Compiled {
    let Checked { world, policy } = check_words(program, &options, report);
    let budget = budget_of(&options, &policy);
    let mut compiled = Compiled {
        policy,
        graph: None,
        index: None,
        proof: None,
    };
    let is_enough = matches!(options.goal, Goal::Check | Goal::Findings);
    if is_enough || report.has_errors() || options.stop.is_set() {
        return compiled;
    }
    let policy = &compiled.policy;
    let is_proved = matches!(options.goal, Goal::Proof | Goal::Review);
    let endings = analyse::gaps::endings(&world, policy);
    let (built, found) = beside(
        || decision_graph(policy, &options, &budget),
        || is_proved.then(|| analyse::found_over_requests(policy, budget.clone(), &endings)),
    );
    if options.stop.is_set() {
        return compiled;
    }
    let Built { graph, settled } = match built {
        Ok(built) => built,
        Err(unbuilt) => {
            let has_index = matches!(options.goal, Goal::Review | Goal::Decision);
            report.push(too_intricate(policy, &unbuilt.too_large, has_index));
            if has_index {
                compiled.index = Some(index::build(policy, &unbuilt.lowered));
            }
            return compiled;
        }
    };
    if let Some(settled) = settled {
        let found = found.into_iter().flatten();
        for found in settled.unprotecting.into_iter().chain(found) {
            report.push(found.finding);
        }
        findings::settle(&world, policy, report);
        match settled.proof {
            Ok(proof) => compiled.proof = Some(proof),
            Err(discrepancy) => {
                report.push(graph_differs(&discrepancy));
                return compiled;
            }
        }
        for ruling in settled.rulings {
            ruling
                .finding
                .into_iter()
                .for_each(|finding| report.push(finding));
        }
    }
    compiled.graph = Some(graph);
    if is_proved {
        prove_compliance(&compiled.policy, budget, report);
    }
    compiled
}

/// A decision graph, with what is known of it where that was asked.
struct Built {
    graph: DecisionGraph,
    settled: Option<Settled>,
}

/// Whether a graph says what the rules say, and what else is decided of them.
struct Settled {
    proof: Result<Proof, Discrepancy>,
    /// The ambiguities whose default does not protect.
    unprotecting: Vec<Found>,
    rulings: Vec<Ruling>,
}

/// Why there is no graph, and the policy over dimensions, for an index instead.
struct Unbuilt {
    too_large: TooLarge,
    lowered: Lowered,
}

/// Builds the graph and, where it is asked for, proves it and decides what hangs on it.
fn decision_graph(
    policy: &Policy,
    options: &Options,
    budget: &Budget,
) -> Result<Built, Box<Unbuilt>> {
    let lowered = lower::lower(policy);
    let graph = match graph::build(policy, &lowered, budget.clone()) {
        Ok(graph) => graph,
        Err(too_large) => return Err(Box::new(Unbuilt { too_large, lowered })),
    };
    drop(lowered);
    let is_proved = matches!(options.goal, Goal::Proof | Goal::Review);
    let settled = is_proved.then(|| settle(policy, &graph, options, budget));
    Ok(Built { graph, settled })
}

fn settle(policy: &Policy, graph: &DecisionGraph, options: &Options, budget: &Budget) -> Settled {
    let usual = || Effort::for_rules(policy.rules.len());
    let effort = Effort {
        stop: options.stop.clone(),
        ..options.effort.clone().unwrap_or_else(usual)
    };
    let (proof, (unprotecting, rulings)) = beside(
        || verify::verify(graph, policy, effort),
        || {
            beside(
                // Over the budget nothing is claimed about the defaults.
                || analyse::readings::find(policy, budget.clone()).unwrap_or_default(),
                || analyse::assertions::decide(policy, budget.clone()),
            )
        },
    );
    Settled {
        proof,
        unprotecting,
        rulings,
    }
}

/// Compares the policy with the laws that its header says it complies with.
fn prove_compliance(policy: &Policy, budget: Budget, report: &mut Report) {
    for &(index, asked_at) in &policy.laws.complies {
        let Some(law) = policy.laws.laws.get(index) else {
            continue;
        };
        let question = comply::Question {
            budget: budget.clone(),
            ..comply::Question::default()
        };
        match comply::compare(policy, law, &question) {
            Ok(comparison) => comply::findings(policy, law, &comparison, Some(asked_at))
                .into_iter()
                .for_each(|finding| report.push(finding)),
            Err(comply::TooLarge) => report.push(comply::not_compared(law, Some(asked_at))),
        }
    }
}

/// What became of the policy at a path.
#[derive(Debug, Clone)]
pub struct Compilation {
    /// The texts and the manifest.
    pub package: Package,
    /// The policy; `None` when not even its entry could be read.
    pub compiled: Option<Compiled>,
    /// What was found, errors first, with the levels that were asked for.
    pub findings: Vec<Diagnostic>,
    /// What was found and somebody knows of.
    pub suppressed: Vec<Suppressed>,
    /// What becomes of findings that others make on this policy.
    pub triage: Triage,
}

impl Compilation {
    /// Whether any finding is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }
}

/// Reads and compiles the policy at a path; see [`load::load`] for what a path may be.
#[must_use]
pub fn compile_at(path: &Path, overlay: Overlay<'_>, options: Options) -> Compilation {
    compile_linked(path, overlay, options, &[])
}

/// Like [`compile_at`], with modules that the policy need not import: laws to compare it with, by dotted path.
#[must_use]
pub fn compile_linked(
    path: &Path,
    overlay: Overlay<'_>,
    options: Options,
    linked: &[String],
) -> Compilation {
    let mut report = Report::new();
    let mut package = load::load_linked(path, overlay, linked, &mut report);
    // A baseline that cannot be used is no reason to look for less.
    let mut told = Report::new();
    let baseline = baseline(&mut package, overlay, &options.known, &mut told);
    let levels = package.manifest.levels.clone();
    let program = &package.program;
    let (compiled, sorted, triage) = compile_sorted(program, levels, baseline, options, report);
    for finding in sorted.shown {
        told.push(finding);
    }
    Compilation {
        package,
        compiled,
        findings: told.into_sorted(),
        suppressed: sorted.suppressed,
        triage,
    }
}

/// The name of a file that is not meant from the folder of the package, so that messages do not put that in front of it.
fn outside(name: &str) -> String {
    let is_marked =
        Path::new(name).is_absolute() || name.starts_with("./") || name.starts_with("../");
    if is_marked {
        name.to_owned()
    } else {
        format!("./{name}")
    }
}

/// Reads the baseline of a package, if there is to be one.
pub fn baseline(
    package: &mut Package,
    overlay: Overlay<'_>,
    known: &Known,
    report: &mut Report,
) -> Option<Baseline> {
    let file = match known {
        Known::Nothing => return None,
        Known::ByManifest => {
            let name = package.manifest.baseline.clone()?;
            let path = package.folder.join(&name);
            load::baseline(package, &path, name, overlay, report)?
        }
        Known::ByFile(path) => {
            let name = outside(&load::shown(path));
            load::baseline(package, path, name, overlay, report)?
        }
    };
    let program = &package.program;
    Baseline::read(file, &program.sources, program, report)
}

/// Compiles a program, if it has an entry, and sorts what was found, in it and before, by the wishes of its authors: these levels, unless the
/// options say otherwise, the waivers in it, and a baseline.
#[must_use]
pub fn compile_sorted(
    program: &Program,
    mut levels: Levels,
    baseline: Option<Baseline>,
    options: Options,
    mut report: Report,
) -> (Option<Compiled>, Sorted, Triage) {
    levels.overrule(&options.levels);
    let (notes, today) = (options.notes, options.today);
    let as_written = options.readings.is_empty();
    let compiled = (!program.modules.is_empty()).then(|| compile(program, options, &mut report));
    let searched = searched(compiled.as_ref(), as_written, &report);
    let triage = Triage::read(program, levels, notes, today, &mut report).with_baseline(baseline);
    let sorted = triage.sort_all(report.into_sorted(), &searched);
    (compiled, sorted, triage)
}

/// Like [`compile_sorted`], as far as [`check_words`] goes, for who wants to know what stands behind the names.
#[must_use]
pub fn check_sorted(
    program: &Program,
    mut levels: Levels,
    baseline: Option<Baseline>,
    options: &Options,
    mut report: Report,
) -> (Option<Checked>, Sorted) {
    levels.overrule(&options.levels);
    let checked = (!program.modules.is_empty()).then(|| check_words(program, options, &mut report));
    let mut searched = Searched::new();
    if checked.is_some() && has_meaning(&report) {
        searched.insert(Search::Words);
    }
    let triage = Triage::read(program, levels, options.notes, options.today, &mut report);
    let triage = triage.with_baseline(baseline);
    let sorted = triage.sort_all(report.into_sorted(), &searched);
    (checked, sorted)
}

fn has_meaning(report: &Report) -> bool {
    let mut findings = report.iter();
    !findings.any(|finding| finding.severity == Severity::Error && !finding.code.is_judgement())
}

/// Which findings would have been made if there were any. `as_written` says that no reading was fixed from outside, under which other
/// rules meet.
fn searched(compiled: Option<&Compiled>, as_written: bool, report: &Report) -> Searched {
    let mut searched = Searched::new();
    let Some(compiled) = compiled.filter(|_| has_meaning(report)) else {
        return searched;
    };
    searched.insert(Search::Words);
    if compiled.proof.is_none() || !as_written {
        return searched;
    }
    let is_silent_on = |code| !report.iter().any(|finding| finding.code == code);
    if is_silent_on(Code::NotAnalysed) {
        searched.insert(Search::Rules);
    }
    if is_silent_on(Code::AssertionUndecided) {
        searched.insert(Search::Assertions);
    }
    let laws = &compiled.policy.laws;
    // A law without a promise is compared with by another command, whose findings may be waived too.
    let promised = |law| laws.complies.iter().any(|(promised, _)| *promised == law);
    let is_compared = !laws.complies.is_empty() && (0..laws.laws.len()).all(promised);
    if is_compared && is_silent_on(Code::NotCompared) {
        searched.insert(Search::Laws);
    }
    searched
}

fn graph_differs(discrepancy: &Discrepancy) -> Diagnostic {
    Diagnostic::without_place(
        Code::GraphDiffers,
        format!("the decision graph does not say what the rules say: {discrepancy}"),
    )
    .help("report this with the policy; nothing can be decided by it until the compiler is mended")
}

fn too_intricate(policy: &Policy, too_large: &TooLarge, has_index: bool) -> Diagnostic {
    let message = match too_large.limit {
        Limit::Work => "the decision graph would become too large".to_owned(),
        Limit::Dimensions(count) => {
            format!("the decision graph would have to test {count} different circumstances")
        }
        Limit::Unforeseen(axis) => format!(
            "an analysis asked about values of `{}` that it had not announced",
            policy.axes.get(axis).map_or("an axis", |axis| &axis.name)
        ),
    };
    let mut costly = too_large
        .costly
        .iter()
        .filter_map(|rule| policy.rules.get(*rule));
    let diagnostic = match costly.next() {
        Some(first) => Diagnostic::at(Code::TooIntricate, first.span, message)
            .because(format!("`{}` costs most", first.name)),
        None => Diagnostic::without_place(Code::TooIntricate, message),
    };
    let mut diagnostic = costly.take(3).fold(diagnostic, |diagnostic, rule| {
        diagnostic.label(rule.span, format!("`{}` costs much", rule.name))
    });
    let way_out =
        "let these rules depend on fewer circumstances at once, or split the policy in two";
    if !has_index {
        return diagnostic.help(way_out);
    }
    // Requests are answered all the same; only what stands on the graph is missing.
    diagnostic.severity = Severity::Warning;
    diagnostic.help(format!(
        "{way_out}; until then requests are decided by going through the rules, and nothing can be built"
    ))
}
