import { compareVersions, isVersion } from './version.js';

/**
 * The filter box's terms, read into a test of a node. Several terms have all to be met; `-` before one turns it round;
 * values separated by commas are alternatives. A word without a key is searched for as the API's `q` does.
 *
 * @typedef {(store: import('./node-store.js').NodeStore, slot: number) => boolean} Test
 * @typedef {{test: Test, error: string}} Filter `error` is a sentence for a person; empty where all is well
 */

const COMPARES = /^(>=|<=|>|<|=)?(.+)$/;
const STATUSES = ['online', 'stale', 'offline'];
const SIGNS = ['verified', 'contested', 'contradicted'];
const SOURCES = { telemetry: 1, crawler: 2, both: 3 };

/** Terms of numbers, by the store's columns. */
const NUMBERS = {
  lag: 'lag', block: 'blockHeight', height: 'blockHeight', peers: 'peerCount', cpu: 'cpuUsage', memory: 'memoryUsage',
  storage: 'storageUsage', uptime: 'nodeUptime', traffic: 'networkTraffic',
};
/** Terms of texts that are meant whole, without regard to case. */
const WORDS = { client: 'nodeClientType', network: 'network', country: 'country' };
/** Terms of texts that are meant by their beginning. */
const BEGINNINGS = { hash: 'blockHash' };

/** All keys, for who asks what there is. */
export const KEYS = [
  'client', 'version', 'status', 'capability', 'country', 'network', 'source', 'is', 'name', 'id', 'ip', 'hash', 'lag',
  'block', 'peers', 'cpu', 'memory', 'storage', 'uptime', 'traffic', 'minBlock', 'maxLag', 'q',
];

/** @param {string} text @returns {Filter} */
export function readFilter(text) {
  const tests = [];
  for (const term of terms(text)) {
    const read = readTerm(term.text);
    if (typeof read === 'string') {
      return { test: () => true, error: read };
    }
    tests.push(term.not ? (store, slot) => !read(store, slot) : read);
  }
  return { test: (store, slot) => tests.every((test) => test(store, slot)), error: '' };
}

