// The decision graph that `privity build --emit json` writes, with names for its numbers (docs/schema/graph.v2.json).

'use strict';

/** @typedef {[number, number]} Pair */
/** @typedef {{name: string, role: {is: string, kinds?: string[], fact?: number, element?: string | null, duty?: number}, domain: Pair}} Axis */
/** @typedef {{dimension: number, arms: Pair[]}} GraphNode */
/** @typedef {{class: 'deny' | 'not_applicable' | 'permit', duties?: number[], cause: {is: string, rule?: number}}} Leaf */
/** @typedef {{name: string, effect: string, layer: string, position?: {file: string, line: number, column: number} | null}} Rule */

/** The version of the schema that is read here. */
const SCHEMA = 2;

/** Names longer than this are cut to the first few and a count. */
const FEW = 3;

class DecisionGraph {
  /** @param {any} document What the compiler wrote. */
  constructor(document) {
    if (document?.schema_version !== SCHEMA) {
      throw new Error(`The graph has schema version ${document?.schema_version}; this extension reads version ${SCHEMA}. Update whichever is older.`);
    }
    /** @type {string} */
    this.title = document.policy.title ?? document.policy.name;
    /** @type {Axis[]} */
    this.axes = document.axes;
    /** @type {Rule[]} */
    this.rules = document.rules;
    /** @type {{text: string}[]} */
    this.duties = document.duties;
    /** @type {{axis: number, classes: Pair[]}[]} */
    this.dimensions = document.graph.dimensions;
    /** @type {GraphNode[]} */
    this.nodes = document.graph.nodes;
    /** @type {Leaf[]} */
    this.leaves = document.graph.leaves;
    /** @type {number} */
    this.root = document.graph.root;
    /** @type {number} */
    this.transfer = document.graph.transfer;
    /** @type {any[]} */
    this.facts = document.facts;
    /** @type {Map<string, any>} */
    this.taxonomies = new Map(document.taxonomies.map((/** @type {any} */ taxonomy) => [taxonomy.kind, taxonomy]));
  }

  /** The answer at a target, if it is one. @param {number} target @returns {Leaf | undefined} */
  leaf(target) {
    return target < 0 ? this.leaves[-1 - target] : undefined;
  }

  /** What a node asks about. @param {number} node @returns {string} */
  question(node) {
    return this.axes[this.dimensions[this.nodes[node].dimension].axis].name;
  }

  /**
   * Where each answer to a node's question leads: one arm for each target, with the classes that lead there.
   * @param {number} node @returns {{target: number, classes: number[]}[]}
   */
  arms(node) {
    const { arms } = this.nodes[node];
    /** @type {Map<number, number[]>} */
    const by = new Map();
    let first = 0;
    for (const [last, target] of arms) {
      const classes = by.get(target) ?? [];
      for (let number = first; number <= last; number += 1) classes.push(number);
      by.set(target, classes);
      first = last + 1;
    }
    return [...by].map(([target, classes]) => ({ target, classes }));
  }

  /** The target of a class. @param {number} node @param {number} number @returns {number} */
  arm(node, number) {
    for (const [last, target] of this.nodes[node].arms) if (number <= last) return target;
    throw new Error(`the graph has no arm for class ${number} at node ${node}`);
  }

  /** The values of some classes of a dimension, as intervals. @param {number} dimension @param {number[]} classes @returns {Pair[]} */
  values(dimension, classes) {
    const { axis, classes: pairs } = this.dimensions[dimension];
    const wanted = new Set(classes);
    /** @type {Pair[]} */
    const found = [];
    let first = this.axes[axis].domain[0];
    for (const [last, number] of pairs) {
      if (wanted.has(number) && first <= last) {
        const before = found.at(-1);
        if (before && before[1] + 1 === first) before[1] = last;
        else found.push([first, last]);
      }
      first = last + 1;
    }
    return found;
  }

  /** Some values of an axis in words. @param {number} axis @param {Pair[]} values @returns {string[]} */
  words(axis, values) {
    const { role, domain } = this.axes[axis];
    if (values.length === 1 && values[0][0] <= domain[0] && values[0][1] >= domain[1]) return ['anything'];
    if (role.is === 'class' && role.kinds?.length) return this.nodesOf(role.kinds, domain, values);
    if (role.is === 'class') return values.map((pair) => interval(pair, domain, day));
    if (role.is === 'kept' || role.is === 'element') return values.flatMap(range).map((value) => (value === 1 ? 'yes' : 'no'));
    const type = this.facts[role.fact ?? -1]?.type;
    if (type?.is === 'flag') return values.flatMap(range).map((value) => (value === 1 ? 'yes' : 'no'));
    if (type?.is === 'words') return values.flatMap(range).map((value) => type.words[value] ?? String(value));
    if (type?.is === 'date') return values.map((pair) => interval(pair, domain, day));
    const unit = type?.is === 'duration' ? 'hour' : type?.unit;
    const none = this.facts[role.fact ?? -1]?.none;
    return values.map((pair) => {
      if (none && pair[0] === none.value && pair[1] === none.value) return none.word;
      return interval(pair, domain, (value) => (unit ? `${value} ${unit}${value === 1 ? '' : 's'}` : String(value)));
    });
  }

  /**
   * The fewest names for some values of an axis of nodes: the biggest nodes that lie wholly inside, then single atoms.
   * @param {string[]} kinds @param {Pair} domain @param {Pair[]} values @returns {string[]}
   */
  nodesOf(kinds, domain, values) {
    const left = new Set(values.flatMap(range));
    /** @type {string[]} */
    const names = [];
    let offset = 0;
    for (const kind of kinds) {
      const taxonomy = this.taxonomies.get(kind);
      if (!taxonomy) continue;
      // A parent stands before its children, so a big node comes before the small ones in it.
      for (const node of taxonomy.nodes) {
        const atoms = node.atoms.flatMap(range).map((/** @type {number} */ atom) => atom + offset);
        if (atoms.length && atoms.every((/** @type {number} */ atom) => left.has(atom))) {
          names.push(node.name);
          for (const atom of atoms) left.delete(atom);
        }
      }
      taxonomy.atoms.forEach((/** @type {string} */ atom, /** @type {number} */ at) => {
        if (left.delete(at + offset)) names.push(atom);
      });
      offset += taxonomy.atoms.length;
    }
    if (left.delete(domain[1])) names.push('none');
    return names;
  }

  /** An answer in words. @param {Leaf} leaf @returns {string} */
  reason(leaf) {
    const { cause } = leaf;
    if (cause.is === 'rule' && cause.rule !== undefined) return this.rules[cause.rule].name;
    return cause.is.replaceAll('_', ' ');
  }
}

/** A list cut to its first words. @param {string[]} words @returns {string} */
function short(words) {
  if (words.length <= FEW) return words.join(', ');
  return `${words.slice(0, FEW - 1).join(', ')} and ${words.length - FEW + 1} more`;
}

/** @param {Pair} pair @returns {number[]} */
function range([first, last]) {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}

/** @param {number} days @returns {string} */
function day(days) {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

/** @param {Pair} pair @param {Pair} domain @param {(value: number) => string} write @returns {string} */
function interval([first, last], domain, write) {
  if (first === last) return write(first);
  if (first <= domain[0]) return `up to ${write(last)}`;
  if (last >= domain[1]) return `from ${write(first)}`;
  return `${write(first)} to ${write(last)}`;
}

module.exports = { DecisionGraph, range, short };
