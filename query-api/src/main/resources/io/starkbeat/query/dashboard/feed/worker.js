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
/** Block watches are kept for the largest networks and the chosen one only: anybody can invent more. */
const WATCHED_NETWORKS = 8;
/** So many are told by name, and the chosen one. */
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
/** How far which upgrade is, as the page asks; empty for what is usual. */
let upgrade = { client: '', least: '' };
let shown = { first: 0, count: 0 };
let loaded = false;
/** How many changes were taken in, for who measures. */
let changes = 0;
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
      followWatched(now);
      tellNetworks();
      refresh(now);
      break;
    case 'node':
      put(JSON.parse(data), now);
      break;
    case 'gone':
      gone(JSON.parse(data).nodeId);
      break;
  }
  stale = true;
}

/** @param {Record<string, any>} item @param {number} now */
function put(item, now) {
  changes++;
  const known = store.slot(item.nodeId);
  const before = known === undefined ? NaN : store.numbers.blockHeight[known];
  const slot = store.put(item, now, false);
  watches.get(store.texts.network[slot])?.saw(store, slot, before, now);
  if (history?.nodeId === item.nodeId) {
    history.add(store, slot, now);
  }
}

/** @param {string} nodeId */
function gone(nodeId) {
  store.remove(nodeId);
  if (history?.nodeId === nodeId) {
    history.changed = true;
  }
}

/** All nodes are others: so may the one be whose page is open, or it may be no more. @param {number} now */
function followWatched(now) {
  if (history !== null) {
    const slot = store.slot(history.nodeId);
    history.changed = true;
    if (slot !== undefined) {
      history.add(store, slot, now);
    }
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
  postMessage({ type: 'networks', networks: withChosen(all, MOST_NETWORKS), network, nodes: store.size });
  const watched = withChosen(all, WATCHED_NETWORKS).map((each) => each.name);
  for (const name of watches.keys()) {
    if (!watched.includes(name)) {
      watches.delete(name);
    }
  }
  watched.filter((name) => !watches.has(name)).forEach((name) => watches.set(name, new BlockWatch()));
}

/** The largest networks, and the chosen one, however small it is. @param {{name: string, nodes: number}[]} all @param {number} most */
function withChosen(all, most) {
  const largest = all.slice(0, most);
  if (!loaded || largest.some((each) => each.name === network)) {
    return largest;
  }
  return [...largest, all.find((each) => each.name === network) ?? { name: network, nodes: 0 }];
}

function tellRows() {
  const first = Math.max(0, Math.min(shown.first, selection.count - 1));
  const slots = selection.slots.subarray(first, Math.min(selection.count, first + shown.count));
  const text = `${first} ${selection.count} ${selection.pinned} ${selection.matching} ${[...slots].map((slot) => `${slot}.${store.revision[slot]}`)}`;
  if (loaded && text !== told) {
    told = text;
    const rows = [...slots].map((slot) => store.row(slot));
    const { count, pinned, matching } = selection;
    postMessage({ type: 'rows', first, count, pinned, matching, rows });
  }
}

/** @param {number} now */
function tellSummary(now) {
  if (!loaded) {
    return;
  }
  summedAt = now;
  const figures = summary(store, network, upgrade);
  const watch = watches.get(network);
  if (watch !== undefined && figures.best === figures.best && figures.best !== watch.best) {
    watch.rise(store, network, figures.best, now);
  }
  const blocks = watch === undefined ? null : {
    bestAt: watch.bestAt,
    since: watch.since,
    averageSeconds: watch.averageSeconds(),
    averaged: watch.averaged(),
    intervals: watch.intervals(),
    curves: watch.curves(figures.withLag, now),
    bucketSeconds: BlockWatch.bucketSeconds,
  };
  postMessage({ type: 'summary', figures, blocks, changes });
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
  if (loaded && history?.changed) {
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
    case 'upgrade':
      upgrade = data.upgrade;
      tellSummary(Date.now());
      break;
    case 'retry':
      connection.retryNow();
      break;
  }
});

setInterval(tick, ROWS_MS);
connection.run();
