/**
 * @file The grammar of Privity for tree-sitter.
 * @license MIT OR Apache-2.0
 *
 * It follows `compiler/privity/src/syntax/grammar.pest`, without what that one has for reading on behind a mistake: tree-sitter
 * recovers by itself. Words that begin an item and are ordinary names elsewhere (`document`, `data`, …) are told apart by
 * reading both ways until one fails, which is what `conflicts` lists.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const KINDS = ['action', 'channel', 'data', 'duty', 'event', 'guard', 'party', 'place', 'purpose', 'right', 'subject'];

const AXES = [
  'action', 'actor', 'data', 'date', 'destination', 'home', 'origin', 'purpose', 'recipient', 'source', 'subject',
];

const UNITS = ['hours', 'hour', 'days', 'day', 'weeks', 'week', 'months', 'month', 'years', 'year'];

/**
 * Words that may follow an action at once and are ordinary names of data there: those that begin an item where its head
 * follows, and those that begin a part of a test or a switch.
 */
const SOFT = ['ambiguity', 'ask', 'document', 'finding', 'law', 'promise', 'stops', 'switch', 'through', 'waive', 'within'];

/** Words that can never be declared as names. */
const RESERVED = [
  'about', 'above', 'alias', 'and', 'any', 'as', 'assert', 'assume', 'at', 'before', 'below', 'by', 'cite', 'deem',
  'default', 'define', 'derived', 'except', 'exclude', 'excludes', 'expect', 'fact', 'final', 'for', 'forbid', 'from',
  'given', 'grant', 'group', 'has', 'import', 'in', 'inform', 'is', 'kind', 'means', 'must', 'not', 'note', 'oblige', 'on',
  'open', 'or', 'outside', 'overrides', 'period', 'permit', 'policy', 'replaced', 'require', 'role', 'rule', 'section',
  'shown', 'since', 'source', 'supply', 'test', 'to', 'under', 'unless', 'until', 'when', 'whenever', 'without',
];

/** @param {RuleOrLiteral} rule */
const list = (rule) => seq(rule, repeat(seq(',', rule)));

