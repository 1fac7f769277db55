// Which data may go to whom, read off the decision graph: a flow is there if at least one request of its kind is permitted.

'use strict';

const { range } = require('./document');

/** @typedef {import('./document').DecisionGraph} DecisionGraph */
/** @typedef {{actions: string[], data: string[], recipient: string[], rules: number[]}} Flow */

/**
 * All flows to somebody; data that go to the same recipients by the same acts and rules together.
 * @param {DecisionGraph} graph @returns {Flow[]}
 */
function flows(graph) {
  const actions = classesOf(graph, 'action', ['action']);
  const data = classesOf(graph, 'data', ['data']);
  const recipients = classesOf(graph, 'recipient', ['party']);
  const walk = new Walk(graph);
  /** @type {Map<string, {actions: Group[], data: Group[], recipient: Group, rules: number[]}>} */
  const together = new Map();
  for (const action of actions) {
    if (!gives(graph, walk, action, { actions: actions.dimension, recipients: recipients.dimension })) continue;
    const fixed = new Map([[actions.dimension, action.class]]);
    for (const recipient of recipients) {
      fixed.set(recipients.dimension, recipient.class);
      for (const item of data) {
        const rules = walk.permitting(new Map(fixed).set(data.dimension, item.class));
        if (rules.length === 0) continue;
        const key = `${recipient.class} ${rules.join(' ')}`;
        const flow = together.get(key) ?? { actions: [], data: [], recipient, rules };
        flow.actions.push(action);
        flow.data.push(item);
        together.set(key, flow);
      }
    }
  }
  const words = (/** @type {string} */ axis, /** @type {Group[]} */ groups) =>
    graph.words(axisOf(graph, axis), joined(groups.flatMap(({ values }) => values)));
  const all = [...together.values()].map((flow) => ({
    actions: words('action', flow.actions),
    data: words('data', flow.data),
    recipient: words('recipient', [flow.recipient]),
    rules: flow.rules,
  }));
  const shares = (/** @type {Flow} */ flow) => (flow.actions.includes('share') ? 0 : 1);
  return all.sort((a, b) => shares(a) - shares(b));
}

/** @typedef {{class: number, values: import('./document').Pair[]}} Group */

/** @param {DecisionGraph} graph @param {string} name @returns {number} */
function axisOf(graph, name) {
  return graph.axes.findIndex((axis) => axis.name === name);
}

/**
 * The classes of an axis that no rule tells apart, without what is of another kind or nothing at all.
 * @param {DecisionGraph} graph @param {string} name @param {string[]} kinds @returns {Group[] & {dimension: number}}
 */
function classesOf(graph, name, kinds) {
  const axis = axisOf(graph, name);
  const dimension = graph.dimensions.findIndex((one) => one.axis === axis);
  let wanted = 0;
  for (const kind of graph.axes[axis]?.role.kinds ?? []) {
    if (kinds.includes(kind)) wanted += graph.taxonomies.get(kind)?.atoms.length ?? 0;
    else break;
  }
  const inside = (/** @type {import('./document').Pair[]} */ values) =>
    values.map(([first, last]) => /** @type {import('./document').Pair} */ ([first, Math.min(last, wanted - 1)])).filter(([first, last]) => first <= last);
  // An axis that no rule tests has a single class: all of it.
  const numbers = dimension < 0 ? [0] : [...new Set(graph.dimensions[dimension].classes.map(([, number]) => number))].sort((a, b) => a - b);
  const groups = numbers
    .map((number) => ({ class: number, values: inside(dimension < 0 ? [[0, wanted - 1]] : graph.values(dimension, [number])) }))
    .filter(({ values }) => values.length > 0);
  return Object.assign(groups, { dimension });
}

/**
 * Whether an act gives something to somebody: `share` and what is below it do, and others that are permitted with a recipient only. What is
 * permitted without one as well is an act of the controller's own, whoever is named beside it.
 * @param {DecisionGraph} graph @param {Walk} walk @param {Group} action @param {{actions: number, recipients: number}} dimensions @returns {boolean}
 */
function gives(graph, walk, action, dimensions) {
  const share = graph.taxonomies.get('action')?.nodes.find((/** @type {any} */ node) => node.name === 'share');
  const inside = (/** @type {number} */ atom) => action.values.some(([first, last]) => first <= atom && atom <= last);
  if (share?.atoms.flatMap(range).some(inside)) return true;
  if (dimensions.recipients < 0) return false;
  const nobody = graph.axes[axisOf(graph, 'recipient')].domain[1];
  const pair = graph.dimensions[dimensions.recipients].classes.find(([last]) => nobody <= last);
  const fixed = new Map([[dimensions.actions, action.class]]);
  return pair !== undefined && walk.permitting(fixed.set(dimensions.recipients, pair[1])).length === 0;
}

/** Walks through the whole graph, one after the other. A node remembers the last walk that passed it, which is cheaper than a set for each. */
class Walk {
  /** @param {DecisionGraph} graph */
  constructor(graph) {
    this.graph = graph;
    this.passed = new Int32Array(graph.nodes.length + graph.leaves.length);
    this.number = 0;
  }

  /**
   * The rules that permit something of a kind, by number; what needs no rule is no flow.
   *
   * @param {Map<number, number>} fixed The class of each dimension that is given. @returns {number[]}
   */
  permitting(fixed) {
    const { graph, passed } = this;
    const rules = new Set();
    const open = [graph.root];
    this.number += 1;
    while (open.length > 0) {
      const target = /** @type {number} */ (open.pop());
      const place = target < 0 ? graph.nodes.length - 1 - target : target;
      if (passed[place] === this.number) continue;
      passed[place] = this.number;
      const leaf = graph.leaf(target);
      if (leaf) {
        if (leaf.class === 'permit' && leaf.cause.rule !== undefined) rules.add(leaf.cause.rule);
        continue;
      }
      const node = graph.nodes[target];
      const given = fixed.get(node.dimension);
      if (given !== undefined) open.push(graph.arm(target, given));
      else for (const [, next] of node.arms) open.push(next);
    }
    return [...rules].sort((a, b) => a - b);
  }
}

/** Intervals in order, those that touch made one. @param {import('./document').Pair[]} values @returns {import('./document').Pair[]} */
function joined(values) {
  /** @type {import('./document').Pair[]} */
  const result = [];
  for (const [first, last] of [...values].sort((a, b) => a[0] - b[0])) {
    const before = result.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else result.push([first, last]);
  }
  return result;
}

module.exports = { flows };
