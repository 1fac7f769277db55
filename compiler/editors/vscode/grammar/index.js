// Writes syntaxes/privity.tmLanguage.json: `npm run grammar`. A test keeps that file what this makes.

'use strict';

const fs = require('node:fs');
const path = require('node:path');
const clauses = require('./clauses');
const items = require('./items');
const { include } = require('./pieces');

const FILE = path.join(__dirname, '../syntaxes/privity.tmLanguage.json');
const ORDER = [
  'comments', 'strings', 'numbers', 'waivers', 'trees', 'citations', 'duties', 'verdicts', 'effects', 'assertions', 'declarations', 'conditions',
  'words', 'names', 'punctuation',
];

function grammar() {
  const { comments, strings, numbers, waivers, citations, duties, effects, assertions, conditions, words, names, punctuation } = clauses;
  const repository = {
    comments, strings, numbers, waivers, trees: items.trees, nodes: items.nodes, citations, duties, verdicts: [items.verdict], effects, assertions,
    declarations: items.declarations, conditions, words, names, punctuation, arguments: [clauses.values],
  };
  return {
    $schema: 'https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json',
    name: 'Privity',
    scopeName: 'source.privity',
    patterns: ORDER.map(include),
    repository: Object.fromEntries(Object.entries(repository).map(([name, patterns]) => [name, { patterns }])),
  };
}

const text = () => `${JSON.stringify(grammar(), null, 2)}\n`;

if (require.main === module) fs.writeFileSync(FILE, text());

module.exports = { FILE, text };
