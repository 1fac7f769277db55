//! The part of every emitted file that does not depend on the policy: requests for many things, or with unknowns.
//! This is text for the emitter, no module of the compiler.

extern crate alloc;

use self::alloc::collections::BTreeMap;
use self::alloc::vec::Vec;

/// The verdicts, worst first; greater numbers are nodes of [`Unknowns`].
const DENY: u32 = 0;
const PERMIT: u32 = 2;
const FIRST_NODE: u32 = 3;

/// A level above all others, for the recipients of a request without destination.
const RECIPIENTS: u32 = 0;

/// The most pairs of results that are compared for one request. A request for very many things can be too intricate to answer exactly.
const MOST_STEPS: u32 = 1_000_000;

/// A small graph over the axes of which one value is asked, unknown which. Equal nodes are one, so the axes that it tests are those that matter.
struct Unknowns {
    /// Level (one above the dimension), axis and the results for the asked classes, by number.
    nodes: Vec<(u32, usize, Vec<u32>)>,
    numbers: BTreeMap<(u32, Vec<u32>), u32>,
    worse: BTreeMap<(u32, u32), u32>,
    steps: u32,
    seen: Seen,
}

fn decide_many<A: Asks>(asks: &A) -> Decision {
    let mut unknowns = Unknowns {
        nodes: Vec::new(),
        numbers: BTreeMap::new(),
        worse: BTreeMap::new(),
        steps: 0,
        seen: Seen::new(),
    };
    let result = if asks.implied_destination() {
        unknowns.each_recipient(asks)
    } else {
        unknowns.fold(asks)
    };
    if unknowns.steps > MOST_STEPS {
        return Decision::deny(Reason::TooIntricate);
    }
    if result < FIRST_NODE {
        return unknowns.seen.decision(result as usize);
    }
    Decision {
        verdict: Verdict::Needs,
        reason: None,
        duties: Numbers::EMPTY,
        needs: unknowns.support(result),
    }
}

/// The dimension that a target tests; the greatest number for a leaf.
fn dimension_of(target: i32) -> u32 {
    u32::try_from(target).map_or(u32::MAX, |node| entry(&tables::NODE_DIMENSIONS, node))
}

