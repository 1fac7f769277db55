// The words of the language as expressions of Oniguruma: which are reserved everywhere, and which where something follows.

'use strict';

/** Words that can never be declared as names. All other words of the language are names outside of the constructs that use them. */
const RESERVED = (
  'about above alias and any as assert assume at before below by cite deem default define derived except exclude excludes expect fact final for ' +
  'forbid from given grant group has import in inform is kind means must not note oblige on open or outside overrides period permit policy replaced ' +
  'require role rule section shown since source supply test to under unless until when whenever without'
).split(' ');

const KINDS = 'action|channel|data|duty|event|guard|party|place|purpose|right|subject';
const AXES = 'action|actor|data|date|destination|home|origin|purpose|recipient|source|subject';
const UNITS = 'hours?|days?|weeks?|months?|years?';
const CLAIMS = 'never|always|some|whenever';

/** One of some words, which share their beginnings. @param {string[]} words @returns {string} */
function either(words) {
  if (words.length === 1) return words[0];
  const firsts = [...new Set(words.map((word) => word[0] ?? ''))];
  const behind = (/** @type {string} */ first) => words.filter((word) => (word[0] ?? '') === first).map((word) => word.slice(1));
  // The empty word comes last: the longer ones are tried before it.
  const parts = firsts.sort((a, b) => Number(a === '') - Number(b === '')).map((first) => first && first + either(behind(first)));
  return parts.length === 1 ? parts[0] : `(?:${parts.join('|')})`;
}

const reserved = `${either(RESERVED)}\\b`;
const word = '[A-Za-z]\\w*';
/** A word that may be declared. */
const name = `(?!${reserved})${word}`;
const rest = '\\s*(?://.*)?$';

/** Reserved words that begin an item. */
const itemWords =
  '(?:rule|final|permit|forbid|require|oblige|exclude|grant|on|policy|import|group|alias|assume|fact|period|define|deem|default|section|supply|inform|assert|test)\\b(?!\\.)';

/** Heads of items whose words are names elsewhere, as far as they stand on one line. */
const named = `(?=(?:ambiguity|document|finding|law|promise|switch)\\s+(?!${reserved}))`;
const alone = [`(?:${KINDS})\\s*\\{`, 'waive\\s+[Pp]\\d'];
const complete = [
  'ambiguity\\s+\\w+\\s+(?:"|(?:reading|cite|note)\\b)',
  'document\\s+\\w+\\s+(?:"|ranks\\b)',
  'finding\\s+\\w+\\s+(?:"|(?:settled|cite|note)\\b)',
  'law\\s+\\w+\\s*"',
  'promise\\s+\\w+\\s+(?:"|(?:must|by|cite)\\b)',
  'switch\\s+\\w+\\s+(?:"|stops\\b)',
];
/** Heads that go on in the next line, which nothing here can see. A word that goes on with what stands before it names no such item. */
const goesOn = `(?:ambiguity|document|finding|promise|switch)\\s+(?!(?:closed|member|through|unresolved|within)\\b)\\w+${rest}`;
const heads = [...alone, `${named}(?:${[...complete, goesOn].join('|')})`].join('|');

/** A name behind a word that asks for one. */
const path = `(?!${reserved}(?!\\.)|${alone.join('|')})${word}(?:\\.${word})*`;
/** A name where an item may begin as well. */
const perhaps = `(?!${reserved}(?!\\.)|${heads})${word}(?:\\.${word})*`;
const itemStart = `\\b(?:${itemWords}|source\\s+${name}|${heads})`;

module.exports = { RESERVED, KINDS, AXES, UNITS, CLAIMS, reserved, word, name, rest, itemWords, path, perhaps, itemStart };
