// What rules of a TextMate grammar are made of. Such a grammar sees one line at a time; what is open at its end goes on in the next one.

'use strict';

const { path } = require('./words');

/** @typedef {Record<string, any>} Rule */

const KEYWORD = 'keyword.control.clause.privity';
const EFFECT = 'keyword.control.effect.privity';
const ITEM = 'keyword.control.declaration.privity';
const OPERATOR = 'keyword.operator.word.privity';
const TYPE = 'storage.type.privity';
const CONSTANT = 'constant.language.privity';
const AXIS = 'variable.language.axis.privity';
const UNIT = 'keyword.other.unit.privity';
const NAME = 'variable.other.privity';
const ANCHOR = 'constant.other.anchor.privity';
const ACTION = 'support.function.action.privity';
const DUTY = 'support.function.duty.privity';

/** @param {...string} names @returns {Rule} */
const captures = (...names) => Object.fromEntries(names.map((name, at) => [at + 1, { name }]));

/** @param {string} name @returns {Rule} */
const include = (name) => ({ include: `#${name}` });

/** One colour for all that fits, or one for each group. @param {string} match @param {...string} names @returns {Rule} */
const match = (match, ...names) => (/\((?!\?)/.test(match) ? { match, captures: captures(...names) } : { match, name: names[0] });

const dot = 'punctuation.accessor.privity';
const space = 'entity.name.namespace.privity';

/** The colours inside a name with dots, whose last word has the colour given. @param {string} name @returns {Rule} */
const coloured = (name) => ({
  patterns: [
    { match: '(\\.)(\\w+)(?=\\.)', captures: captures(dot, space) },
    { match: '(\\.)(\\w+)', captures: captures(dot, name) },
    { match: '\\w+(?=\\.)', name: space },
    { match: '\\b(?:any|none|yes|no|nothing|unknown)\\b', name: CONSTANT },
    { match: '\\w+', name },
  ],
});

/**
 * A word that asks for something: from the word to what it asks for, over comments and line ends. Whatever does not fit ends it.
 * @param {string} begin @param {Rule | null} words @param {string} name @param {string} [element]
 * @returns {Rule}
 */
const want = (begin, words, name, element = `\\bany\\b|${path}`) => ({
  begin,
  ...(words && { beginCaptures: words }),
  end: `(${element})|(?=\\S)`,
  endCaptures: { 1: coloured(name) },
  applyEndPatternLast: 1,
  patterns: [include('comments')],
});

/**
 * Parts that follow each other, with nothing but comments between. The first of them matches where it begins.
 * @param {string} begin @param {Rule[]} patterns
 * @returns {Rule}
 */
const chain = (begin, patterns) => ({
  begin: `(?=${begin})`,
  end: '(?=\\S)',
  applyEndPatternLast: 1,
  patterns: [include('comments'), ...patterns],
});

const comma = 'punctuation.separator.privity';

/** A word with a list behind it. @param {string} begin @param {Rule | null} words @param {string} name @param {string} [element] @returns {Rule} */
const list = (begin, words, name, element) =>
  chain(begin, [want(begin, words, name, element), want(',', { 0: { name: comma } }, name, element)]);

module.exports = {
  KEYWORD, EFFECT, ITEM, OPERATOR, TYPE, CONSTANT, AXIS, UNIT, NAME, ANCHOR, ACTION, DUTY,
  captures, include, match, coloured, want, chain, list, comma,
};
