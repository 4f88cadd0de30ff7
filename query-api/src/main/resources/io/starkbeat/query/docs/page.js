'use strict';
// Calls are shown with the address of this server, and can be copied and tried. Without a script they can be read.
const HOME = 'http://localhost:8081';
const SHOWN = 20000;
const narrow = window.matchMedia('(max-width: 56rem)');
const menu = document.querySelector('nav details');
const fold = () => { menu.open = !narrow.matches; };
fold();
narrow.addEventListener('change', fold);
menu.addEventListener('click', (event) => {
  if (narrow.matches && event.target.closest('a')) menu.open = false;
});

const replace = (from, to) => {
  for (const code of document.querySelectorAll('figure pre code')) code.textContent = code.textContent.replaceAll(from, to);
  for (const button of document.querySelectorAll('button.run')) {
    button.dataset.path = button.dataset.path.replaceAll(from, to);
  }
};
if (location.protocol.startsWith('http')) {
  replace(HOME, location.origin);
  replace(HOME.replace('http', 'ws'), location.origin.replace('http', 'ws'));
}

// A node that there is makes a better example than one that there is not.
const EXAMPLE = '12D3KooWMo65MdEXUembrdnYTdw588mREZmQrebkmJwpPbkGbony';
fetch('/api/nodes?limit=1&fields=nodeId').then((answer) => answer.ok ? answer.json() : []).then((nodes) => {
  if (nodes.length > 0) replace(EXAMPLE, encodeURIComponent(nodes[0].nodeId));
}).catch(() => { /* Then the example stays. */ });

const show = (figure, text) => {
  let answer = figure.querySelector('pre.answer');
  if (!answer) {
    answer = document.createElement('pre');
    answer.className = 'answer';
    answer.tabIndex = 0;
    figure.append(answer);
  }
  answer.textContent = text.length > SHOWN ? text.slice(0, SHOWN) + '\n… and ' + (text.length - SHOWN) + ' characters more' : text;
};

// Token by token: to read numbers and write them again would round those above 2^53.
const pretty = (type, text) => {
  if (!/json$/.test(type.split(';')[0]) || type.includes('ndjson')) return text;
  let depth = 0;
  let out = '';
  const line = () => '\n' + '  '.repeat(depth);
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|\[\s*\]|\{\s*\}|[\[\]{},:]|[^\s\[\]{},:"]+/g)) {
    if (token === '[' || token === '{') { depth++; out += token + line(); }
    else if (token === ']' || token === '}') { depth--; out += line() + token; }
    else if (token === ',') out += token + line();
    else if (token === ':') out += ': ';
    else out += token;
  }
  return out;
};

for (const button of document.querySelectorAll('button.copy')) {
  // Browsers let pages write to the clipboard only over HTTPS and on this machine itself.
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.closest('figure').querySelector('code').textContent);
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 1500);
  });
}

for (const button of document.querySelectorAll('button.run')) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    const figure = button.closest('figure');
    try {
      const body = button.dataset.body;
      const answer = await fetch(button.dataset.path, {
        method: body ? 'POST' : 'GET', headers: JSON.parse(button.dataset.headers), body: body || undefined,
      });
      const type = answer.headers.get('content-type') || '';
      const head = ['HTTP ' + answer.status, type];
      for (const name of ['starkbeat-as-of', 'link']) {
        if (answer.headers.get(name)) head.push(name + ': ' + answer.headers.get(name));
      }
      show(figure, head.join('\n') + '\n\n' + pretty(type, await answer.text()));
    } catch (failure) {
      show(figure, 'The server did not answer: ' + failure.message);
    }
  });
}
