//! From the pairs of the grammar to a flat list of tokens, each with how it joins the one before.

use pest::iterators::Pair;
use unicode_width::UnicodeWidthStr as _;

use super::WIDTH;
use crate::syntax::grammar::Rule;

/// How a token joins the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// Without a blank.
    Tight,
    /// With a blank.
    Blank,
    /// With a blank, or on a new line if the line is full: the outermost lists first.
    Soft {
        /// How many brackets are open, and lists that belong to what stands before them.
        depth: usize,
    },
    /// Like `Soft`, but a new line is indented like the first.
    Fill(usize),
    /// On a new line.
    Line {
        indent: usize,
        /// Whether an empty line before it may stay.
        keeps_blank: bool,
        /// The indentation of comments that stand before it.
        comments: usize,
    },
}

/// A word, text, number, sign or line of documentation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) start: usize,
    pub(super) text: &'a str,
    pub(super) join: Join,
}

/// The list while it is being made.
pub(super) struct Layout<'a> {
    text: &'a str,
    tokens: Vec<Token<'a>>,
    /// How the next token joins, if not in the ordinary way.
    next: Option<Join>,
    /// The rule of the last token.
    last: Option<Rule>,
    /// Where the tokens of the last line begin.
    line: usize,
    /// How many parentheses are open, and lists that belong to what stands before them.
    depth: usize,
}

