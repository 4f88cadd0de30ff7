import { readAddress, USUAL_SORT, writtenAddress } from './page/address.js';
import { watchBuild } from './page/build-watch.js';
import { feed } from './page/feed-client.js';
import { keepColumns, keepPins, keptColumns, keptPins } from './page/kept.js';
import './view/advice.js';
import './view/block-charts.js';
import './view/client-shares.js';
import { chosenColumns, usualColumns } from './view/columns.js';
import './view/connection-sign.js';
import './view/countries.js';
import './view/figures.js';
import './view/network-tabs.js';
import './view/node-page.js';
import { NodeTable } from './view/node-table.js';
import './view/toolbar.js';

/** What the page knows of itself: what it shows (the address), and what the reader keeps. All else lies in the worker. */
let address = readAddress();
let pins = keptPins();
let columns = keptColumns(usualColumns());

const part = (/** @type {string} */ name) => /** @type {any} */ (document.querySelector(name));
const [tabs, connection, figures, blockCharts, clients, countries, toolbar, advice, nodePage] = [
  'sb-network-tabs', 'sb-connection', 'sb-figures', 'sb-block-charts', 'sb-client-shares', 'sb-countries', 'sb-toolbar', 'sb-advice',
  'sb-node-page'].map(part);
const table = new NodeTable(part('#table'));

/** @param {Partial<import('./page/address.js').Address>} change @param {{step?: boolean}} [how] `step`: "back" leads here */
function go(change, { step = false } = {}) {
  address = { ...address, ...change };
  const written = writtenAddress(address);
  if (written !== location.pathname + location.search) {
    history[step ? 'pushState' : 'replaceState'](null, '', written);
  }
  show();
}

let looked = '';
let watched = '';

/** Has everything show what the address says. */
function show() {
  toolbar.filter = address.filter;
  toolbar.columns = columns;
  advice.filter = address.filter;
  nodePage.nodeId = address.node;
  nodePage.pinned = pins.includes(address.node);
  table.showSort(address.sort);
  const look = { network: address.network, filter: address.filter, sort: address.sort, pins };
  const text = JSON.stringify(look);
  if (text !== looked) {
    looked = text;
    feed.look(look);
  }
  if (address.node !== watched) {
    watched = address.node;
    nodePage.watched = null;
    feed.watch(watched);
  }
}

/** @param {string} nodeId */
function pin(nodeId) {
  pins = pins.includes(nodeId) ? pins.filter((each) => each !== nodeId) : [...pins, nodeId];
  keepPins(pins);
  show();
}

/** @param {string} key */
function sortBy(key) {
  go({ sort: address.sort === key ? `-${key}` : address.sort === `-${key}` && key !== USUAL_SORT ? USUAL_SORT : key });
}

tabs.addEventListener('network', ({ detail }) => {
  table.toTop();
  go({ network: detail }, { step: true });
});
toolbar.addEventListener('filter', ({ detail }) => {
  table.toTop();
  go({ filter: detail });
});
toolbar.addEventListener('columns', ({ detail }) => {
  columns = detail;
  keepColumns(columns);
  table.showColumns(chosenColumns(columns));
  show();
});
advice.addEventListener('clear', () => go({ filter: '' }));
clients.addEventListener('upgrade', ({ detail }) => feed.upgrade(detail));
connection.addEventListener('retry', () => feed.retry());
table.addEventListener('sort', (event) => sortBy(/** @type {CustomEvent} */ (event).detail));
table.addEventListener('open', (event) => go({ node: /** @type {CustomEvent} */ (event).detail }, { step: true }));
table.addEventListener('pin', (event) => pin(/** @type {CustomEvent} */ (event).detail));
table.addEventListener('window', (event) => {
  const { first, count } = /** @type {CustomEvent} */ (event).detail;
  feed.window(first, count);
});
// For who measures: from here on nodes are in sight.
table.addEventListener('drawn', () => performance.mark('starkbeat-rows'), { once: true });
nodePage.addEventListener('close', () => go({ node: '' }, { step: true }));
nodePage.addEventListener('pin', ({ detail }) => pin(detail));
addEventListener('popstate', () => {
  address = readAddress();
  show();
});

feed.on('connection', ({ phase, detail, retryAt }) => {
  connection.phase = phase;
  connection.detail = detail;
  connection.retryAt = retryAt;
  advice.phase = phase;
});
feed.on('networks', ({ networks, network, nodes }) => {
  tabs.networks = networks;
  tabs.chosen = network;
  toolbar.all = networks.find((each) => each.name === network)?.nodes ?? 0;
  advice.nodes = nodes;
});
feed.on('filter', ({ error }) => (toolbar.error = error));
feed.on('rows', (told) => {
  advice.loaded = true;
  advice.hidden = told.matching > 0;
  advice.below(told.count);
  toolbar.matching = told.matching;
  table.show(told);
});
feed.on('summary', ({ figures: summed, blocks }) => {
  figures.figures = summed;
  figures.blocks = blocks;
  blockCharts.blocks = blocks;
  clients.shares = summed.clients;
  countries.countries = summed.countries;
  countries.loaded = true;
});
feed.on('watched', (told) => {
  if (told.nodeId === address.node) {
    nodePage.watched = told;
  }
});
feed.on('broken', () => (advice.broken = true));

watchBuild(feed);
feed.begin();
table.showColumns(chosenColumns(columns));
show();
