// What the extension makes of the real output of the command `privity`, which is named by the variable PRIVITY. Without it the committed
// output of the same policy is read.

'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { test } = require('node:test');
const { run } = require('../src/cli');
const { DecisionGraph } = require('../src/graph/document');
const { flows } = require('../src/graph/flows');
const { picture } = require('../src/graph/picture');
const { discover } = require('../src/tests/discovery');
const { key, outcomes } = require('../src/tests/outcomes');
const { flowsPage } = require('../src/views/flowsPage');
const { graphPage } = require('../src/views/graphPage');

const FIXTURES = path.join(__dirname, 'fixtures');
const PRIVITY = process.env.PRIVITY && path.resolve(process.env.PRIVITY);
const committed = () => fs.readFileSync(path.join(FIXTURES, 'shop.json'), 'utf8');
const shop = () => new DecisionGraph(JSON.parse(committed()));

test('the committed graph is the one that the command writes', { skip: PRIVITY ? false : 'PRIVITY names no command' }, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'privity-'));
  const { code, stderr } = await run(PRIVITY ?? '', ['build', 'shop.privity', '--emit', 'json', '--out-dir', folder], FIXTURES);
  assert.equal(code, 0, stderr);
  assert.equal(fs.readFileSync(path.join(folder, 'shop.json'), 'utf8'), committed());
});

test('the tests that are discovered in Mi Home are the ones that the command runs', { skip: PRIVITY ? false : 'PRIVITY names no command' }, async () => {
  const folder = path.join(__dirname, '../../../../policies/mi-home');
  const { stdout } = await run(PRIVITY ?? '', ['test', '.', '--output', 'json'], folder);
  const ran = [...outcomes(stdout)].map(([place, { title }]) => `${place} ${title}`).sort();
  const files = fs.readdirSync(folder, { recursive: true }).map(String).filter((file) => file.endsWith('.privity'));
  const found = files.flatMap((file) => discover(fs.readFileSync(path.join(folder, file), 'utf8')).map(({ line, title }) => `${key(file, line + 1)} ${title}`));
  assert.ok(ran.length > 300);
  assert.deepEqual(found.sort(), ran);
});

test('a graph of another version is refused with both numbers', () => {
  assert.throws(() => new DecisionGraph({ schema_version: 1 }), /version 1.*version 2/);
});

test('flows say who may get what, by which rules', () => {
  const graph = shop();
  const found = flows(graph).map(({ actions, data, recipient, rules }) => `${actions.join('+')} ${data.join('+')} → ${recipient.join('+')} by ${rules.map((rule) => graph.rules[rule].name).join('+')}`);
  assert.deepEqual(found.sort(), [
    'share basket → ad_network by adverts',
    'share contact → support_desk by help',
    'share name+address → courier by permit_share_name_to_courier_for_delivery',
  ]);
});

test('a picture draws each node once, no line goes up, and what is cut can be opened', () => {
  const graph = shop();
  const open = [graph.root];
  const walked = new Set();
  while (open.length > 0) {
    const top = Number(open.pop());
    if (walked.has(top)) continue;
    walked.add(top);
    const { boxes, lines } = picture(graph, top);
    const at = new Map(boxes.map((box) => [box.id, box]));
    assert.equal(at.size, boxes.length);
    for (const { from, to } of lines) assert.ok((at.get(from)?.y ?? 0) < (at.get(to)?.y ?? 0));
    open.push(...boxes.filter(({ more }) => more).map(({ id }) => id));
  }
  assert.ok(walked.size > 1);
});

test('every arm of the graph has words', () => {
  const graph = shop();
  graph.nodes.forEach(({ dimension }, node) => {
    for (const { classes } of graph.arms(node)) {
      const words = graph.words(graph.dimensions[dimension].axis, graph.values(dimension, classes));
      assert.ok(words.length > 0 && words.every((word) => word && !word.includes('undefined')), `${node} ${words}`);
    }
  });
});

test('pages have no text of a policy as markup', () => {
  const document = JSON.parse(committed());
  document.policy.title = '<img src=x onerror=alert(1)> & "co"';
  const graph = new DecisionGraph(document);
  for (const page of [graphPage(graph, [graph.root], 'n'), flowsPage(graph, flows(graph), 'n')]) {
    assert.ok(!page.includes('<img'));
    assert.ok(page.includes('&lt;img src=x'));
    assert.match(page, /default-src 'none'/);
  }
});