impl<'a> Layout<'a> {
    /// The tokens of a file.
    pub(super) fn of(text: &'a str, file: Pair<'a, Rule>) -> Vec<Token<'a>> {
        let mut layout = Self {
            text,
            tokens: Vec::new(),
            next: None,
            last: None,
            line: 0,
            depth: 0,
        };
        for part in file.into_inner() {
            layout.item(part, 0);
        }
        layout.tokens
    }

    fn new_line(&mut self, indent: usize, keeps_blank: bool) {
        self.next = Some(Join::Line {
            indent,
            keeps_blank,
            comments: indent,
        });
    }

    fn token(&mut self, pair: &Pair<'a, Rule>) {
        let text = pair.as_str().trim_end();
        if text.is_empty() {
            return;
        }
        let which = pair.as_rule();
        let join = self.next.take().unwrap_or(match (self.last, which) {
            (_, Rule::comma | Rule::close_paren) | (Some(Rule::open_paren), _) => Join::Tight,
            (Some(Rule::comma), _)
            | (
                _,
                Rule::kw_and
                | Rule::kw_or
                | Rule::kw_before
                | Rule::kw_whenever
                | Rule::kw_except
                | Rule::kw_through,
            ) => Join::Soft { depth: self.depth },
            _ => Join::Blank,
        });
        if matches!(join, Join::Line { .. }) {
            self.line = self.tokens.len();
        }
        match which {
            Rule::open_paren => self.depth += 1,
            Rule::close_paren => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.last = Some(which);
        self.tokens.push(Token {
            start: pair.as_span().start(),
            text,
            join,
        });
    }

    /// All tokens of a pair on one line.
    fn flat(&mut self, pair: Pair<'a, Rule>) {
        let which = pair.as_rule();
        let mut inner = pair.clone().into_inner().peekable();
        if inner.peek().is_none() {
            self.token(&pair);
            return;
        }
        match which {
            Rule::through => return self.through(pair),
            Rule::target => return self.target(pair),
            _ => {}
        }
        for (at, part) in inner.enumerate() {
            if at == 0 && matches!(which, Rule::arguments | Rule::parameters) {
                self.next = self.next.or(Some(Join::Tight));
            }
            self.flat(part);
        }
    }

    /// Channels stay with their word rather than among the duties before it.
    fn through(&mut self, pair: Pair<'a, Rule>) {
        for (at, part) in pair.into_inner().enumerate() {
            self.flat(part);
            self.depth += usize::from(at == 0);
        }
        self.depth -= 1;
    }

    /// Actions and data stay with the word that introduces them. Behind several actions the data begin a line of their own if they do not fit:
    /// only a comma that is missing tells where they begin.
    fn target(&mut self, pair: Pair<'a, Rule>) {
        let outside = self.depth;
        let is_introduced = matches!(self.last, Some(Rule::kw_before | Rule::kw_whenever));
        self.depth += usize::from(is_introduced);
        let depth = self.depth;
        for part in pair.into_inner() {
            if part.as_rule() == Rule::actions {
                let mut inside = part.clone().into_inner().flatten();
                let are_several = inside.any(|part| part.as_rule() == Rule::comma);
                self.depth += usize::from(are_several);
            } else if self.depth > depth {
                self.next = Some(Join::Soft { depth });
            }
            self.flat(part);
        }
        self.depth = outside;
    }

    fn item(&mut self, pair: Pair<'a, Rule>, indent: usize) {
        match pair.as_rule() {
            Rule::item | Rule::inner_item | Rule::document_item => {
                for (at, part) in pair.into_inner().enumerate() {
                    self.new_line(indent, at == 0);
                    self.item(part, indent);
                }
            }
            Rule::doc => self.token(&pair),
            Rule::rule => self.rule(pair, indent),
            Rule::section => self.section(pair, indent),
            Rule::document | Rule::law => self.document(pair, indent),
            Rule::source => self.lines(pair, indent),
            Rule::vocabulary => self.vocabulary(pair, indent),
            Rule::header | Rule::test => self.clauses(pair.into_inner().collect(), indent, false),
            Rule::fact
            | Rule::period
            | Rule::group
            | Rule::alias
            | Rule::ambiguity
            | Rule::finding
            | Rule::switch
            | Rule::promise
            | Rule::define
            | Rule::deem
            | Rule::assertion
            | Rule::supply
            | Rule::assume
            | Rule::waiver
            | Rule::file_waiver
            | Rule::inform => {
                let parts: Vec<_> = pair.into_inner().collect();
                let short = self.fits(&parts, indent);
                self.clauses(parts, indent, short);
            }
            _ => self.flat(pair),
        }
    }

    /// Whether some parts were written on one line, are few, and fit there.
    fn fits(&self, parts: &[Pair<'a, Rule>], indent: usize) -> bool {
        let clauses = parts.iter().filter(|part| is_clause(part)).count();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
            return true;
        };
        let end = crate::syntax::build::token_end(last);
        let written = self
            .text
            .get(first.as_span().start()..end)
            .unwrap_or_default();
        clauses <= 2 && !written.contains('\n') && indent + self.width(parts) <= WIDTH
    }

    /// The characters that some parts need on one line.
    fn width(&self, parts: &[Pair<'a, Rule>]) -> usize {
        let mut trial = Layout {
            text: self.text,
            tokens: Vec::new(),
            next: None,
            last: None,
            line: 0,
            depth: 0,
        };
        for part in parts {
            trial.flat(part.clone());
        }
        width(&trial.tokens)
    }

    /// A head with its clauses, on one line if they are short.
    fn clauses(&mut self, parts: Vec<Pair<'a, Rule>>, indent: usize, short: bool) {
        for part in parts {
            if !short && is_clause(&part) {
                self.new_line(indent + 2, false);
            }
            self.flat(part);
        }
    }

    fn rule(&mut self, pair: Pair<'a, Rule>, indent: usize) {
        let mut parts = Vec::new();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::rule_head {
                parts.extend(part.into_inner());
            } else {
                parts.push(part);
            }
        }
        if parts.first().map(Pair::as_rule) == Some(Rule::rule_name) {
            let name = parts.remove(0);
            self.flat(name);
            self.new_line(indent, false);
        }
        let short = self.fits(&parts, indent);
        self.clauses(parts, indent, short);
    }

    fn section(&mut self, pair: Pair<'a, Rule>, indent: usize) {
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::clause => {
                    self.new_line(indent + 2, true);
                    self.flat(part);
                }
                Rule::inner_item => self.item(part, indent + 2),
                Rule::close_brace => self.close(&part, indent),
                _ => self.flat(part),
            }
        }
    }

    /// A document or a law: like a section, but its brace stands alone if clauses stand before it.
    fn document(&mut self, pair: Pair<'a, Rule>, indent: usize) {
        let mut has_clauses = false;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::rank | Rule::clause | Rule::law_part => {
                    has_clauses = true;
                    self.new_line(indent + 2, false);
                    self.flat(part);
                }
                Rule::open_brace => {
                    if has_clauses {
                        self.new_line(indent, false);
                    }
                    self.token(&part);
                }
                Rule::document_item | Rule::inner_item => self.item(part, indent + 2),
                Rule::close_brace => self.close(&part, indent),
                _ => self.flat(part),
            }
        }
    }

    fn close(&mut self, brace: &Pair<'a, Rule>, indent: usize) {
        self.next = Some(Join::Line {
            indent,
            keeps_blank: false,
            comments: indent + 2,
        });
        self.token(brace);
    }

    /// A block with a line for each of its parts.
    fn lines(&mut self, pair: Pair<'a, Rule>, indent: usize) {
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::anchor => {
                    self.new_line(indent + 2, true);
                    self.anchor(part, indent + 2);
                }
                Rule::close_brace => self.close(&part, indent),
                _ => self.flat(part),
            }
        }
    }

    /// An anchor on one line, each waiver above it on its own.
    fn anchor(&mut self, pair: Pair<'a, Rule>, indent: usize) {
        for part in pair.into_inner() {
            if part.as_rule() == Rule::node_waiver {
                self.waiver(part, indent);
                self.new_line(indent, false);
            } else {
                self.flat(part);
            }
        }
    }

    fn waiver(&mut self, pair: Pair<'a, Rule>, indent: usize) {
        let parts: Vec<_> = pair.into_inner().collect();
        let short = self.fits(&parts, indent);
        self.clauses(parts, indent, short);
    }

    fn vocabulary(&mut self, pair: Pair<'a, Rule>, indent: usize) {
        let mut head = Vec::new();
        let mut block = Vec::new();
        for part in pair.into_inner() {
            if block.is_empty() && part.as_rule() != Rule::open_brace {
                head.push(part);
            } else {
                block.push(part);
            }
        }
        let named: Vec<_> = head
            .iter()
            .filter(|part| !matches!(part.as_rule(), Rule::doc | Rule::node_waiver))
            .cloned()
            .collect();
        let brace = if block.is_empty() { 0 } else { 2 };
        let is_long = indent + self.width(&named) + brace > WIDTH;
        for part in head {
            if is_long && begins_a_line(&part) {
                self.new_line(indent + 2, false);
                self.flat(part);
            } else if part.as_rule() == Rule::doc {
                self.token(&part);
                self.new_line(indent, false);
            } else if part.as_rule() == Rule::node_waiver {
                self.waiver(part, indent);
                self.new_line(indent, false);
            } else {
                self.flat(part);
            }
        }
        if is_long && !block.is_empty() {
            self.new_line(indent, false);
        }
        self.block(block, indent);
    }

    fn block(&mut self, parts: Vec<Pair<'a, Rule>>, indent: usize) {
        let (Some(open), Some(close)) = (parts.first(), parts.last()) else {
            return;
        };
        let written = self
            .text
            .get(open.as_span().start()..close.as_span().end())
            .unwrap_or_default();
        let line = self.tokens.get(self.line..).unwrap_or_default();
        let is_empty = parts.len() == 2 && !written.contains("//");
        let short = (is_empty || !written.contains('\n'))
            && parts
                .iter()
                .all(|part| part.as_rule() != Rule::node || is_bare(part))
            && indent + width(line) + 1 + self.width(&parts) <= WIDTH;
        let mut bare_before: Option<usize> = None;
        for part in parts {
            match part.as_rule() {
                Rule::node => {
                    let start = part.as_span().start();
                    let same_line = bare_before.is_some_and(|end| {
                        let between = self.text.get(end..start).unwrap_or_default();
                        !between.contains('\n')
                    });
                    let bare = is_bare(&part);
                    bare_before = bare.then(|| crate::syntax::build::token_end(&part));
                    if !short {
                        if bare && same_line {
                            self.next = Some(Join::Fill(indent + 2));
                        } else {
                            self.new_line(indent + 2, true);
                        }
                    }
                    self.vocabulary(part, indent + 2);
                }
                Rule::close_brace if !short => self.close(&part, indent),
                _ => self.flat(part),
            }
        }
    }
}

