// What is the same in all items: names, values, conditions, duties, and what is done to which data.

'use strict';

const { AXES, CLAIMS, KINDS, UNITS, name, path, perhaps, reserved, word } = require('./words');
const {
  ACTION, ANCHOR, AXIS, CONSTANT, DUTY, EFFECT, KEYWORD, NAME, OPERATOR, TYPE, UNIT,
  captures, chain, coloured, comma, include, list, match, want,
} = require('./pieces');

const one = (/** @type {string} */ scope) => ({ 0: { name: scope } });

const comments = [
  match('////.*$', 'comment.line.double-slash.privity'),
  match('///.*$', 'comment.line.documentation.privity'),
  match('//.*$', 'comment.line.double-slash.privity'),
];

const strings = [
  {
    name: 'string.quoted.double.privity',
    begin: '"',
    end: '"|(?=$)',
    beginCaptures: one('punctuation.definition.string.begin.privity'),
    endCaptures: one('punctuation.definition.string.end.privity'),
    patterns: [match('\\\\["\\\\]', 'constant.character.escape.privity'), match('\\\\.', 'invalid.illegal.escape.privity')],
  },
];

const numbers = [
  match('\\b\\d{4}-\\d{2}-\\d{2}\\b', 'constant.numeric.date.privity'),
  match(`(-?\\b\\d+)\\s+(${UNITS})\\b`, 'constant.numeric.privity', UNIT),
  match('-?\\b\\d+\\b', 'constant.numeric.privity'),
];

/** What an item, a node or an anchor is not complained of for. */
const waivers = [
  chain('\\bwaive\\s+[Pp]\\d', [
    want('\\bwaive\\b', one('keyword.control.waive.privity'), 'constant.other.code.privity', '\\b[Pp]\\d\\w*'),
    want(',', one(comma), 'constant.other.code.privity', '\\b[Pp]\\d\\w*'),
    match('\\b(in)\\s+(this)\\s+(file)\\b', KEYWORD, KEYWORD, KEYWORD),
    match('\\b(until)(?=\\s+\\d)', KEYWORD),
    match('\\b(because)(?=\\s*(?:"|//|$))', KEYWORD),
    include('strings'),
    include('numbers'),
  ]),
];

const citations = [list('\\bcite\\b(?!\\.)', one(KEYWORD), ANCHOR, path)];

// ---- Values ----

const values = {
  begin: '\\(',
  end: '\\)',
  beginCaptures: one('punctuation.section.parens.privity'),
  endCaptures: one('punctuation.section.parens.privity'),
  patterns: [
    include('comments'),
    include('numbers'),
    match(`\\b(this)\\s+(${KINDS})\\b`, OPERATOR, AXIS),
    { match: path, captures: { 0: coloured(NAME) } },
    match(',', comma),
  ],
};

/** A word with a value behind it, or a list of them in parentheses. @param {string} begin @param {string} scope */
const value = (begin, scope) => ({
  begin,
  beginCaptures: one(scope),
  end: `(?<=\\))|\\b(this)\\s+(${KINDS})\\b|(\\bany\\b|${path})|(?=\\S)`,
  endCaptures: { ...captures(OPERATOR, AXIS), 3: coloured(NAME) },
  applyEndPatternLast: 1,
  patterns: [include('comments'), values],
});

/** A word with a test behind it. @param {string} begin @param {Record<string, any>} words */
const test = (begin, words) => ({
  begin,
  beginCaptures: words,
  end: `\\b(${AXES})\\b(?![.]|\\s*\\{)|(${path})|(?=\\S)`,
  endCaptures: { 1: { name: AXIS }, 2: coloured(NAME) },
  applyEndPatternLast: 1,
  patterns: [include('comments')],
});

const conditions = [
  match('\\b(and)\\s+(derived)\\b(?!\\s+from\\b)', KEYWORD, KEYWORD),
  test('\\b(?:and|or|not)\\b(?!\\.)', one(OPERATOR)),
  test('\\b(?:when|unless|given)\\b(?!\\.)', one(KEYWORD)),
  test('\\(', one('punctuation.section.parens.privity')),
  value(
    `\\b(?:at\\s+least|at\\s+most|has\\s+any|has\\s+all(?=\\s+(?:\\(|(?!${reserved})\\w))|has|is\\s+not|is|below|above)\\b(?!\\.)`,
    OPERATOR,
  ),
  value('\\b(?:in|outside)\\b(?!\\.)', KEYWORD),
];

// ---- Duties ----

/** A word with a duty behind it. @param {string} begin @param {Record<string, any>} words */
const asks = (begin, words) => want(begin, words, DUTY, path);

/** The channels, the time and the event of a duty. Their words are names elsewhere, so names that they ask for come first. */
const manner = [
  chain('\\bthrough\\b', [want('\\bthrough\\b', one(KEYWORD), NAME, path), want('\\bor\\b', one(KEYWORD), NAME, path)]),
  match('\\b(at)\\s+(once)\\b', KEYWORD, KEYWORD),
  want('\\b(?:within|every|before)\\b', one(KEYWORD), NAME, path),
  include('numbers'),
];

