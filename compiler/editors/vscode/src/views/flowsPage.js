// The page "flows": data on the left, who may get them on the right, and the rules that say so below.

'use strict';

const { short } = require('../graph/document');
const { escape, page, says } = require('./page');

/** @typedef {import('../graph/document').DecisionGraph} DecisionGraph */
/** @typedef {import('../graph/flows').Flow} Flow */

const ROW = 26;
const LEFT = 320;
const RIGHT = 580;
const WIDTH = 900;

/** The boxes of a side, each once, in the order of first mention. @param {string[]} labels @returns {Map<string, number>} */
function side(labels) {
  return new Map([...new Set(labels)].map((label, number) => [label, number * ROW + ROW / 2]));
}

/** @param {DecisionGraph} graph @param {Flow[]} flows @param {string} nonce @returns {string} */
function flowsPage(graph, flows, nonce) {
  const left = side(flows.map(({ data }) => data.join(', ')));
  const right = side(flows.map(({ recipient }) => recipient.join(', ')));
  const height = Math.max(left.size, right.size) * ROW;
  const stretch = (/** @type {Map<string, number>} */ of) => height / (Math.max(of.size, 1) * ROW);
  const y = (/** @type {Map<string, number>} */ of, /** @type {string} */ label) => (of.get(label) ?? 0) * stretch(of);
  const lines = flows.map((flow) => {
    const [from, to] = [flow.data.join(', '), flow.recipient.join(', ')];
    const [a, b] = [y(left, from), y(right, to)];
    const bend = (RIGHT - LEFT) / 2;
    return `<g class="flow" tabindex="0"><title>${escape(`${from} → ${to}\nby ${flow.rules.map((rule) => graph.rules[rule].name).join(', ')}`)}</title><path class="flow" stroke-width="${Math.min(1 + flow.data.length, 8)}" d="M${LEFT + 8} ${a} C${LEFT + bend} ${a} ${RIGHT - bend} ${b} ${RIGHT - 8} ${b}"/></g>`;
  });
  const labels = (/** @type {Map<string, number>} */ of, /** @type {number} */ x, /** @type {string} */ anchor) =>
    [...of.keys()].map((label) => `<g><title>${escape(label)}</title><text x="${x}" y="${y(of, label) + 4}" text-anchor="${anchor}">${escape(cut(short(label.split(', '))))}</text></g>`);
  const rows = flows.map(({ actions, data, recipient, rules }) => {
    const named = rules.map((rule) => {
      const { name, position } = graph.rules[rule];
      return position ? `<button ${says({ open: position })}>${escape(name)}</button>` : escape(name);
    });
    const words = [...actions, ...data, ...recipient, ...rules.map((rule) => graph.rules[rule].name)].join(' ').toLowerCase();
    return `<tr data-words="${escape(words)}"><td>${escape(data.join(', '))}</td><td>${escape(recipient.join(', '))}</td><td>${escape(actions.join(', '))}</td><td>${named.join(', ')}</td></tr>`;
  });
  const body = `
<h1>${escape(graph.title)}: flows</h1>
<p>Who may get which data in at least one case. The conditions, and what the rules on crossing a border ask for, are in the rules; what is no flow here is never permitted.</p>
${flows.length === 0 ? '<p>Nothing may go to anybody.</p>' : `
<div class="scroll"><svg width="${WIDTH}" height="${height + 16}" viewBox="0 -4 ${WIDTH} ${height + 16}" role="img" aria-label="flows of data">${lines.join('')}${labels(left, LEFT, 'end').join('')}${labels(right, RIGHT, 'start').join('')}</svg></div>
<p><input type="search" placeholder="Filter by data, recipient or rule" aria-label="Filter"></p>
<table><thead><tr><th>data</th><th>may go to</th><th>by</th><th>permitted by</th></tr></thead><tbody>${rows.join('')}</tbody></table>`}`;
  return page(`${graph.title}: flows`, body, nonce);
}

/** @param {string} text @returns {string} */
function cut(text) {
  return text.length <= 44 ? text : `${text.slice(0, 43)}…`;
}

module.exports = { flowsPage };
