//! Answers batches of requests by emitted policies. Not compiled as it stands: the tests put the policies in.

use std::collections::HashMap;
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

/// A decision as a line, where `policy` is the module that made it.
macro_rules! words {
    ($decision:expr) => {{
        let decision = $decision;
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
    }};
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
            words!(decision)
        }
    }};
}

/// Answers all atoms of a grid, given as the values of each axis, the last axis fastest: four bytes for each with the number of its answer, then
/// how many answers there are, and a line for each.
macro_rules! answer_grid {
    ($policy:path) => {{
        use $policy as policy;
        |line: &str, output: &mut dyn Write| {
            let values = |word: &str| word.split(',').map(|value| value.parse().expect("a number")).collect();
            let choices: Vec<Vec<i64>> = line.split(' ').map(values).collect();
            // Changes of this axis alone are said to the request before, all others make a new one.
            let fastest = choices.iter().rposition(|values| values.len() > 1);
            let mut at = vec![0; choices.len()];
            let mut changed = 0;
            let mut resolved: Option<policy::Resolved> = None;
            let mut seen: HashMap<policy::Ruling, u32> = HashMap::new();
            let mut answers = Vec::new();
            loop {
                let said = resolved.filter(|_| Some(changed) == fastest);
                let request = match said {
                    Some(request) => request.with(policy::Axis::ALL[changed], choices[changed][at[changed]]),
                    None => {
                        let atom: Vec<[(i64, i64); 1]> =
                            choices.iter().zip(&at).map(|(values, &at)| [(values[at], values[at])]).collect();
                        let asks: Vec<_> = atom.iter().map(|value| policy::AxisAsk::One(value)).collect();
                        policy::AxisRequest { asks: &asks, implied_destination: false }.resolve()
                    }
                };
                let request = request.expect("an atom is a plain request");
                resolved = Some(request);
                let ruling = request.decide();
                let number = *seen.entry(ruling).or_insert_with(|| {
                    answers.push(words!(policy::Decision::from(ruling)));
                    answers.len() as u32 - 1
                });
                output.write_all(&number.to_le_bytes()).expect("an open pipe");
                let Some(next) = (0..at.len()).rev().find(|&axis| at[axis] + 1 < choices[axis].len()) else {
                    break;
                };
                at[next] += 1;
                at[next + 1..].fill(0);
                changed = next;
            }
            writeln!(output, "{}", answers.len()).expect("an open pipe");
            for answer in answers {
                writeln!(output, "{answer}").expect("an open pipe");
            }
        }
    }};
}

type Answer = fn(&str) -> String;
type AnswerGrid = fn(&str, &mut dyn Write);

fn main() {
    let input = std::io::stdin().lock();
    let mut lines = input.lines().map(|line| line.expect("a line"));
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    while let Some(header) = lines.next() {
        let (policy, count) = header.split_once(' ').expect("a policy and a count");
        let policy: usize = policy.parse().expect("a number");
        let (answer, answer_grid): (Answer, AnswerGrid) = match policy {
            POLICIES
            _ => panic!("no such policy"),
        };
        if count == "grid" {
            answer_grid(&lines.next().expect("a grid"), &mut output);
            output.flush().expect("an open pipe");
            continue;
        }
        let count: usize = count.parse().expect("a count");
        for line in lines.by_ref().take(count) {
            writeln!(output, "{}", answer(&line)).expect("an open pipe");
        }
        output.flush().expect("an open pipe");
    }
}
