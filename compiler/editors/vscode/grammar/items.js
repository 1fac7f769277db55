// Items. One that has words of its own, which are names elsewhere, goes from its head to the next item or brace.

'use strict';

const { AXES, KINDS, UNITS, itemStart, itemWords, name, path, reserved, rest, word } = require('./words');
const { AXIS, DUTY, EFFECT, ITEM, KEYWORD, NAME, TYPE, UNIT, captures, chain, coloured, comma, include, list, match, want } = require('./pieces');
const { asks, expectedDuties, manner, one, parameters, rights, target, value, test } = require('./clauses');

const FUNCTION = 'entity.name.function.privity';
const SPACE = 'entity.name.namespace.privity';
const FACT = 'variable.other.property.privity';
const READING = 'constant.other.reading.privity';
const VERDICT = 'constant.language.verdict.privity';

/** What every item may have behind its own words. */
const common = ['comments', 'strings', 'numbers', 'citations', 'duties', 'conditions', 'words', 'names'].map(include);

/** @param {string} begin @param {string[]} scopes @param {any[]} parts */
const item = (begin, scopes, parts) => ({
  begin,
  beginCaptures: captures(...scopes),
  end: `(?=${itemStart}|[{}])`,
  applyEndPatternLast: 1,
  patterns: [...parts, ...common],
});

const header = item(`\\b(policy)\\s+(${name})`, [ITEM, SPACE], [
  match('\\b(?:version|updated)\\b(?!\\.)', KEYWORD),
  want('\\breplaces\\b(?!\\.)', one(KEYWORD), SPACE, name),
  list('\\bcomplies\\b(?!\\.)', one(KEYWORD), NAME, path),
]);

const verdict = match('\\b(default)\\s+(permit|deny)\\b', KEYWORD, VERDICT);

const law = item(`\\b(law)\\s+(${name})(?=\\s*(?:"|${rest.slice(3)}))`, [ITEM, SPACE], [match('\\bversion\\b(?!\\.)', KEYWORD), verdict]);

/** An anchor ends with its digest, or where the next one begins. */
const anchor = {
  begin: word,
  beginCaptures: one(NAME),
  end: `\\b(digest)\\b|(?=\\}|^\\s*(?!digest\\b)${word}\\s+")`,
  endCaptures: captures(KEYWORD),
  patterns: [include('comments'), include('strings'), match('\\b(?:paragraph|sentences?|to)\\b', KEYWORD), include('numbers')],
};

const source = {
  begin: `\\b(source)\\s+(${name})`,
  beginCaptures: captures(ITEM, SPACE),
  end: `(\\})|(?=\\b${itemWords})`,
  endCaptures: captures('punctuation.section.block.privity'),
  applyEndPatternLast: 1,
  patterns: [
    include('comments'),
    include('strings'),
    {
      begin: '\\{',
      beginCaptures: one('punctuation.section.block.privity'),
      end: `(?=\\}|\\b${itemWords})`,
      patterns: [include('comments'), include('waivers'), include('strings'), anchor],
    },
  ],
};

const group = item(`\\b(group)\\s+(${name})`, [ITEM, 'entity.name.type.privity'], [
  match('\\b(as)\\s+(one)\\s+(area)\\b', KEYWORD, KEYWORD, KEYWORD),
  want('\\bmember\\b(?!\\.)', one(KEYWORD), NAME),
  match('\\bunresolved\\b(?!\\.)', KEYWORD),
]);

const alias = item(`\\b(alias)\\s+(${name})`, [ITEM, 'entity.name.type.privity'], [match('\\bunresolved\\b(?!\\.)', KEYWORD)]);

/** The type of a fact, with its words. */
const type = chain('\\bis\\b', [
  match('\\bis\\b', 'keyword.operator.word.privity'),
  match(`\\b(number)\\s+(of)\\b(?:\\s+(${UNITS})\\b)?`, TYPE, TYPE, UNIT),
  match(`\\b(set)\\s+(of)\\s+(${KINDS})\\b`, TYPE, TYPE, TYPE),
  list('\\b(?:ordered|one\\s+of|set\\s+of)\\b', one(TYPE), NAME, name),
  match('\\b(?:asserted|flag|number|duration|date)\\b', TYPE),
]);

const from = match('\\b(from)\\s+(law|diff)\\b', KEYWORD, KEYWORD);
/** Behind `default` a value goes on with the fact, a class axis begins the next item. */
const initial = value(`\\bdefault\\b(?!\\s+${word}\\s+is\\b)`, KEYWORD);

const fact = item(`\\b(fact)\\s+(${name})`, [ITEM, FACT], [
  type,
  chain('\\bbetween\\b(?!\\.)', [want('\\bbetween\\b', one(KEYWORD), NAME, path), want('\\band\\b', one(KEYWORD), NAME, path), include('numbers')]),
  want('\\bor\\b', one('keyword.operator.word.privity'), NAME, name),
  from,
  initial,
  match('\\bclosed\\b(?!\\.)', KEYWORD),
]);

