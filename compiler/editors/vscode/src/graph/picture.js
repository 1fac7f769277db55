// The part of a decision graph below a node that fits a picture, laid out in levels.

'use strict';

const { short } = require('./document');

/** @typedef {import('./document').DecisionGraph} DecisionGraph */
/** @typedef {{id: number, title: string, sub: string, kind: string, x: number, y: number, more: boolean}} Box */
/** @typedef {{from: number, to: number, label: string, all: string}} Line */

const WIDTH = 190;
const HEIGHT = 46;
const ACROSS = 34;
const DOWN = 78;

/** The number of the first box that is an answer; the others are below it. Targets of a graph are above. */
const ANSWERS = -(2 ** 40);

/** More answers than this are a list, not a picture. */
const MOST_ARMS = 6;

/**
 * @param {DecisionGraph} graph
 * @param {number} start The target on top.
 * @param {{most: number, levels: number}} limits How many boxes and levels there may be.
 * @returns {{boxes: Box[], lines: Line[], width: number, height: number, cut: boolean}} A single box if there are too many answers for a picture.
 */
function picture(graph, start, { most, levels } = { most: 28, levels: 5 }) {
  /** @type {Map<number, number>} */
  const level = new Map([[start, 0]]);
  /** @type {Line[]} */
  const lines = [];
  const open = new Set();
  /** Answers stand below each question that ends there, once more for every one: a shared box would draw lines across the picture. @type {Map<number, number>} */
  const answers = new Map();
  // Level by level, so that what is near the top is drawn and what is far below is cut.
  let front = [start];
  for (let depth = 0; front.length > 0; depth += 1) {
    /** @type {number[]} */
    const next = [];
    for (const node of front) {
      if (node < 0) continue;
      const arms = graph.arms(node);
      const unseen = arms.filter(({ target }) => target < 0 || !level.has(target)).length;
      if (depth + 1 >= levels || arms.length > MOST_ARMS || (level.size + unseen > most && depth > 0)) {
        open.add(node);
        continue;
      }
      for (const arm of arms) {
        const { classes } = arm;
        const target = arm.target < 0 ? ANSWERS - answers.size : arm.target;
        if (arm.target < 0) answers.set(target, arm.target);
        if (!level.has(target)) {
          level.set(target, depth + 1);
          next.push(target);
        }
        const { dimension } = graph.nodes[node];
        const words = graph.words(graph.dimensions[dimension].axis, graph.values(dimension, classes));
        lines.push({ from: node, to: target, label: short(words), all: words.join(', ') });
      }
    }
    front = next;
  }
  lower(level, lines);
  const boxes = place(graph, level, lines, open, answers);
  const width = Math.max(...boxes.map((box) => box.x)) + WIDTH;
  const height = Math.max(...boxes.map((box) => box.y)) + HEIGHT;
  return { boxes, lines, width, height, cut: open.size > 0 };
}

/** Puts every box below all that lead to it, so that no line goes up. @param {Map<number, number>} level @param {Line[]} lines */
function lower(level, lines) {
  let moved = true;
  while (moved) {
    moved = false;
    for (const { from, to } of lines) {
      const needed = (level.get(from) ?? 0) + 1;
      if ((level.get(to) ?? 0) < needed) {
        level.set(to, needed);
        moved = true;
      }
    }
  }
}

/**
 * @param {DecisionGraph} graph @param {Map<number, number>} level @param {Line[]} lines @param {Set<number>} open
 * @param {Map<number, number>} answers @returns {Box[]}
 */
function place(graph, level, lines, open, answers) {
  /** @type {number[][]} */
  const rows = [];
  for (const [target, depth] of level) (rows[depth] ??= []).push(target);
  /** @type {Map<number, number>} */
  const middle = new Map();
  const widest = Math.max(...rows.map((row) => row?.length ?? 0));
  rows.forEach((row) => {
    // Below the middle of what leads there; this keeps most lines from crossing.
    const wish = (/** @type {number} */ target) => {
      const above = lines.filter((line) => line.to === target && middle.has(line.from)).map((line) => middle.get(line.from) ?? 0);
      return above.length ? above.reduce((sum, x) => sum + x, 0) / above.length : 0;
    };
    const sorted = row.map((target) => ({ target, at: wish(target) })).sort((a, b) => a.at - b.at || b.target - a.target);
    const span = (widest - row.length) / 2;
    sorted.forEach(({ target }, number) => middle.set(target, span + number));
  });
  return [...level].map(([target, depth]) => {
    const leaf = graph.leaf(answers.get(target) ?? target);
    const at = { id: target, x: (middle.get(target) ?? 0) * (WIDTH + ACROSS), y: depth * (HEIGHT + DOWN) };
    if (leaf) return { ...at, title: leaf.class.replace('_', ' '), sub: graph.reason(leaf), kind: leaf.class, more: false };
    return { ...at, title: graph.question(target), sub: '', kind: 'node', more: open.has(target) };
  });
}

/** The way of a line between two boxes, and where its words stand. @param {Box} a @param {Box} b @param {number} number @returns {{path: string, x: number, y: number}} */
function way(a, b, number) {
  const [x1, y1, x2, y2] = [a.x + WIDTH / 2, a.y + HEIGHT, b.x + WIDTH / 2, b.y];
  const levels = (b.y - a.y) / (HEIGHT + DOWN);
  // A line over several levels goes around the boxes between.
  const aside = levels > 1 ? (x2 >= x1 ? 1 : -1) * (WIDTH * 0.75) : 0;
  const bend = (y2 - y1) / 2;
  const path = `M${x1} ${y1} C${x1 + aside} ${y1 + bend} ${x2 + aside} ${y2 - bend} ${x2} ${y2}`;
  // Neighbours' words stand at different heights, all of them above the next level.
  const t = (number % 2 === 0 ? 0.4 : 0.62) / levels;
  const at = (/** @type {number} */ p0, /** @type {number} */ p1, /** @type {number} */ p2, /** @type {number} */ p3) =>
    (1 - t) ** 3 * p0 + 3 * (1 - t) ** 2 * t * p1 + 3 * (1 - t) * t ** 2 * p2 + t ** 3 * p3;
  return { path, x: at(x1, x1 + aside, x2 + aside, x2), y: at(y1, y1 + bend, y2 - bend, y2) };
}

module.exports = { picture, way, HEIGHT, MOST_ARMS, WIDTH };
