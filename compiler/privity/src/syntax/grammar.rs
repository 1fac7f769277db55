//! The parser that pest makes of `grammar.pest`.

use pest::Parser as _;
use pest::error::Error;
use pest::iterators::Pairs;

/// The parser of the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "syntax/grammar.pest"]
struct Grammar;

/// More stack than brackets need that are nested as deep as they may be, in bytes, in a build without optimization.
const NEEDED: usize = 8 << 20;
/// The stack that is made when there is less than that.
const MADE: usize = 64 << 20;

/// Reads a text by a rule. Its brackets must not be nested deeper than a [`Scan`](super::scan::Scan) allows: pest is built without its own
/// look at the stack, which it would take at every rule, for a third of its time.
pub(super) fn read(whole: Rule, text: &str) -> Result<Pairs<'_, Rule>, Box<Error<Rule>>> {
    stacker::maybe_grow(NEEDED, MADE, || Grammar::parse(whole, text)).map_err(Box::new)
}
