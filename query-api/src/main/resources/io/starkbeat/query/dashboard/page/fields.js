import { count, duration, moment, rate } from './format.js';

/** The fields of a node's page by groups, each with what it is called. Fields that are not named here come last. */
const GROUPS = [
  ['Identity', 'identity', {
    nodeName: 'Name', peerId: 'Peer id', nodeClientType: 'Client', nodeClientVersion: 'Version',
    capability: 'Role', nodeIp: 'Address', nodeIpv6: 'Address', country: 'Country',
  }],
  ['Network', 'network', {
    network: 'Network', blockHeight: 'Block', lag: 'Lag', blockHash: 'Block hash', finalizedBlockNumber: 'Final block',
    finalizedBlockHash: 'Final block’s hash', currentBlockNumberL1: 'Block on L1', currentBlockHashL1: 'Its hash',
    latestBlockTime: 'Newest block took', avgSyncTime: 'Mean time for a block', estimateSync: 'Caught up in',
    txNumber: 'Transactions in block', eventNumber: 'Events in block', messageNumber: 'Messages in block',
    peerCount: 'Peers', starknetVersion: 'Starknet version', jsonRpcVersion: 'JSON-RPC version',
  }],
  ['System', 'system', {
    operatingSystem: 'Operating system', nodeUptime: 'Uptime', cpu: 'Processor cores', cpuType: 'Processor', cpuUsage: 'CPU in use',
    memory: 'Memory', memoryUsage: 'Memory in use', storage: 'Storage', storageUsage: 'Storage in use',
    networkTraffic: 'Network traffic', clockSkew: 'Clock ahead by',
  }],
];

/** Who tells what the API names no source of. */
const DERIVED = { lag: 'derived', nodeIp: 'gateway', nodeIpv6: 'gateway', country: 'gateway', clockSkew: 'gateway' };

/** What is told elsewhere on the page, or says nothing to people. */
const ELSEWHERE = new Set(['nodeId', 'units', 'sources', 'fieldTimes', 'session', 'claims', 'outOfRange', 'status', 'verified', 'contested',
  'contradicted', 'fromCrawler', 'contradictions', 'p2p', 'firstSeen', 'lastReport', 'lastSeen', 'revision']);

const LABELS = Object.fromEntries(GROUPS.flatMap(([, , names]) => Object.entries(names)));

/**
 * @typedef {object} ShownField
 * @property {string} label
 * @property {string} value with its unit
 * @property {string} exact as the API tells it
 * @property {string} source who told it; empty where nobody knows
 */

/**
 * All that is known of a node, by groups.
 *
 * @param {Record<string, any>} detail as the API tells it
 * @returns {{title: string, reportedAt: string, fields: ShownField[]}[]}
 */
export function groupedFields(detail) {
  const left = new Set(Object.keys(detail).filter((name) => !ELSEWHERE.has(name)));
  const groups = GROUPS.map(([title, key, names]) => ({
    title,
    reportedAt: detail.fieldTimes?.[key] ?? '',
    fields: Object.entries(names).filter(([name]) => left.delete(name)).map(([name, label]) => shownField(detail, name, label)),
  }));
  groups[2].fields.push(...[...left].map((name) => shownField(detail, name, name)));
  return groups.filter((group) => group.fields.length > 0);
}

/**
 * On what the node and the crawler that met it disagree.
 *
 * @param {Record<string, any>} detail
 * @returns {{label: string, telemetry: string, telemetryAt: string, crawler: string, crawlerAt: string}[]}
 */
export function contradictions(detail) {
  const shown = (name, value) => withUnit(value, detail.units?.[name] ?? '');
  return (detail.contradictions ?? []).map(({ field, telemetry, crawler }) => ({
    label: LABELS[field] ?? field,
    telemetry: shown(field, telemetry.value), telemetryAt: shownTime(telemetry.at),
    crawler: shown(field, crawler.value), crawlerAt: shownTime(crawler.at),
  }));
}

/**
 * What crawlers found of a node, by what it is called; nothing when none met it.
 *
 * @param {Record<string, any>} detail
 * @returns {[string, string][]}
 */
export function crawl({ p2p }) {
  if (p2p === undefined) {
    return [];
  }
  const told = [
    ['Last looked for', shownTime(p2p.seenAt)], ['Was there', p2p.reachable ? 'yes' : 'no'], ['Last met', shownTime(p2p.lastReached)],
    ['Met at', p2p.provenAddress], ['Calls itself', p2p.agentVersion], ['Network', p2p.network],
    ['Block then', p2p.blockHeight === undefined ? undefined : count(p2p.blockHeight)],
    ['Round trip', p2p.roundTripMs === undefined ? undefined : `${count(Math.round(p2p.roundTripMs))} ms`],
    ['Named peers', p2p.neighbours === undefined ? undefined : count(p2p.neighbours)],
    ['Met in rounds', p2p.roundsTried === undefined ? undefined : `${count(p2p.roundsReached ?? NaN)} of ${count(p2p.roundsTried)}`],
    ['First heard of', shownTime(p2p.firstSeen)],
  ];
  return /** @type {[string, string][]} */ (told.filter(([, value]) => value !== undefined && value !== ''));
}

/** @param {Record<string, any>} detail @param {string} name @param {string} label */
function shownField(detail, name, label) {
  const value = detail[name];
  const unit = detail.units?.[name] ?? '';
  return { label, value: withUnit(value, unit), exact: `${value}${unit === '' ? '' : ` ${unit}`}`, source: detail.sources?.[name] ?? DERIVED[name] ?? '' };
}

/** @param {unknown} value @param {string} unit as the API has it */
function withUnit(value, unit) {
  if (typeof value !== 'number') {
    return String(value);
  }
  switch (unit) {
    case '%': return `${count(Math.round(value * 10) / 10)} %`;
    case 's': return duration(value);
    case 'ms': return Math.abs(value) < 10_000 ? `${count(value)} ms` : duration(value / 1000);
    case 'MB': return value < 10_000 ? `${count(value)} MB` : `${count(Math.round(value / 100) / 10)} GB`;
    case 'B/s': return rate(value);
    case '':
    case 'block number': return count(value);
    default: return `${count(value)} ${unit}`;
  }
}

/** @param {string | undefined} time as the API has it */
export const shownTime = (time) => (time === undefined || time === '' ? '' : moment(time));
