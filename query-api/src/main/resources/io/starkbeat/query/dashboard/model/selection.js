import { readFilter } from './filter.js';
import { compareVersions } from './version.js';

/** @typedef {import('./node-store.js').NodeStore} NodeStore */
/** @typedef {(one: number, other: number) => number} Compare */

/** What is sorted by as a number, and by which column. */
const NUMBERS = {
  block: 'blockHeight', lag: 'lag', peers: 'peerCount', cpu: 'cpuUsage', memory: 'memoryUsage',
  storage: 'storageUsage', uptime: 'nodeUptime', traffic: 'networkTraffic',
};
const TEXTS = { capability: 'capability', hash: 'blockHash', country: 'country' };

/**
 * Which nodes the table shows, and in which order. Pinned ones come first, whether they meet the filter or not; then
 * those that are online, stale, offline, each in the order that was chosen, so that the silent sink and stay.
 */
export class Selection {
  #store;
  network = '';
  #filter = readFilter('');
  #sort = { key: 'name', down: false };
  /** @type {string[]} */
  #pins = [];
  /** The slots, in order. */
  slots = new Uint32Array(0);
  /** How many there are. */
  count = 0;
  /** How many of them are pinned. */
  pinned = 0;
  /** How many meet the filter: pinned ones are shown, but not counted, where they do not. */
  matching = 0;

  /** @param {NodeStore} store */
  constructor(store) {
    this.#store = store;
  }

  /**
   * @param {{filter: string, sort: string, pins: string[]}} look
   * @returns {string} what is wrong with the filter; empty where nothing is. The one before stays then
   */
  choose(look) {
    this.#pins = look.pins;
    this.#sort = look.sort.startsWith('-') ? { key: look.sort.slice(1), down: true } : { key: look.sort, down: false };
    const read = readFilter(look.filter);
    if (read.error === '') {
      this.#filter = read;
    }
    return read.error;
  }

  /** Finds and orders them anew. */
  refresh() {
    const store = this.#store;
    if (this.slots.length < store.size) {
      this.slots = new Uint32Array(Math.max(1024, 2 * store.size));
    }
    const pins = new Set();
    let pinsMatching = 0;
    for (const id of this.#pins) {
      const slot = store.slot(id);
      if (slot !== undefined && store.texts.network[slot] === this.network && !pins.has(slot)) {
        this.slots[pins.size] = slot;
        pins.add(slot);
        pinsMatching += this.#filter.test(store, slot) ? 1 : 0;
      }
    }
    this.pinned = pins.size;
    let count = pins.size;
    const { network } = this;
    const networks = store.texts.network;
    for (let slot = 0; slot < store.end; slot++) {
      if (store.taken[slot] === 1 && networks[slot] === network && !pins.has(slot) && this.#filter.test(store, slot)) {
        this.slots[count++] = slot;
      }
    }
    this.count = count;
    this.matching = count - pins.size + pinsMatching;
    this.slots.subarray(pins.size, count).sort(this.#compare());
  }

  /** @returns {Compare} */
  #compare() {
    const store = this.#store;
    const { key, down } = this.#sort;
    const by = byKey(store, key);
    return (one, other) => store.status[one] - store.status[other] || by(one, other, down) ||
      (store.ids[one] < store.ids[other] ? -1 : 1);
  }
}

/**
 * @param {NodeStore} store
 * @param {string} key
 * @returns {(one: number, other: number, down: boolean) => number} what is not known comes last both ways
 */
function byKey(store, key) {
  if (Object.hasOwn(NUMBERS, key)) {
    return byNumber(store.numbers[NUMBERS[key]]);
  }
  if (Object.hasOwn(TEXTS, key)) {
    return byText(store.texts[TEXTS[key]]);
  }
  switch (key) {
    case 'since':
      return byNumber(store.blockAt, true);
    case 'sources':
      return byNumber(store.sources);
    case 'client': {
      const client = byText(store.texts.nodeClientType);
      const versions = store.texts.nodeClientVersion;
      return (one, other, down) => client(one, other, down) ||
        (down ? -1 : 1) * compareVersions(versions[one], versions[other]);
    }
    case 'status':
      return (one, other, down) => byText(store.lowerNames)(one, other, down);
    default:
      return byText(store.lowerNames);
  }
}

/** @param {Float64Array | Uint8Array} values @param {boolean} [reverse] whether larger comes first */
function byNumber(values, reverse = false) {
  return (/** @type {number} */ one, /** @type {number} */ other, /** @type {boolean} */ down) => {
    const [left, right] = [values[one], values[other]];
    if (left === right || (left !== left && right !== right)) {
      return 0;
    }
    if (left !== left || right !== right) {
      return left !== left ? 1 : -1;
    }
    return down !== reverse ? right - left : left - right;
  };
}

/** @param {string[]} values */
function byText(values) {
  return (/** @type {number} */ one, /** @type {number} */ other, /** @type {boolean} */ down) => {
    const [left, right] = [values[one], values[other]];
    if (left === right) {
      return 0;
    }
    if (left === '' || right === '') {
      return left === '' ? 1 : -1;
    }
    return left < right !== down ? -1 : 1;
  };
}