export default grammar({
  name: 'privity',

  word: ($) => $.identifier,
  extras: ($) => [/[ \t\r\n]/, $.comment, $.doc_comment],
  reserved: { global: (_) => RESERVED, none: (_) => [] },
  supertypes: ($) => [$.effect, $.value],

  conflicts: ($) => [
    // Behind a fact, `in` compares if a parenthesis follows, and begins a clause otherwise.
    [$.test_of],
    // `has any` may be all there is, or ask for any of what follows.
    [$.comparison],
    // `default` goes on with what stands before it, or begins an item.
    [$.fact],
    [$.period],
    [$.law],
    [$.reading],
    // A target may end where a word follows that can begin an item.
    [$.target],
    [$.parameter_words],
    // Below a waiver a node may be called `because`.
    [$.waiver],
    // `by` goes on with what is expected, or asks for a party.
    [$.expect],
  ],

  rules: {
    file: ($) => repeat($._item),

    _item: ($) =>
      choice(
        $._inner_item, $.policy, $.law, $.import, $.source, $.vocabulary, $.section, $.document, $.waiver,
      ),

    /** What may stand in a section, a document or a law. */
    _inner_item: ($) =>
      choice(
        $.rule, $.inform, $.fact, $.ambiguity, $.period, $.define, $.deem, $.default, $.supply, $.assume, $.group, $.alias,
        $.switch, $.promise, $.finding, $.assertion, $.test,
      ),

    // ---- Header, imports, sources ----

    policy: ($) =>
      prec.right(seq('policy', $._declared, optional($._title), repeat(choice(
        $.version, $.updated, $.replaces, $.since, $.until, $.controller, $.complies, $.cite,
      )))),
    version: ($) => seq('version', $.string),
    updated: ($) => seq('updated', $.date),
    replaces: ($) => seq('replaces', field('name', $.identifier), optional($.string)),
    controller: ($) => seq('by', $.path),
    complies: ($) => seq('complies', list($.path)),

    law: ($) =>
      seq(
        'law', $._declared, $._title,
        repeat(choice($.version, $.since, $.until, $.in, $.unless_ruled, $.cite)),
        optional(seq('{', repeat(choice($._inner_item, $.waiver)), '}')),
      ),
    unless_ruled: (_) => seq('default', choice('permit', 'deny')),

    import: ($) => seq('import', field('module', alias($.module, $.path))),

    source: ($) => seq('source', $._declared, optional($._title), '{', repeat(choice($.anchor, $.waiver)), '}'),
    anchor: ($) =>
      seq(
        field('name', $._node_name), field('heading', $.string), 'paragraph', $.number, optional($.sentences),
        'digest', field('digest', $.string),
      ),
    sentences: ($) => choice(seq('sentences', $.number, 'to', $.number), seq('sentence', $.number)),

    // ---- Sections and documents ----

    section: ($) =>
      seq('section', optional($._declared), optional($._title), '{',
        optional($._clauses), repeat(choice($._inner_item, $.waiver)), '}'),

    document: ($) =>
      prec.right(seq(
        'document', $._declared, optional($._title), repeat(choice($.rank, $._clause)),
        optional(seq(
          '{', repeat(choice($.rank, $._clause)), repeat(choice($._inner_item, $.section, $.waiver)), '}',
        )),
      )),
    rank: ($) => seq('ranks', choice('above', 'below', 'beside'), $.path),

    // ---- Vocabulary ----

    vocabulary: ($) => seq(field('kind', $.kind), field('body', $.block)),
    kind: (_) => choice(...KINDS),
    block: ($) => seq('{', repeat(choice($.node, $.waiver)), '}'),
    node: ($) =>
      prec.right(seq(
        field('name', $._node_name), optional($.parameters),
        repeat(choice(
          $.open, $.node_under, $.lineage, $.roles, $.sits_in, $.as_home, $.excludes, $.shown, $.replaced, $.meaning, $.cite,
        )),
        optional($.block),
      )),
    open: (_) => 'open',
    node_under: ($) => seq('under', list($.path)),
    lineage: ($) => seq('derived', 'from', list($.path)),
    roles: ($) => seq('role', list($.identifier)),
    sits_in: ($) => seq('in', list($.path)),
    as_home: (_) => seq('as', 'home'),
    excludes: ($) => seq('excludes', list($.path)),
    shown: ($) => seq('shown', 'by', $.path),
    replaced: ($) => seq('replaced', 'by', $.path),
    meaning: ($) => seq('means', $.string),

    parameters: ($) => seq('(', list($.parameter), ')'),
    parameter: ($) =>
      choice(
        $.kind,
        seq('ordered', $.parameter_words),
        seq('one', 'of', $.parameter_words),
        seq('duration', 'at', choice('least', 'most')),
      ),
    parameter_words: ($) => list(choice($.identifier, prec.dynamic(1, alias($.kind, $.identifier)))),

    group: ($) =>
      prec.right(seq(
        'group', $._declared, optional(seq('as', 'one', 'area')), optional(seq('is', $.set)),
        repeat(choice($.member, $.unresolved, $.cite)),
      )),
    member: ($) =>
      prec.right(seq('member', $.path, optional($.since), optional($.until), repeat($.cite))),
    alias: ($) => prec.right(seq('alias', $._declared, 'is', $.path, repeat(choice($.unresolved, $.cite)))),
    unresolved: ($) => seq('unresolved', optional($.string)),

    // ---- Facts ----

    fact: ($) =>
      seq('fact', $._declared, 'is', optional('asserted'), field('type', $.fact_type), repeat(choice(
        $.between, $.or_none, $.from_law, $.from_diff, $.fact_default, $.closed, $.cite, $.note,
      ))),
    fact_type: ($) =>
      choice(
        'flag', 'date', 'duration',
        seq('ordered', list($.identifier)),
        seq('one', 'of', list($.identifier)),
        seq('set', 'of', choice($.kind, list($.identifier))),
        seq('number', optional(seq('of', $.unit))),
      ),
    between: ($) => seq('between', $.value, 'and', $.value),
    or_none: ($) => seq('or', $.identifier),
    from_law: (_) => seq('from', 'law'),
    from_diff: (_) => seq('from', 'diff'),
    fact_default: ($) => seq('default', $.value),
    closed: (_) => 'closed',

    ambiguity: ($) =>
      prec.right(seq('ambiguity', $._declared, optional($._title), repeat(choice($.reading, $.cite, $.note)))),
    reading: ($) => seq('reading', field('name', $.identifier), optional('default'), optional($.string)),

    period: ($) =>
      seq('period', $._declared, 'is', choice($.duration, 'unstated', $.from_law), repeat(choice(
        alias($.period_default, $.fact_default), $.cite, $.note,
      ))),
    period_default: ($) => seq('default', $.duration),
    define: ($) => prec.right(seq('define', $._declared, 'is', $._condition, repeat($.cite))),
    deem: ($) => prec.right(seq('deem', $.test_of, optional($._clauses))),
    default: ($) => seq('default', field('axis', choice($.axis, $.identifier)), 'is', $.set),
    supply: ($) => prec.right(seq('supply', field('fact', $.path), 'is', $.value, optional($._clauses))),
    assume: ($) =>
      prec.right(seq(
        'assume', choice(seq('must', $._must_body, 'counts', 'as', $._must_body), $._condition), optional($._clauses),
      )),

    // ---- Rules and what stands like them ----

    rule: ($) =>
      prec.right(seq(optional(seq('rule', field('name', $.identifier))), optional('final'), $.effect, optional($._clauses))),
    effect: ($) => choice($.permit, $.forbid, $.exclude, $.require, $.oblige, $.grant, $.on),
    permit: ($) => seq('permit', $.target),
    forbid: ($) => seq('forbid', $.target),
    exclude: ($) => seq('exclude', $.target),
    require: ($) => seq('require', $._condition, 'before', $.target),
    oblige: ($) => seq('oblige', list(alias($._must_body, $.duties)), 'whenever', $.target),
    grant: ($) => seq('grant', $.set),
    on: ($) => seq('on', $.set),
    /** Where a word can be read as data and as what follows, it is data. */
    target: ($) =>
      choice(
        prec.dynamic(-1, field('actions', $.actions)),
        seq(field('actions', $.actions), field('data', $.set)),
      ),
    actions: ($) => choice('any', list($.path)),

    inform: ($) => prec.right(seq('inform', $._declared, optional($._title), optional($._clauses))),
    switch: ($) =>
      prec.right(seq('switch', $._declared, optional($._title), repeat(choice(
        $.stops, $.through, $.at_once, $.within, $._clause,
      )))),
    stops: ($) => seq('stops', $.target),
    promise: ($) => prec.right(seq('promise', $._declared, optional($._title), optional($._clauses))),

    finding: ($) =>
      prec.right(seq('finding', $._declared, optional($._title), repeat(choice($.settled, $.cite, $.note)))),
    settled: ($) => seq('settled', 'by', list($.path)),

    waiver: ($) =>
      seq(
        'waive', list($.code), optional(seq('in', 'this', 'file')),
        repeat(choice($.until, $.because)),
      ),
    because: ($) => seq('because', $.string),

    // ---- Clauses ----

    _clauses: ($) => prec.right(repeat1($._clause)),
    _clause: ($) =>
      choice(
        $.to, $.from, $.in, $.outside, $.for, $.about, $.by, $.since, $.until, $.when, $.unless, $.must, $.guard_kind,
        $.under, $.without, $.overrides, $.cite, $.note,
      ),
    _scope: ($) => choice($.to, $.from, $.in, $.outside, $.for, $.about, $.by),
    to: ($) => seq('to', $.set),
    from: ($) => seq('from', $.set),
    in: ($) => seq('in', $.set),
    outside: ($) => seq('outside', $.set),
    for: ($) => seq('for', $.set),
    about: ($) => seq('about', $.set),
    by: ($) => seq('by', $.set),
    since: ($) => seq('since', $.date),
    until: ($) => seq('until', $.date),
    when: ($) => seq('when', $._condition),
    unless: ($) => seq('unless', $._condition),
    must: ($) => seq('must', $._must_body),
    guard_kind: ($) => seq('kind', $.path),
    under: ($) => seq('under', $.path),
    without: ($) => seq('without', list($.path)),
    overrides: ($) => seq('overrides', list($.path)),
    cite: ($) => seq('cite', list(choice($.string, $.path))),
    note: ($) => seq('note', $.string),

    _must_body: ($) =>
      prec.right(seq(
        $.duty, repeat(seq('or', $.duty)), repeat(choice($.through, $.at_once, $.within, $.before, $.every)),
      )),
    duty: ($) => seq(field('name', $.path), optional($.arguments)),
    arguments: ($) => seq('(', list(choice($.duration, $.path)), ')'),
    through: ($) => seq('through', $.path, repeat(seq('or', $.path))),
    at_once: (_) => seq('at', 'once'),
    within: ($) => seq('within', $._length),
    before: ($) => seq('before', $.path),
    every: ($) => seq('every', $._length),
    _length: ($) => choice($.duration, $.path),

    // ---- Sets, conditions, values ----

    set: ($) => seq(list($._set_member), optional($.except)),
    _set_member: ($) => choice($.any, $.derived_from, $.role, $._named, $.and_derived),
    any: (_) => 'any',
    derived_from: ($) => seq('derived', 'from', $.path),
    role: ($) => seq('role', $.identifier),
    and_derived: ($) => seq($._named, 'and', 'derived'),
    except: ($) => seq('except', list($.path)),

    _condition: ($) => choice($.condition, $._term),
    condition: ($) => seq($._term, repeat1(seq(choice('and', 'or'), $._term))),
    _term: ($) => choice($.negation, $.parenthesis, $.test_of),
    negation: ($) => seq('not', $._term),
    parenthesis: ($) => seq('(', $._condition, ')'),
    test_of: ($) =>
      choice(
        prec.right(1, seq(field('axis', $.axis), optional(choice($._compared, seq($.placed, $.value))))),
        seq(field('fact', $.path), optional(choice($._compared, seq($.placed, $.list)))),
      ),
    axis: (_) => choice(...AXES),
    _compared: ($) => seq($.comparison, $.value),
    comparison: (_) =>
      choice(
        seq('is', optional('not')), seq('at', choice('least', 'most')), 'below', 'above',
        seq('has', optional(choice('any', 'all'))),
      ),
    placed: (_) => choice('in', 'outside'),
    value: ($) =>
      choice($.any, $.list, $.this, $.date, $.duration, $.number, $.path, alias($.value_name, $.path)),
    list: ($) => seq('(', list($.value), ')'),
    this: ($) => seq('this', $.kind),
    /** `this` speaks of the request if a kind follows, `all` of every element if a value follows. Both are names elsewhere. */
    value_name: ($) => prec(-1, alias(choice('all', 'this'), $.identifier)),

    // ---- Assertions and tests ----

    assertion: ($) =>
      prec.right(seq(
        'assert', optional(field('name', $.identifier)), $.claim, $._question, optional($._clauses),
      )),
    claim: (_) => choice('never', 'always', 'some', 'whenever'),

    test: ($) =>
      prec.right(seq('test', optional(field('law', $.path)), $._title, repeat(choice(
        $.ask, $.given, $.expect, $._scope, $.cite,
      )))),
    ask: ($) => seq('ask', $._question),
    _question: ($) => choice($.grant, $.on, $.target),
    given: ($) => seq('given', $._assumption, repeat(seq('and', $._assumption))),
    _assumption: ($) => choice($.test_of, alias($._denied, $.negation)),
    _denied: ($) => seq('not', $.test_of),
    expect: ($) => seq('expect', $.verdict, repeat(choice($.expect_by, $.expect_must))),
    verdict: ($) => choice('permit', 'deny', seq('not', 'applicable'), seq('needs', list($.path))),
    expect_by: ($) => prec.dynamic(1, seq('by', list($.path))),
    expect_must: ($) => seq('must', choice('nothing', list($._expected_duty))),
    _expected_duty: ($) => seq($.duty, repeat(seq('or', $.duty))),

    // ---- Words ----

    _declared: ($) => field('name', $.identifier),
    _title: ($) => field('title', $.string),

    /** A node or an anchor may be called like the words above its neighbours. */
    _node_name: ($) => choice($.identifier, alias(choice('because', 'waive'), $.identifier)),

    /** The first word of data behind an action: an item could begin here as well. */
    _named: ($) => choice($.path, alias($.soft_name, $.path)),
    soft_name: ($) => alias(choice(...SOFT, ...KINDS), $.identifier),

    path: ($) => choice($.identifier, $._qualified),
    /** A module may be called like a word of the language. */
    module: ($) => choice(reserved('none', $.identifier), $._qualified),
    _qualified: ($) =>
      seq(
        alias($._first_qualifier, $.qualifier), repeat(alias($._qualifier, $.qualifier)),
        alias($._last_word, $.identifier),
      ),
    // Behind a dot any word may stand, and a word before one may be any, too.
    _first_qualifier: (_) => /[A-Za-z][A-Za-z0-9_]*\./,
    _qualifier: (_) => token.immediate(/[A-Za-z][A-Za-z0-9_]*\./),
    _last_word: (_) => token.immediate(/[A-Za-z][A-Za-z0-9_]*/),

    code: (_) => token(prec(1, /[Pp][0-9][A-Za-z0-9_]*/)),
    identifier: (_) => /[A-Za-z][A-Za-z0-9_]*/,
    string: ($) => seq('"', repeat(choice(alias($._text, $.string_content), $.escape)), token.immediate('"')),
    _text: (_) => token.immediate(prec(1, /[^"\\\n]+/)),
    escape: (_) => token.immediate(/\\[^\n]/),
    number: (_) => /-?[0-9]+/,
    date: (_) => /[0-9]+[-.\/][0-9]+[-.\/][0-9]+/,
    duration: ($) => seq($.number, $.unit),
    unit: (_) => choice(...UNITS),

    doc_comment: (_) => token(/\/\/\/([^\/\n][^\n]*)?/),
    comment: (_) => token(choice(/\/\/([^\/\n][^\n]*)?/, /\/\/\/\/[^\n]*/)),
  },
});
