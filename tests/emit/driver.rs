//! Answers batches of requests by emitted policies. Not compiled as it stands: the tests put the policies in.

use std::io::{BufRead, Write};

type Axis = (bool, Vec<(i64, i64)>);

fn interval(text: &str) -> (i64, i64) {
    let (low, high) = text.split_once(':').expect("an interval");
    (low.parse().expect("a number"), high.parse().expect("a number"))
}

/// The asks of a line, and whether the destination is left out.
fn read(line: &str) -> (Vec<Axis>, bool) {
    if line == "contradictory" {
        // The one thing that the numbers cannot say: a value outside its domain stands for it.
        return (vec![(true, vec![(i64::MIN, i64::MIN)])], false);
    }
    let mut words = line.split(' ');
    let implied_destination = words.next() == Some("implied");
    let axis = |word: &str| {
        let (mode, rest) = word.split_at(1);
        (mode == "a", rest.split(',').map(interval).collect())
    };
    (words.map(axis).collect(), implied_destination)
}

fn numbers(numbers: Vec<usize>) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

macro_rules! answer {
    ($policy:path) => {{
        use $policy as policy;
        |line: &str| {
            let (sets, implied_destination) = read(line);
            let asks: Vec<policy::AxisAsk<'_>> = sets
                .iter()
                .map(|(all, values)| match all {
                    true => policy::AxisAsk::All(values),
                    false => policy::AxisAsk::One(values),
                })
                .collect();
            let request = policy::AxisRequest { asks: &asks, implied_destination };
            let decision = policy::decide_axes(&request);
            if let Some(resolved) = request.resolve() {
                // The way of plain requests must lead to the same answer, alone, in a batch, and when an axis is said again.
                let ruling = resolved.decide();
                let mut rulings = [ruling; 2];
                policy::decide_all(&[resolved; 2], &mut rulings);
                let again = asks.iter().zip(policy::Axis::ALL).try_fold(resolved, |resolved, (ask, &axis)| match ask {
                    policy::AxisAsk::All(&[(value, last)]) if value == last => resolved.with(axis, value),
                    _ => Some(resolved),
                });
                let is_same = policy::Decision::from(ruling) == decision
                    && ruling.rule() == decision.rule()
                    && ruling.duties().eq(decision.duties())
                    && rulings == [ruling; 2]
                    && (implied_destination || again == Some(resolved));
                if !is_same {
                    return format!("resolved to {ruling:?}");
                }
            }
            match decision.verdict {
                policy::Verdict::Deny => "deny".to_owned(),
                policy::Verdict::NotApplicable => "not_applicable".to_owned(),
                policy::Verdict::Permit => {
                    let duties = decision.duties().map(|duty| duty.number as usize).collect();
                    format!("permit {}", numbers(duties))
                }
                policy::Verdict::Needs => {
                    format!("needs {}", numbers(decision.needs().map(|axis| axis as usize).collect()))
                }
            }
        }
    }};
}

fn main() {
    let input = std::io::stdin().lock();
    let mut lines = input.lines().map(|line| line.expect("a line"));
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    while let Some(header) = lines.next() {
        let (policy, count) = header.split_once(' ').expect("a policy and a count");
        let count: usize = count.parse().expect("a count");
        let policy: usize = policy.parse().expect("a number");
        let answer: fn(&str) -> String = match policy {
            POLICIES
            _ => panic!("no such policy"),
        };
        for line in lines.by_ref().take(count) {
            writeln!(output, "{}", answer(&line)).expect("an open pipe");
        }
        output.flush().expect("an open pipe");
    }
}
