// The frame of a page in the editor: colours of the theme, nothing from outside, one script.

'use strict';

/** @param {string} text @returns {string} */
function escape(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const STYLE = `
  body { font-family: var(--vscode-font-family); color: var(--vscode-foreground); padding: 0 1rem 2rem; }
  h1 { font-size: 1.25rem; font-weight: 600; margin: 1rem 0 .25rem; }
  p, .note { color: var(--vscode-descriptionForeground); margin: .25rem 0 .75rem; max-width: 70ch; }
  nav { margin: .75rem 0; display: flex; flex-wrap: wrap; gap: .25rem; align-items: center; }
  nav .step + .step::before { content: "›"; margin-right: .25rem; color: var(--vscode-descriptionForeground); }
  button, .link { font: inherit; color: var(--vscode-textLink-foreground); background: none; border: 0; padding: 0; cursor: pointer; text-align: left; }
  button:hover, .link:hover { text-decoration: underline; }
  .scroll { overflow: auto; }
  svg text { fill: var(--vscode-foreground); font-size: 12px; }
  svg .quiet { fill: var(--vscode-descriptionForeground); font-size: 11px; }
  svg .box { fill: var(--vscode-editorWidget-background); stroke: var(--vscode-widget-border, var(--vscode-contrastBorder, #8884)); rx: 6; }
  svg .permit .box { stroke: var(--vscode-charts-green); stroke-width: 1.5; }
  svg .deny .box { stroke: var(--vscode-charts-red); stroke-width: 1.5; }
  svg .not_applicable .box { stroke: var(--vscode-charts-yellow); stroke-width: 1.5; }
  svg .more { cursor: pointer; }
  svg .more:hover .box, svg .more:focus .box { stroke: var(--vscode-focusBorder); stroke-width: 2; }
  svg path { fill: none; stroke: var(--vscode-descriptionForeground); opacity: .55; }
  svg path.flow { stroke: var(--vscode-charts-blue); opacity: .35; }
  svg g.flow:hover path, svg g.flow:focus path { opacity: 1; stroke-width: 3; }
  svg .halo { stroke: var(--vscode-editor-background); stroke-width: 4px; paint-order: stroke; }
  table { border-collapse: collapse; width: 100%; margin-top: 1rem; }
  th, td { text-align: left; vertical-align: top; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--vscode-widget-border, #8884); }
  th { font-weight: 600; }
  input { font: inherit; color: var(--vscode-input-foreground); background: var(--vscode-input-background); border: 1px solid var(--vscode-input-border, #8884); padding: .25rem .5rem; width: 28ch; }
  span.permit { color: var(--vscode-charts-green); } span.deny { color: var(--vscode-charts-red); } span.not_applicable { color: var(--vscode-charts-yellow); }
`;

/** What a click says is in `data-say`; Return and the space bar do as well. */
const SCRIPT = `
  const editor = acquireVsCodeApi();
  const say = (event) => {
    const place = event.target.closest('[data-say]');
    if (place) { event.preventDefault(); editor.postMessage(JSON.parse(place.dataset.say)); }
  };
  addEventListener('click', say);
  addEventListener('keydown', (event) => { if (event.key === 'Enter' || event.key === ' ') { if (event.target.tagName !== 'INPUT') say(event); } });
  addEventListener('input', (event) => {
    const words = event.target.value.toLowerCase();
    for (const row of document.querySelectorAll('[data-words]')) row.toggleAttribute('hidden', !row.dataset.words.includes(words));
  });
`;

/** A page. @param {string} title @param {string} body @param {string} nonce @returns {string} */
function page(title, body, nonce) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<title>${escape(title)}</title>
<style nonce="${nonce}">${STYLE}</style>
</head>
<body>
${body}
<script nonce="${nonce}">${SCRIPT}</script>
</body>
</html>
`;
}

/** What a click on something says to the extension, as an attribute. @param {object} message @returns {string} */
function says(message) {
  return `data-say="${escape(JSON.stringify(message))}"`;
}

module.exports = { escape, page, says };