/** Splits at blanks that do not stand in quotation marks. @param {string} text */
function terms(text) {
  return [...text.matchAll(/(-?)((?:[^\s"]|"[^"]*"?)+)/g)]
    .map(([, not, term]) => ({ not: not === '-' && term !== '', text: term.replaceAll('"', '') }))
    .filter((term) => term.text !== '');
}

/** @param {string} term @returns {Test | string} the test, or what is wrong */
function readTerm(term) {
  const colon = term.indexOf(':');
  if (colon <= 0) {
    return search(term);
  }
  const key = term.slice(0, colon);
  const value = term.slice(colon + 1);
  const lowerKey = key.toLowerCase();
  if (value === '') {
    return `Write a value behind ${key}:`;
  }
  if (Object.hasOwn(NUMBERS, lowerKey)) {
    return number(key, NUMBERS[lowerKey], value);
  }
  if (Object.hasOwn(WORDS, lowerKey)) {
    const words = value.toLowerCase().split(',');
    return (store, slot) => words.includes(store.texts[WORDS[lowerKey]][slot].toLowerCase());
  }
  if (Object.hasOwn(BEGINNINGS, lowerKey)) {
    return (store, slot) => store.texts[BEGINNINGS[lowerKey]][slot].startsWith(value.toLowerCase());
  }
  switch (lowerKey) {
    case 'version':
      return version(value);
    case 'status':
      return oneOf(key, value, STATUSES, (store, slot, chosen) => chosen.includes(STATUSES[store.status[slot]]));
    case 'capability':
      return oneOf(key, value, ['fullnode', 'sequencer'], (store, slot, chosen) =>
        chosen.includes(store.texts.capability[slot].toLowerCase()));
    case 'source':
      return oneOf(key, value, Object.keys(SOURCES), (store, slot, chosen) =>
        chosen.some((word) => (store.sources[slot] & SOURCES[word]) === SOURCES[word]));
    case 'is':
      return oneOf(key, value, SIGNS, (store, slot, chosen) => chosen.some((word) => store[word][slot] === 1));
    case 'name':
      return (store, slot) => store.lowerNames[slot].includes(value.toLowerCase());
    case 'id':
      return (store, slot) => store.ids[slot].startsWith(value);
    case 'ip':
      return (store, slot) => store.texts.nodeIp[slot].startsWith(value) || store.texts.nodeIpv6[slot].startsWith(value);
    case 'minblock':
      return number(key, 'blockHeight', `>=${value}`);
    case 'maxlag':
      return number(key, 'lag', `<=${value}`);
    case 'q':
      return search(value);
    default:
      return `There is no “${key}:”. What there is: ${KEYS.join(', ')}.`;
  }
}

/** @param {string} text @returns {Test} */
function search(text) {
  const lower = text.toLowerCase();
  return (store, slot) =>
    store.lowerNames[slot].includes(lower) || store.ids[slot].startsWith(text) ||
    store.texts.nodeIp[slot].startsWith(text) || store.texts.nodeIpv6[slot].startsWith(lower);
}

/** @param {string} key @param {string} column @param {string} value @returns {Test | string} */
function number(key, column, value) {
  const [, sign = '=', digits] = COMPARES.exec(value) ?? [];
  const limit = column === 'nodeUptime' ? seconds(digits) : Number(digits);
  if (digits === undefined || !Number.isFinite(limit)) {
    return `${key}: takes a number, such as ${key}:>5`;
  }
  // What is not known is not a number, and no comparison with that is true.
  switch (sign) {
    case '>=': return (store, slot) => store.numbers[column][slot] >= limit;
    case '<=': return (store, slot) => store.numbers[column][slot] <= limit;
    case '>': return (store, slot) => store.numbers[column][slot] > limit;
    case '<': return (store, slot) => store.numbers[column][slot] < limit;
    default: return (store, slot) => store.numbers[column][slot] === limit;
  }
}

/** `90`, `30m`, `12h`, `2d`. @param {string | undefined} text */
function seconds(text) {
  const [, digits, unit = 's'] = /^(\d+(?:\.\d+)?)([smhd])?$/.exec(text ?? '') ?? [];
  return digits === undefined ? NaN : Number(digits) * { s: 1, m: 60, h: 3600, d: 86_400 }[unit];
}

/** @param {string} value @returns {Test | string} */
function version(value) {
  const [, sign = '=', wanted] = COMPARES.exec(value) ?? [];
  if (sign === '=') {
    const words = wanted.toLowerCase().split(',');
    return (store, slot) => {
      const told = store.texts.nodeClientVersion[slot].toLowerCase();
      return words.some((word) => told === word || told === `v${word}`);
    };
  }
  if (!isVersion(wanted)) {
    return 'version: compares numbers, such as version:>=0.14';
  }
  const meets = { '>=': (c) => c >= 0, '<=': (c) => c <= 0, '>': (c) => c > 0, '<': (c) => c < 0 }[sign];
  return (store, slot) => {
    const told = store.texts.nodeClientVersion[slot];
    return isVersion(told) && meets(compareVersions(told, wanted));
  };
}

/**
 * @param {string} key
 * @param {string} value
 * @param {string[]} words those that there are
 * @param {(store: import('./node-store.js').NodeStore, slot: number, chosen: string[]) => boolean} test
 * @returns {Test | string}
 */
function oneOf(key, value, words, test) {
  const chosen = value.toLowerCase().split(',');
  const unknown = chosen.find((word) => !words.includes(word));
  return unknown === undefined
    ? (store, slot) => test(store, slot, chosen)
    : `${key}: is one of ${words.join(', ')}, not “${unknown}”`;
}
