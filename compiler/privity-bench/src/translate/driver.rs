//! Asks an emitted policy and the straight-line code of the same rules. Not compiled as it stands: what the policy brings is put in.

use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::Instant;

include!("policy.rs");
include!("straight.rs");

use generated as policy;

/// One request: the names and numbers as they came, and the forms that the two engines want.
struct Asked {
    words: [String; 5],
    facts: Vec<i64>,
    plain: Plain,
}

fn read(line: &str) -> Asked {
    let mut parts = line.split('\t');
    let mut word = || parts.next().expect("a word").to_owned();
    let words = [word(), word(), word(), word(), word()];
    let numbers: Vec<i64> = parts.map(|number| number.parse().expect("a number")).collect();
    let (places, facts) = numbers.split_at(5);
    let plain = Plain {
        action: places[0] as u32,
        data: places[1] as u32,
        party: places[2] as u32,
        purpose: places[3] as u32,
        home: places[4] as u32,
        facts: facts.try_into().expect("all facts"),
    };
    Asked { words, facts: facts.to_vec(), plain }
}

/// The typed request of names and numbers.
fn typed(words: &[String; 5], facts: &[i64]) -> policy::Request<'static> {
    policy::Request::new(policy::Action::from_name(&words[0]).expect("an action"))
        .data(policy::Data::from_name(&words[1]).expect("data"))
        .recipient(policy::Party::from_name(&words[2]).expect("a party"))
        .purpose(policy::Purpose::from_name(&words[3]).expect("a purpose"))
        .home(policy::Place::from_name(&words[4]).expect("a place"))
        // Where data come from and go to decides nothing here, but says which rule on transfers counts.
        .origin(policy::Place::from_name(&words[4]).expect("a place"))
        .destination(policy::Place::from_name(&words[4]).expect("a place"))
        FACTS
}

/// How long this thread has run on a processor, as Linux tells it.
fn processor_time() -> Option<u128> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok()
}

/// Nanoseconds for `count` decisions, of the processor where the system tells it.
fn clock<T, R>(count: usize, all: &[T], mut decide: impl FnMut(&T) -> R) -> u128 {
    clock_rounds(count, all, |some| {
        for one in some {
            black_box(decide(black_box(one)));
        }
    })
}

/// As `clock`, for what decides a slice at once.
fn clock_rounds<T, R>(count: usize, all: &[T], mut decide: impl FnMut(&[T]) -> R) -> u128 {
    let (start, before) = (Instant::now(), processor_time());
    let mut left = count;
    while left > 0 {
        let now = left.min(all.len());
        black_box(decide(black_box(&all[..now])));
        left -= now;
    }
    match (before, processor_time()) {
        (Some(before), Some(after)) => after - before,
        _ => start.elapsed().as_nanos(),
    }
}

fn main() {
    let file = std::env::args().nth(1).expect("a file of requests");
    let text = std::fs::read_to_string(file).expect("a file of requests");
    let asked: Vec<Asked> = text.lines().map(read).collect();
    let typed_requests: Vec<policy::Request<'static>> =
        asked.iter().map(|one| typed(&one.words, &one.facts)).collect();
    let prepared: Vec<_> = typed_requests.iter().map(|request| request.resolve().expect("a plain request")).collect();
    let mut rulings = vec![prepared[0].decide(); prepared.len()];
    let bits = |permitted: &mut dyn Iterator<Item = bool>| {
        permitted.map(|yes| if yes { '1' } else { '0' }).collect::<String>()
    };
    let mut output = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("a line");
        let (what, count) = line.split_once(' ').expect("what, and how often");
        let count: usize = count.parse().expect("a number");
        let answer = match what {
            "emitted-answers" => bits(&mut prepared.iter().map(|one| one.decide().is_permitted())),
            "slices-answers" => {
                policy::decide_all(&prepared, &mut rulings);
                bits(&mut rulings.iter().map(|ruling| ruling.is_permitted()))
            }
            "typed-answers" => {
                bits(&mut typed_requests.iter().map(|one| policy::decide(one).is_permitted()))
            }
            "straight-answers" => bits(&mut asked.iter().map(|one| straight(&one.plain))),
            "emitted" => clock(count, &prepared, |one| {
                let ruling = one.decide();
                (ruling.is_permitted(), ruling.reason())
            })
            .to_string(),
            "slices" => clock_rounds(count, &prepared, |some| {
                policy::decide_all(some, &mut rulings);
                rulings.last().copied()
            })
            .to_string(),
            "typed" => clock(count, &typed_requests, |request| policy::decide(request)).to_string(),
            "names" => {
                clock(count, &asked, |one| policy::decide(&typed(&one.words, &one.facts))).to_string()
            }
            "straight" => clock(count, &asked, |one| straight(&one.plain)).to_string(),
            _ => panic!("unknown command"),
        };
        writeln!(output, "{answer}").expect("an open pipe");
        output.flush().expect("an open pipe");
    }
}
