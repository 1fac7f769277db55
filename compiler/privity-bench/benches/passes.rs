//! Each pass of the compiler, and decisions, on generated sets: a guard against regressions.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a bench may fail where it stands"
)]

use divan::{Bencher, black_box};
use privity::check::policy::Policy;
use privity::diagnostic::Report;
use privity::graph::verify::{self, Effort};
use privity::graph::{self, Budget};
use privity::program::Program;
use privity::resolve::World;
use privity::{analyse, check, load, lower, resolve};
use privity_bench::{Shape, write_policy};
use tempfile::TempDir;

/// Numbers of rules.
const SIZES: [usize; 2] = [100, 1_000];

fn main() {
    divan::main();
}

fn folder(rules: usize) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_policy(Shape::Clustered, rules, 1, folder.path()).unwrap();
    folder
}

fn program(rules: usize) -> Program {
    let folder = folder(rules);
    load::load(folder.path(), &|_| None, &mut Report::new()).program
}

fn policy(world: &World) -> Policy {
    check::check(world, &mut Report::new())
}

#[divan::bench(args = SIZES)]
fn load_and_parse(bencher: Bencher<'_, '_>, rules: usize) {
    let folder = folder(rules);
    bencher.bench(|| load::load(black_box(folder.path()), &|_| None, &mut Report::new()));
}

#[divan::bench(args = SIZES)]
fn resolve_names(bencher: Bencher<'_, '_>, rules: usize) {
    let program = program(rules);
    bencher.bench(|| resolve::resolve(black_box(&program), &mut Report::new()));
}

#[divan::bench(args = SIZES)]
fn check_rules(bencher: Bencher<'_, '_>, rules: usize) {
    let program = program(rules);
    let world = resolve::resolve(&program, &mut Report::new());
    bencher.bench(|| policy(black_box(&world)));
}

#[divan::bench(args = SIZES)]
fn lower_and_build(bencher: Bencher<'_, '_>, rules: usize) {
    let program = program(rules);
    let policy = policy(&resolve::resolve(&program, &mut Report::new()));
    bencher.bench(|| {
        graph::build(
            black_box(&policy),
            &lower::lower(&policy),
            Budget::default(),
        )
        .unwrap()
    });
}

#[divan::bench(args = SIZES)]
fn prove(bencher: Bencher<'_, '_>, rules: usize) {
    let program = program(rules);
    let policy = policy(&resolve::resolve(&program, &mut Report::new()));
    let graph = graph::build(&policy, &lower::lower(&policy), Budget::default()).unwrap();
    bencher.bench(|| verify::verify(black_box(&graph), &policy, Effort::default()).unwrap());
}

#[divan::bench(args = SIZES)]
fn analyse_rules(bencher: Bencher<'_, '_>, rules: usize) {
    let program = program(rules);
    let world = resolve::resolve(&program, &mut Report::new());
    let policy = policy(&world);
    let endings = analyse::gaps::endings(&world, &policy);
    bencher.bench(|| analyse::found_over_requests(black_box(&policy), Budget::default(), &endings));
}

#[divan::bench(args = SIZES)]
fn decide_an_atom(bencher: Bencher<'_, '_>, rules: usize) {
    let program = program(rules);
    let policy = policy(&resolve::resolve(&program, &mut Report::new()));
    let graph = graph::build(&policy, &lower::lower(&policy), Budget::default()).unwrap();
    let atom: Vec<i64> = policy
        .axes
        .iter()
        .map(|axis| *axis.domain.start())
        .collect();
    bencher.bench(|| graph.decide_atom(black_box(&atom)));
}
