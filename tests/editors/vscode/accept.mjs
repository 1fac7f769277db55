// VS Code opens the Mi Home policy, breaks it, sees the finding, mends it, asks about names, renames, formats, tests and draws pictures.
// Run by `.ci/editor-vscode`, which installs what it takes.

import assert from 'node:assert/strict';
import { Editor } from './editor.mjs';

const FILE = 'sharing.privity';
const WORDS = 'to ecosystem_company';

const editor = await Editor.start();
const { page } = editor;
const original = editor.saved(FILE);
const line = original.split('\n').findIndex((words) => words.includes(WORDS)) + 1;
const column = original.split('\n')[line - 1].indexOf(WORDS) + 1;

let failed = false;
async function step(name, check) {
  if (failed) return;
  const begun = Date.now();
  try {
    await check();
    console.log(`vscode: ${name}: ok (${((Date.now() - begun) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed = true;
    console.error(`vscode: ${name}: FAILED\n${error.stack ?? error}`);
    await editor.shot('failed');
  }
}

await step('the text is coloured, and the server starts', async () => {
  await editor.file(FILE);
  await page.waitForFunction(() => new Set([...document.querySelectorAll('.view-line span span')].map((span) => span.className)).size >= 5);
  await editor.shot('1-policy');
});

await step('a mistake is underlined', async () => {
  await editor.go(line, column + 3);
  await page.keyboard.press('Delete');
  await page.keyboard.type('E');
  await page.waitForSelector('.squiggly-error');
  await editor.shot('2-error');
});

await step('a hover tells the mistake and offers the repair', async () => {
  await editor.go(line, column + 6);
  await editor.command('Show or Focus Hover');
  const hover = page.locator('.monaco-hover:visible', { hasText: 'P0201' }).first();
  await hover.waitFor();
  assert.match(await hover.innerText(), /unknown party/);
  await editor.shot('3-error-hover');
  await page.keyboard.press('Escape');
});

await step('its repair is applied', async () => {
  await page.keyboard.press('Control+.');
  await page.waitForSelector('.action-widget:visible');
  await page.waitForTimeout(500);
  await editor.shot('4-repair');
  await page.locator('.action-widget .monaco-list-row', { hasText: 'ecosystem_company' }).first().click();
  await page.waitForSelector('.squiggly-error', { state: 'detached' });
  await editor.save();
  assert.equal(editor.saved(FILE), original);
});

await step('formatting on save puts everything where it belongs', async () => {
  await editor.go(line, column);
  await page.keyboard.type('      ');
  await editor.save();
  assert.equal(editor.saved(FILE), original);
});

await step('a hover tells what a name is', async () => {
  await editor.go(line, column + 6);
  await editor.command('Show or Focus Hover');
  const hover = page.locator('.monaco-hover:visible', { hasText: 'ecosystem_company' }).first();
  await hover.waitFor();
  assert.match(await hover.innerText(), /party/);
  await editor.shot('5-hover');
  await page.keyboard.press('Escape');
});

await step('lenses stand above rules, and hints beside words', async () => {
  await page.locator('.codelens-decoration', { hasText: /permits [\d,]+ sorts of act/ }).first().waitFor();
  await editor.shot('6-lenses');
});

await step('a lens shows what holds a permit back', async () => {
  await page.locator('.codelens-decoration a', { hasText: /held back/ }).first().click();
  await page.locator('.peekview-widget').waitFor();
  await editor.shot('6-held-back');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
});

await step('the tests of the policy are found and run', async () => {
  await editor.command('Test: Run All Tests');
  await editor.command('Testing: Focus on Test Explorer View');
  await page.locator('.test-explorer').waitFor();
  await page.waitForFunction(
    () => [...document.querySelectorAll('.test-explorer .result-summary *')].some((part) => /^([1-9]\d*)\/\1$/.test(part.textContent.trim())),
    undefined,
    { timeout: 180_000 },
  );
  await editor.shot('7-tests');
  await editor.command('View: Hide Panel');
  await editor.command('View: Show Explorer');
});

await step('a lens above a test runs it', async () => {
  await editor.file('control.privity');
  await page.locator('.codelens-decoration a', { hasText: 'run test' }).first().click();
  await editor.command('Testing: Focus on Test Explorer View');
  await page.waitForFunction(
    () => [...document.querySelectorAll('.test-explorer .result-summary *')].some((part) => part.textContent.trim() === '1/1'),
    undefined,
    { timeout: 180_000 },
  );
  await editor.shot('7-test-lens');
  await editor.command('View: Show Explorer');
  await editor.command('View: Focus Active Editor Group');
});

await step('flows are drawn', async () => {
  await editor.command('Privity: Show flows');
  const frame = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await frame.locator('table tbody tr').first().waitFor({ timeout: 180_000 });
  assert.ok((await frame.locator('svg g.flow').count()) > 20);
  await editor.command('View: Toggle Maximize Editor Group');
  await editor.shot('8-flows');
  await frame.locator('tr button', { hasText: 'to_service_providers' }).first().click();
  await page.waitForSelector('.tab.active[data-resource-name$=".privity"]');
});

await step('the decision graph is drawn and can be walked', async () => {
  await editor.command('View: Close All Editors');
  await editor.file(FILE);
  await editor.command('Privity: Show decision graph');
  const frame = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await frame.locator('tr', { hasText: 'share' }).first().waitFor({ timeout: 180_000 });
  await editor.command('View: Toggle Maximize Editor Group');
  await editor.shot('9-graph');
  await frame.locator('tr', { hasText: 'share' }).first().locator('button').click();
  await frame.locator('svg .box').first().waitFor();
  await editor.shot('10-graph-walked');
});

await step('a name of the standard library leads there', async () => {
  await editor.command('View: Close All Editors');
  await editor.file(FILE);
  const act = original.split('\n').findIndex((words) => words.includes('permit share')) + 1;
  await editor.go(act, original.split('\n')[act - 1].indexOf('share') + 3);
  await editor.command('Go to Definition');
  await page.waitForSelector('.tab.active[data-resource-name="actions.privity"]');
  await editor.command('Show or Focus Hover');
  const hover = page.locator('.monaco-hover:visible', { hasText: 'make available to a recipient' }).first();
  await hover.waitFor();
  assert.match(await hover.innerText(), /action/);
  await editor.shot('11-library');
  await page.keyboard.press('Escape');
});

await step('renaming reaches every file', async () => {
  await editor.command('View: Close All Editors');
  await editor.file(FILE);
  await editor.go(line, column + 6);
  await page.keyboard.press('F2');
  // It is shown before it takes keys.
  await page.locator('.rename-box input:focus').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type('sister_company');
  await page.keyboard.press('Enter');
  await page.locator('.view-line', { hasText: 'to sister_company' }).first().waitFor();
  await editor.command('File: Save All Files');
  await page.waitForSelector('.tab.active:not(.dirty)');
  await editor.shot('12-renamed');
  assert.match(editor.saved('vocabulary.privity'), /sister_company/);
  for (const file of editor.files()) assert.doesNotMatch(editor.saved(file), /^(?!\s*\/\/).*\becosystem_company\b/m, file);
});

await editor.stop();
process.exit(failed ? 1 : 0);