const period = item(`\\b(period)\\s+(${name})`, [ITEM, FACT], [match('\\b(is)\\s+(unstated)\\b', 'keyword.operator.word.privity', KEYWORD), from, initial]);

const define = {
  begin: `\\b(define)\\s+(${name})`,
  beginCaptures: captures(ITEM, FACT),
  end: '(?=\\S)',
  applyEndPatternLast: 1,
  patterns: [include('comments'), test('\\bis\\b', one('keyword.operator.word.privity'))],
};

const head = (/** @type {string} */ follows) => `(?=\\s*(?:"|(?:${follows})\\b|\\{|//|$))`;

const ambiguity = item(`\\b(ambiguity)\\s+(${name})${head('reading|cite|note')}`, [ITEM, 'variable.other.constant.privity'], [
  want('\\breading\\b(?!\\.)', one(KEYWORD), READING, name),
  match(`\\bdefault\\b(?!\\s+${word}\\s+is\\b)`, KEYWORD),
]);

const finding = item(`\\b(finding)\\s+(${name})${head('settled|cite|note')}`, [ITEM, FUNCTION], [match('\\bsettled\\b(?!\\.)', KEYWORD)]);

const control = item(`\\b(switch)\\s+(${name})${head('stops')}`, [ITEM, FUNCTION], [target('\\bstops\\b(?!\\.)', KEYWORD), ...manner]);

const assume = [
  chain('\\bassume\\s+must\\b', [
    match('\\bassume\\b', ITEM),
    asks('\\bmust\\b', one(KEYWORD)),
    asks('\\b(counts)\\s+(as)\\b', captures(KEYWORD, KEYWORD)),
    asks('\\bor\\b', one('keyword.operator.word.privity')),
    ...manner,
    include('arguments'),
  ]),
  test('\\bassume\\b(?!\\.)', one(ITEM)),
];

/** What a test expects; the words of the verdict are names elsewhere. */
const expect = chain('\\bexpect\\b(?!\\.)', [
  match('\\b(expect)\\s+(permit|deny)\\b', KEYWORD, VERDICT),
  match('\\b(expect)\\s+(not)\\s+(applicable)\\b', KEYWORD, VERDICT, VERDICT),
  want('\\b(expect)\\s+(needs)\\b', captures(KEYWORD, KEYWORD), NAME, path),
  match('\\bexpect\\b', KEYWORD),
  list('\\bby\\b', one(KEYWORD), NAME, path),
  want(',', one(comma), NAME, path),
  ...expectedDuties,
]);

const question = item(`\\b(test)\\b(?:\\s+((?:${path})))?(?=\\s*(?:"|//|$))`, [ITEM, SPACE], [
  rights('ask', KEYWORD),
  target('\\bask\\b(?!\\.)', KEYWORD),
  expect,
]);

const declarations = [
  match(`\\b(import)\\s+(${word}(?:\\.${word})*)`, 'keyword.control.import.privity', SPACE),
  header, law, source, group, alias, fact, period, define, ambiguity, finding, control, ...assume, question,
  match(`\\b(section)\\s+(${name})`, ITEM, SPACE),
  match('\\bsection\\b(?!\\.)', ITEM),
  match(`\\b(document)\\s+(${name})${head('ranks')}`, ITEM, SPACE),
  match(`\\b(promise)\\s+(${name})${head('must|by|cite')}`, ITEM, FUNCTION),
  match(`\\b(rule|inform)\\s+(${name})`, ITEM, FUNCTION),
  match(`\\b(default)\\s+(${AXES})\\s+(?=is\\b)`, ITEM, AXIS),
  { ...test('\\bdeem\\b(?!\\.)', one(ITEM)) },
  want('\\bsupply\\b(?!\\.)', one(ITEM), NAME, path),
  match(`\\b${itemWords}`, ITEM),
];

/** A tree: all words are names of nodes but those that say what a node is, which are reserved. */
const trees = [
  {
    begin: `\\b(${KINDS})\\s*(\\{)`,
    beginCaptures: captures('keyword.control.declaration.kind.privity', 'punctuation.section.block.privity'),
    end: `(\\})|(?=\\b${itemWords})`,
    endCaptures: captures('punctuation.section.block.privity'),
    patterns: [include('nodes')],
  },
];

const nodes = [
  ...['comments', 'waivers', 'strings', 'numbers', 'citations', 'words'].map(include),
  {
    begin: '\\{',
    beginCaptures: one('punctuation.section.block.privity'),
    end: `(\\})|(?=\\b${itemWords})`,
    endCaptures: captures('punctuation.section.block.privity'),
    patterns: [include('nodes')],
  },
  parameters,
  want('\\bin\\b(?!\\.)', one(KEYWORD), NAME),
  want(',', one(comma), NAME),
  { match: `(?!${reserved}(?!\\.))${word}(?:\\.${word})*`, captures: { 0: coloured(NAME) } },
];

module.exports = { declarations, verdict, trees, nodes };
