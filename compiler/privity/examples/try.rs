use privity::diagnostic::{Report, Severity, render::*};
fn main() {
    let path = std::env::args().nth(1).unwrap();
    let mut report = Report::new();
    let package = privity::load::load(
        std::path::Path::new(&path),
        &|_: &std::path::Path| None,
        &mut report,
    );
    let world = privity::resolve::resolve(&package.program, &mut report);
    let policy = privity::check::check(&world, &mut report);
    let mut counts = std::collections::BTreeMap::new();
    for d in report.into_sorted() {
        *counts.entry((d.severity, d.code)).or_insert(0) += 1;
        if d.severity == Severity::Advice && std::env::args().nth(2).is_none() {
            continue;
        }
        print!(
            "{}",
            privity::diagnostic::short::line(&package.program.sources, &d, "")
        );
        if let Some(h) = &d.help {
            println!("    help: {h}");
        }
        for l in &d.labels {
            println!(
                "    {:?}: {}",
                package.program.sources.line_column(l.span),
                l.text
            );
        }
    }
    for ((s, c), n) in counts {
        println!("{s:?} {c:?} {n}");
    }
    println!(
        "axes {} facts {} rules {} poisoned {} obligations {} tests {}",
        policy.axes.len(),
        policy.facts.len(),
        policy.rules.len(),
        policy.poisoned.len(),
        policy.obligations.len(),
        policy.tests.len()
    );
    if std::env::args().nth(2).as_deref() == Some("rules") {
        for (id, r) in policy.rules.entries() {
            println!(
                "{:?} {} {:?} {:?} lifts {:?} ob {:?} named {:?}",
                id,
                r.name,
                r.effect,
                r.layer,
                r.lifts.len(),
                r.obligations,
                r.named.iter().map(|n| n.axis).collect::<Vec<_>>()
            );
        }
        for (_, o) in policy.obligations.entries() {
            println!("{o}");
        }
    }
}
