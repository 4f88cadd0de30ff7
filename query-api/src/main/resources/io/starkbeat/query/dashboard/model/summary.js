import { OFFLINE, ONLINE, STALE } from './node-store.js';

/** So many clients, versions of one, and countries are told by name; the rest is counted. */
const MOST_NAMED = 12;
const MOST_VERSIONS = 30;
const MOST_COUNTRIES = 60;

/** How many nodes name each network, the largest first. @param {import('./node-store.js').NodeStore} store */
export function networks(store) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (let slot = 0; slot < store.end; slot++) {
    if (store.taken[slot] === 1) {
      count(counts, store.texts.network[slot]);
    }
  }
  return largest(counts).map(([name, nodes]) => ({ name, nodes }));
}

/**
 * The figures of one network, by one walk over all nodes.
 *
 * @param {import('./node-store.js').NodeStore} store
 * @param {string} network
 */
export function summary(store, network) {
  const statuses = [0, 0, 0];
  let contested = 0;
  let verified = 0;
  let onBest = 0;
  let lagging = NaN;
  let lowest = NaN;
  /** @type {Map<string, Map<string, number>>} */
  const clients = new Map();
  /** @type {Map<string, number>} */
  const countries = new Map();
  const lags = [];
  const { blockHeight, lag } = store.numbers;
  const { network: networkOf, nodeClientType, nodeClientVersion, country } = store.texts;
  for (let slot = 0; slot < store.end; slot++) {
    if (store.taken[slot] !== 1 || networkOf[slot] !== network) {
      continue;
    }
    statuses[store.status[slot]]++;
    contested += store.contested[slot];
    verified += store.verified[slot];
    const behind = lag[slot];
    if (behind > 0) {
      lagging = Math.max(blockHeight[slot] + behind, lagging === lagging ? lagging : 0);
    } else if (behind === 0) {
      lowest = lowest === lowest ? Math.min(lowest, blockHeight[slot]) : blockHeight[slot];
    }
    if (store.status[slot] === ONLINE && behind === behind) {
      lags.push(behind);
      onBest += behind === 0 ? 1 : 0;
    }
    if (store.status[slot] !== OFFLINE) {
      const client = nodeClientType[slot];
      let versions = clients.get(client);
      if (versions === undefined) {
        clients.set(client, (versions = new Map()));
      }
      count(versions, nodeClientVersion[slot]);
      if (country[slot] !== '') {
        count(countries, country[slot]);
      }
    }
  }
  lags.sort((one, other) => one - other);
  return {
    network,
    online: statuses[ONLINE],
    stale: statuses[STALE],
    offline: statuses[OFFLINE],
    contested,
    verified,
    // Who lags tells the best height exactly; where nobody does, all are at it or above.
    best: lagging === lagging ? lagging : lowest,
    withLag: lags.length,
    onBest,
    medianLag: lags.length === 0 ? NaN : lags[(lags.length - 1) >> 1],
    clients: clientList(clients),
    countries: largest(countries).slice(0, MOST_COUNTRIES).map(([name, nodes]) => ({ name, nodes })),
  };
}

/** @param {Map<string, Map<string, number>>} clients */
function clientList(clients) {
  return [...clients]
    .map(([name, versions]) => ({
      name,
      nodes: [...versions.values()].reduce((sum, nodes) => sum + nodes, 0),
      versions: largest(versions).slice(0, MOST_VERSIONS).map(([version, nodes]) => ({ version, nodes })),
    }))
    .sort((one, other) => other.nodes - one.nodes || (one.name < other.name ? -1 : 1))
    .slice(0, MOST_NAMED);
}

/** @param {Map<string, number>} counts @param {string} name */
function count(counts, name) {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** @param {Map<string, number>} counts @returns {[string, number][]} */
function largest(counts) {
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}
