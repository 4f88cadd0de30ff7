import { OFFLINE, ONLINE, STALE } from './node-store.js';
import { compareVersions, isVersion } from './version.js';

/** So many clients, and versions of one, are told by name, since anybody can invent more; the rest is counted. */
const MOST_CLIENTS = 6;
const MOST_VERSIONS = 4;
/** Of so many it can be asked how far an upgrade is. */
const MOST_CHOICES = 50;

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
 * @param {{client: string, least: string}} upgrade what the reader asks about; empty texts for what is usual
 */
export function summary(store, network, upgrade) {
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
    // Beside nodes that report how far they are, how far others were when they were met counts for nothing: these have no lag.
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
    clients: clientShares(clients, upgrade),
    countries: largest(countries).map(([name, nodes]) => ({ name, nodes })),
  };
}

/**
 * The largest clients, and what lies beyond them; and how far an upgrade is, of which all versions count, told or not.
 *
 * @typedef {ReturnType<typeof clientShares>} ClientShares
 * @param {Map<string, Map<string, number>>} clients
 * @param {{client: string, least: string}} asked
 */
function clientShares(clients, asked) {
  const all = [...clients]
    .map(([name, versions]) => ({ name, versions, nodes: total(versions) }))
    .sort((one, other) => other.nodes - one.nodes || (one.name < other.name ? -1 : 1));
  const named = all.filter((each) => each.name !== '');
  const chosen = named.find((each) => each.name === asked.client) ?? named[0];
  const choices = named.slice(0, MOST_CHOICES).map((each) => each.name);
  const first = all.slice(0, MOST_CLIENTS);
  const rest = all.slice(MOST_CLIENTS);
  return {
    nodes: sum(all),
    first: first.map(({ name, versions, nodes }) => {
      const told = largest(versions).slice(0, MOST_VERSIONS).map(([version, count]) => ({ version, nodes: count }));
      return { name, nodes, versions: told, otherVersions: versions.size - told.length };
    }),
    others: { clients: rest.length, nodes: sum(rest) },
    choices: chosen === undefined || choices.includes(chosen.name) ? choices : [...choices, chosen.name],
    upgrade: chosen === undefined ? null : upgradeOf(chosen, asked.least),
  };
}

/** @param {{name: string, versions: Map<string, number>, nodes: number}} client @param {string} asked the least version */
function upgradeOf({ name, versions, nodes }, asked) {
  const known = [...versions.keys()].filter(isVersion);
  const newest = known.reduce((best, each) => (best === '' || compareVersions(each, best) > 0 ? each : best), '');
  const least = asked === '' ? newest : asked;
  const through = isVersion(least)
    ? known.filter((each) => compareVersions(each, least) >= 0).reduce((all, each) => all + (versions.get(each) ?? 0), 0)
    : NaN;
  return { client: name, newest, through, nodes };
}

/** @param {Map<string, number>} counts */
const total = (counts) => [...counts.values()].reduce((all, each) => all + each, 0);

/** @param {{nodes: number}[]} parts */
const sum = (parts) => parts.reduce((all, each) => all + each.nodes, 0);

/** @param {Map<string, number>} counts @param {string} name */
function count(counts, name) {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** @param {Map<string, number>} counts @returns {[string, number][]} */
function largest(counts) {
  return [...counts].sort((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1));
}