impl Unknowns {
    /// Asks each recipient with all the places it sits in. Recipients that no rule tells apart go together.
    fn each_recipient<A: Asks>(&mut self, asks: &A) -> u32 {
        let dimension = (0..tables::DIMENSIONS.len())
            .find(|&dimension| tables::DIMENSIONS[dimension].0 == tables::RECIPIENT);
        let mut alike: BTreeMap<(u32, Option<Intervals<'static>>), i64> = BTreeMap::new();
        let mode = asks.each(tables::RECIPIENT, &mut |low, high| {
            for recipient in low..=high {
                let mut class = 0;
                if let Some(dimension) = dimension {
                    each_class(dimension, recipient, recipient, &mut |found| {
                        class = found;
                        false
                    });
                }
                alike.insert((class, sits_in(recipient)), recipient);
            }
        });
        let results: Vec<u32> = alike
            .values()
            .map(|&recipient| self.fold(&At::new(asks, recipient)))
            .collect();
        match mode {
            Mode::All => self.worst(&results),
            Mode::One => self.node(RECIPIENTS, tables::RECIPIENT, results),
        }
    }

    /// What the graph says: the worst over *all*, a node for each *one of* that matters.
    fn fold<A: Asks>(&mut self, asks: &A) -> u32 {
        let levels: Vec<(Mode, Vec<u32>)> = (0..tables::DIMENSIONS.len())
            .map(|dimension| {
                let mut classes = Vec::new();
                let mode = asks.each(tables::DIMENSIONS[dimension].0, &mut |low, high| {
                    each_class(dimension, low, high, &mut |class| {
                        classes.push(class);
                        true
                    });
                });
                classes.sort_unstable();
                classes.dedup();
                (mode, classes)
            })
            .collect();
        self.visit(
            (tables::ROOT, tables::TRANSFER),
            &levels,
            &mut BTreeMap::new(),
        )
    }

    /// Goes down from both roots abreast.
    fn visit(
        &mut self,
        (base, transfer): (i32, i32),
        levels: &[(Mode, Vec<u32>)],
        done: &mut BTreeMap<(i32, i32), u32>,
    ) -> u32 {
        let is_settled = base < 0 && !is_permit(leaf_of(base));
        let dimension = dimension_of(base).min(dimension_of(transfer));
        if is_settled || dimension == u32::MAX {
            let transfer = if is_settled { UNOPPOSED } else { leaf_of(transfer) };
            return self.seen.leaves(leaf_of(base), transfer);
        }
        if let Some(&result) = done.get(&(base, transfer)) {
            return result;
        }
        let below = |at: i32, class: u32| match u32::try_from(at) {
            Ok(node) if dimension_of(at) == dimension => target(node, class),
            _ => at,
        };
        let (mode, classes) = &levels[dimension as usize];
        let results: Vec<u32> = classes
            .iter()
            .map(|&class| self.visit((below(base, class), below(transfer, class)), levels, done))
            .collect();
        let result = match mode {
            Mode::All => self.worst(&results),
            Mode::One => {
                let axis = tables::DIMENSIONS[dimension as usize].0;
                self.node(dimension + 1, axis, results)
            }
        };
        done.insert((base, transfer), result);
        result
    }

    fn node(&mut self, level: u32, axis: usize, arms: Vec<u32>) -> u32 {
        if arms.windows(2).all(|pair| pair[0] == pair[1]) {
            return arms[0];
        }
        let next = FIRST_NODE + self.nodes.len() as u32;
        let number = *self.numbers.entry((level, arms.clone())).or_insert(next);
        if number == next {
            self.nodes.push((level, axis, arms));
        }
        number
    }

    fn worst(&mut self, results: &[u32]) -> u32 {
        results
            .iter()
            .fold(PERMIT, |worst, &result| self.worse_of(worst, result))
    }

    /// The worse of two results, whatever the unknowns are.
    fn worse_of(&mut self, a: u32, b: u32) -> u32 {
        if a == b || a == DENY || b == PERMIT {
            return a;
        }
        if b == DENY || a == PERMIT {
            return b;
        }
        let pair = (a.min(b), a.max(b));
        if let Some(&known) = self.worse.get(&pair) {
            return known;
        }
        let (top, other) = if self.level(a) <= self.level(b) {
            (a, b)
        } else {
            (b, a)
        };
        let level = self.level(top);
        let same = self.level(other) == level;
        let (_, axis, arms) = self.nodes[(top - FIRST_NODE) as usize].clone();
        self.steps = self.steps.saturating_add(arms.len() as u32);
        if self.steps > MOST_STEPS {
            return DENY;
        }
        let mut joined = Vec::new();
        for (at, &arm) in arms.iter().enumerate() {
            let across = if same {
                self.nodes[(other - FIRST_NODE) as usize].2[at]
            } else {
                other
            };
            joined.push(self.worse_of(arm, across));
        }
        let result = self.node(level, axis, joined);
        self.worse.insert(pair, result);
        result
    }

    fn level(&self, result: u32) -> u32 {
        match result.checked_sub(FIRST_NODE) {
            Some(at) => self.nodes[at as usize].0,
            None => u32::MAX,
        }
    }

    fn support(&self, result: u32) -> Numbers<{ tables::AXIS_WORDS }> {
        let mut axes = Numbers::EMPTY;
        let mut visited = BTreeMap::new();
        let mut rest = Vec::from([result]);
        while let Some(at) = rest.pop().and_then(|result| result.checked_sub(FIRST_NODE)) {
            let (_, axis, arms) = &self.nodes[at as usize];
            axes.insert(*axis);
            for &arm in arms {
                if arm >= FIRST_NODE && visited.insert(arm, ()).is_none() {
                    rest.push(arm);
                }
            }
        }
        axes
    }
}