const duties = [
  chain('\\bmust\\b(?!\\.)', [
    match('\\b(must)\\s+(nothing)\\b', KEYWORD, CONSTANT),
    asks('\\bmust\\b', one(KEYWORD)),
    asks('\\bor\\b', one(OPERATOR)),
    ...manner,
    values,
  ]),
  chain('\\boblige\\b(?!\\.)', [
    asks('\\boblige\\b', one(EFFECT)),
    asks(',', one(comma)),
    asks('\\bor\\b', one(OPERATOR)),
    ...manner,
    values,
  ]),
];

/** The duties that a test expects: commas stand between them. */
const expectedDuties = [
  chain('\\bmust\\b(?!\\.)', [
    match('\\b(must)\\s+(nothing)\\b', KEYWORD, CONSTANT),
    asks('\\bmust\\b', one(KEYWORD)),
    asks(',', one(comma)),
    asks('\\bor\\b', one(OPERATOR)),
    values,
  ]),
];

// ---- What is done to which data ----

/**
 * Actions, and the first of the data: a name behind an action without a comma. @param {string} begin @param {string} scope
 */
const target = (begin, scope) => ({
  begin: `(?=${begin})`,
  end: `(${perhaps})|(?=\\S)`,
  endCaptures: { 1: coloured(NAME) },
  applyEndPatternLast: 1,
  patterns: [include('comments'), want(`\\G${begin}`, one(scope), ACTION), want(',', one(comma), ACTION)],
});

/** Rights or events in the place of actions. @param {string} words @param {string} scope */
const rights = (words, scope) => want(`\\b(${words})\\s+(grant|on)\\b(?!\\.)`, captures(scope, EFFECT), NAME);

const effects = [
  target('\\b(?:permit|forbid|exclude|whenever)\\b(?!\\.)', EFFECT),
  target('\\bbefore\\b(?!\\.)', KEYWORD),
  want('\\b(?:grant|on)\\b(?!\\.)', one(EFFECT), NAME),
  test('\\brequire\\b(?!\\.)', one(EFFECT)),
  match('\\bfinal\\b(?!\\.)', EFFECT),
];

const assertions = [
  chain('\\bassert\\b(?!\\.)', [
    match(`\\b(assert)\\b(?:\\s+((?!(?:${CLAIMS})\\b)${name}))?`, 'keyword.control.declaration.privity', 'entity.name.function.privity'),
    rights(CLAIMS, EFFECT),
    target(`\\b(?:${CLAIMS})\\b(?!\\.)`, EFFECT),
  ]),
];

// ---- Clauses ----

const words = [
  match('\\b(derived)\\s+(from)\\b', KEYWORD, KEYWORD),
  match('\\b(ranks)\\s+(above|below|beside)\\b', KEYWORD, KEYWORD),
  want('\\b(?:to|from|for|about|by|kind|under|without|overrides|except|role|excludes)\\b(?!\\.)', one(KEYWORD), NAME),
  match('\\b(as)\\s+(home)\\b', KEYWORD, KEYWORD),
  match(`\\b(?:since|until|note|means|open|derived|shown|replaced|as|at)\\b(?!\\.)`, KEYWORD),
  match('\\b(?:any)\\b(?!\\.)', CONSTANT),
];

/** What stands behind a comma is a name, whatever it is called. */
const names = [
  want(',', one(comma), NAME),
  { match: `${word}(?=\\()`, name: DUTY },
  { match: perhaps, captures: { 0: coloured(NAME) } },
];

const punctuation = [
  match('[{}]', 'punctuation.section.block.privity'),
  match('[()]', 'punctuation.section.parens.privity'),
  match('\\.', 'punctuation.accessor.privity'),
];

/** A parameter: a kind, or words of its own. */
const parameters = {
  begin: '\\(',
  end: '\\)',
  beginCaptures: one('punctuation.section.parens.privity'),
  endCaptures: one('punctuation.section.parens.privity'),
  patterns: [
    include('comments'),
    match('\\b(duration)\\s+(at)\\s+(least|most)\\b', TYPE, TYPE, TYPE),
    chain('\\b(?:ordered|one\\s+of)\\b', [
      want('\\b(?:ordered|one\\s+of)\\b', one(TYPE), NAME, name),
      want(`,(?!\\s*(?:one\\s+of\\b|ordered\\s+${name}|duration\\s+at\\b))`, one(comma), NAME, name),
    ]),
    match(`\\b(?:${KINDS})\\b`, TYPE),
    match(',', comma),
  ],
};

module.exports = {
  comments, strings, numbers, waivers, citations, conditions, duties, expectedDuties, manner, effects, assertions, words, names, punctuation,
  parameters, value, values, test, target, rights, asks, one,
};