/// The characters that tokens need on one line.
fn width(tokens: &[Token<'_>]) -> usize {
    tokens
        .iter()
        .enumerate()
        .map(|(at, token)| {
            let blank = usize::from(at > 0 && token.join != Join::Tight);
            blank + token.text.width()
        })
        .sum()
}

/// Whether a part gets its own line below the head of its item.
fn is_clause(part: &Pair<'_, Rule>) -> bool {
    match part.as_rule() {
        Rule::clause
        | Rule::header_part
        | Rule::law_part
        | Rule::test_part
        | Rule::member
        | Rule::ambiguity_part
        | Rule::finding_part
        | Rule::waiver_part
        | Rule::unresolved
        | Rule::cite => true,
        Rule::switch_part => part
            .clone()
            .into_inner()
            .next()
            .is_some_and(|inner| !matches!(inner.as_rule(), Rule::at_once | Rule::within)),
        Rule::fact_part | Rule::period_part => part
            .clone()
            .into_inner()
            .next()
            .is_some_and(|inner| matches!(inner.as_rule(), Rule::cite | Rule::note)),
        _ => false,
    }
}

/// Whether a part of a node gets a line of its own if the node does not fit on one.
fn begins_a_line(part: &Pair<'_, Rule>) -> bool {
    let inner = part.clone().into_inner().next();
    part.as_rule() == Rule::node_part && inner.is_some_and(|inner| inner.as_rule() != Rule::open)
}

/// Whether a node is a name and nothing else.
fn is_bare(node: &Pair<'_, Rule>) -> bool {
    node.clone().into_inner().count() == 1
}
