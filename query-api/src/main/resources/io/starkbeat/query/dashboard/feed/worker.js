import { BlockWatch } from '../model/block-watch.js';
import { NodeHistory } from '../model/node-history.js';
import { NodeStore } from '../model/node-store.js';
import { Selection } from '../model/selection.js';
import { networks, summary } from '../model/summary.js';
import { FeedConnection } from './connection.js';

/**
 * The page's other thread: it reads the feed and keeps all nodes, and hands the page no more than what it shows, as often
 * as an eye can follow. So thousands of changes a second cost the page's own thread nothing.
 */

/** What a change of rows may wait for: faster than this nobody reads. */
const ROWS_MS = 200;
/** Sorting walks all nodes; rows that change places more often cannot be followed either. */
const SORT_MS = 1000;
const SUMMARY_MS = 1000;
/** Block watches are kept for the largest networks only: anybody can invent more. */
const WATCHED_NETWORKS = 8;
/** So many are told by name. */
const MOST_NETWORKS = 50;

const store = new NodeStore();
const selection = new Selection(store);
/** @type {Map<string, BlockWatch>} */
const watches = new Map();
/** @type {NodeHistory | null} */
let history = null;
/** As the page asked for it; the largest network where it names none. */
let look = { network: /** @type {string | null} */ (null), filter: '', sort: 'name', pins: /** @type {string[]} */ ([]) };
let network = '';
let shown = { first: 0, count: 0 };
let loaded = false;
let stale = true;
let sortedAt = 0;
let summedAt = 0;
/** What the page was last told of its rows, to tell it nothing twice. */
let told = '';

const connection = new FeedConnection('/api/nodes/stream', take, (state) => postMessage({ type: 'connection', ...state }));

/** @param {string} event @param {string} data */
function take(event, data) {
  const now = Date.now();
  switch (event) {
    case 'snapshot':
      store.replaceAll(JSON.parse(data), now);
      loaded = true;
      tellNetworks();
      refresh(now);
      break;
    case 'node':
      put(JSON.parse(data), now);
      break;
    case 'gone':
      store.remove(JSON.parse(data).nodeId);
      break;
  }
  stale = true;
}

/** @param {Record<string, any>} item @param {number} now */
function put(item, now) {
  const known = store.slot(item.nodeId);
  const before = known === undefined ? NaN : store.numbers.blockHeight[known];
  const slot = store.put(item, now, false);
  watches.get(store.texts.network[slot])?.saw(store, slot, before, now);
  if (history?.nodeId === item.nodeId) {
    history.add(store, slot, now);
  }
}

/** @param {number} now */
function refresh(now) {
  selection.refresh();
  sortedAt = now;
  stale = false;
  tellRows();
  tellSummary(now);
}

function tellNetworks() {
  const all = networks(store);
  if (look.network !== null) {
    network = look.network;
  } else if (!all.some((each) => each.name === network && network !== '')) {
    network = (all.find((each) => each.name !== '') ?? all[0])?.name ?? '';
  }
  if (selection.network !== network) {
    selection.network = network;
    stale = true;
  }
  postMessage({ type: 'networks', networks: all.slice(0, MOST_NETWORKS), network, nodes: store.size });
  const largest = all.slice(0, WATCHED_NETWORKS).map((each) => each.name);
  for (const name of watches.keys()) {
    if (!largest.includes(name)) {
      watches.delete(name);
    }
  }
  largest.filter((name) => !watches.has(name)).forEach((name) => watches.set(name, new BlockWatch()));
}

function tellRows() {
  const first = Math.max(0, Math.min(shown.first, selection.count - 1));
  const slots = selection.slots.subarray(first, Math.min(selection.count, first + shown.count));
  const text = `${first} ${selection.count} ${selection.pinned} ${[...slots].map((slot) => `${slot}.${store.revision[slot]}`)}`;
  if (loaded && text !== told) {
    told = text;
    const rows = [...slots].map((slot) => store.row(slot));
    postMessage({ type: 'rows', first, count: selection.count, pinned: selection.pinned, rows });
  }
}

/** @param {number} now */
function tellSummary(now) {
  if (!loaded) {
    return;
  }
  summedAt = now;
  const figures = summary(store, network);
  const watch = watches.get(network);
  if (watch !== undefined && figures.best === figures.best && figures.best !== watch.best) {
    watch.rise(store, network, figures.best, now);
  }
  const blocks = watch === undefined ? null : {
    bestAt: watch.bestAt,
    averageSeconds: watch.averageSeconds(),
    intervals: watch.intervals(),
    curves: watch.curves(figures.online, now),
    bucketSeconds: BlockWatch.bucketSeconds,
  };
  postMessage({ type: 'summary', figures, blocks });
}

function tick() {
  const now = Date.now();
  if (stale && now - sortedAt >= SORT_MS) {
    selection.refresh();
    sortedAt = now;
    stale = false;
  }
  tellRows();
  if (now - summedAt >= SUMMARY_MS) {
    tellNetworks();
    tellSummary(now);
  }
  if (history?.changed) {
    postMessage({ type: 'watched', ...history.told(store) });
  }
}

addEventListener('message', ({ data }) => {
  switch (data.type) {
    case 'look':
      look = data.look;
      network = look.network ?? '';
      postMessage({ type: 'filter', error: selection.choose(look) });
      tellNetworks();
      refresh(Date.now());
      break;
    case 'window':
      shown = { first: data.first, count: data.count };
      tellRows();
      break;
    case 'watch':
      history = data.nodeId === '' ? null : new NodeHistory(data.nodeId, store, Date.now());
      break;
    case 'retry':
      connection.retryNow();
      break;
  }
});

setInterval(tick, ROWS_MS);
connection.run();
