// The page "decision graph": the questions of the graph from a place on, to be walked by clicking.

'use strict';

const { HEIGHT, WIDTH, picture } = require('../graph/picture');
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
  const { boxes, lines, width, height, cut } = picture(graph, top);
  const at = new Map(boxes.map((box) => [box.id, box]));
  const drawn = lines.map(({ from, to, label, all }) => {
    const [a, b] = [at.get(from), at.get(to)];
    if (!a || !b) return '';
    const [x1, y1, x2, y2] = [a.x + WIDTH / 2, a.y + HEIGHT, b.x + WIDTH / 2, b.y];
    const [x, y] = [x1 + (x2 - x1) * 0.62, y1 + (y2 - y1) * 0.62];
    const bend = (y2 - y1) / 2;
    return `<g><title>${escape(all)}</title><path d="M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}"/><text class="quiet halo" x="${x}" y="${y}" text-anchor="middle">${escape(fitting(label))}</text></g>`;
  });
  const nodes = boxes.map(({ id, title, sub, kind, x, y, more }) => {
    const open = kind === 'node' && id !== top ? `tabindex="0" role="button" ${says({ go: id })}` : '';
    const lower = kind === 'node' ? (more ? 'click to go on' : '') : sub;
    return `<g class="${kind}${open ? ' more' : ''}" ${open}><title>${escape(sub || title)}</title><rect class="box" x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}"/><text x="${x + WIDTH / 2}" y="${y + (lower ? 19 : 27)}" text-anchor="middle">${escape(fitting(title + (kind === 'node' ? '?' : '')))}</text><text class="quiet" x="${x + WIDTH / 2}" y="${y + 36}" text-anchor="middle">${escape(fitting(lower))}</text></g>`;
  });
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
<div class="scroll"><svg width="${width + 20}" height="${height + 20}" viewBox="-10 -10 ${width + 20} ${height + 20}" role="img" aria-label="decision graph">${drawn.join('')}${nodes.join('')}</svg></div>
${cut ? '<p>What lies deeper is cut. Click a question to put it on top.</p>' : ''}`;
  return page(`${graph.title}: decision graph`, body, nonce);
}

module.exports = { graphPage };
