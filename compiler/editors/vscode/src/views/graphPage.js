// The page "decision graph": the questions of the graph from a place on, to be walked by clicking.

'use strict';

const { HEIGHT, MOST_ARMS, WIDTH, picture, way } = require('../graph/picture');
const { escape, page, says } = require('./page');

/** @typedef {import('../graph/document').DecisionGraph} DecisionGraph */

/** Names longer than this do not fit a box. */
const FITS = 26;

/** @param {string} text @returns {string} */
function fitting(text) {
  return text.length <= FITS ? text : `${text.slice(0, FITS - 1)}…`;
}

/**
 * @param {DecisionGraph} graph @param {number[]} trail The targets walked through; the last is on top of the picture.
 * @param {string} nonce @returns {string}
 */
function graphPage(graph, trail, nonce) {
  const top = trail[trail.length - 1] ?? graph.root;
  const layer = trail[0] === graph.transfer && graph.transfer !== graph.root ? 'transfer' : 'base';
  const many = top >= 0 && graph.arms(top).length > MOST_ARMS;
  const steps = trail.map((target, number) => {
    const name = target < 0 ? 'answer' : graph.question(target);
    const last = number === trail.length - 1;
    return `<span class="step">${last ? `<strong>${escape(name)}</strong>` : `<button ${says({ back: number })}>${escape(name)}</button>`}</span>`;
  });
  const other = layer === 'base' ? { words: 'the rules on crossing a border', root: graph.transfer } : { words: 'the rules on the act itself', root: graph.root };
  const body = `
<h1>${escape(graph.title)}</h1>
<p>${graph.nodes.length.toLocaleString('en')} questions about ${graph.dimensions.length} things, ${graph.leaves.length.toLocaleString('en')} answers.
Shown: ${layer === 'base' ? 'the rules on the act itself' : 'what stands against an act that crosses a border'}. <button ${says({ root: other.root })}>Show ${other.words}</button></p>
<nav aria-label="walked">${steps.join('')}</nav>
${many ? listed(graph, top) : drawn(graph, top)}`;
  return page(`${graph.title}: decision graph`, body, nonce);
}

/** A question with many answers, as a list. @param {DecisionGraph} graph @param {number} top @returns {string} */
function listed(graph, top) {
  const { dimension } = graph.nodes[top];
  const rows = graph.arms(top).map(({ target, classes }) => {
    const words = graph.words(graph.dimensions[dimension].axis, graph.values(dimension, classes)).join(', ');
    const leaf = graph.leaf(target);
    const next = leaf
      ? `<span class="${leaf.class}">${escape(leaf.class.replace('_', ' '))}</span>: ${escape(graph.reason(leaf))}`
      : `<button ${says({ go: target })}>${escape(graph.question(target))}?</button>`;
    return `<tr data-words="${escape(words.toLowerCase())}"><td>${escape(words)}</td><td>${next}</td></tr>`;
  });
  return `<p><input type="search" placeholder="Filter" aria-label="Filter"></p>
<table><thead><tr><th>${escape(graph.question(top))}</th><th>goes on to</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** The questions below one, as a picture. @param {DecisionGraph} graph @param {number} top @returns {string} */
function drawn(graph, top) {
  const { boxes, lines, width, height, cut } = picture(graph, top);
  const at = new Map(boxes.map((box) => [box.id, box]));
  const curves = lines.map(({ from, to, label, all }, number) => {
    const [a, b] = [at.get(from), at.get(to)];
    if (!a || !b) return '';
    const { path, x, y } = way(a, b, number);
    return `<g><title>${escape(all)}</title><path d="${path}"/><text class="quiet halo" x="${x}" y="${y}" text-anchor="middle">${escape(fitting(label))}</text></g>`;
  });
  const nodes = boxes.map(({ id, title, sub, kind, x, y, more }) => {
    const open = kind === 'node' && id !== top ? `tabindex="0" role="button" ${says({ go: id })}` : '';
    const lower = kind === 'node' ? (more ? 'click to go on' : '') : sub;
    return `<g class="${kind}${open ? ' more' : ''}" ${open}><title>${escape(sub || title)}</title><rect class="box" x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}"/><text x="${x + WIDTH / 2}" y="${y + (lower ? 19 : 27)}" text-anchor="middle">${escape(fitting(title + (kind === 'node' ? '?' : '')))}</text><text class="quiet" x="${x + WIDTH / 2}" y="${y + 36}" text-anchor="middle">${escape(fitting(lower))}</text></g>`;
  });
  return `<div class="scroll"><svg width="${width + 120}" height="${height + 20}" viewBox="-60 -10 ${width + 120} ${height + 20}" role="img" aria-label="decision graph">${curves.join('')}${nodes.join('')}</svg></div>
${cut ? '<p>What lies deeper is cut. Click a question to put it on top.</p>' : ''}`;
}

module.exports = { graphPage };
