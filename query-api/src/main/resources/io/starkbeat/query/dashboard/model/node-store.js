/** Statuses as numbers, from the best to the worst. */
export const ONLINE = 0;
export const STALE = 1;
export const OFFLINE = 2;
const STATUSES = ['online', 'stale', 'offline'];

/** The store's columns of numbers, by the API's names; what is not known is NaN. */
const NUMBERS = /** @type {const} */ ([
  'blockHeight', 'lag', 'peerCount', 'cpuUsage', 'memoryUsage', 'storageUsage', 'nodeUptime', 'networkTraffic',
]);
/** Its columns of texts; what is not known is the empty text. */
const TEXTS = /** @type {const} */ ([
  'nodeName', 'nodeClientType', 'nodeClientVersion', 'network', 'capability', 'country', 'blockHash', 'nodeIp', 'nodeIpv6',
]);

const FIRST_CAPACITY = 1024;

/**
 * All nodes of the feed, by columns: a *slot* is a node's place in each. Thousands change each second, so a change writes
 * into arrays and makes no objects but the texts; and what reads all nodes walks along arrays.
 */
export class NodeStore {
  /** @type {Map<string, number>} */
  #slots = new Map();
  /** @type {number[]} */
  #free = [];
  #capacity = 0;
  /** One more than the highest slot that was ever taken. */
  #end = 0;
  /** @type {Record<string, Float64Array>} */
  numbers = {};
  /** @type {Record<string, string[]>} */
  texts = {};
  /** @type {string[]} */
  ids = [];
  /** Names in lower case, for orders and searches. @type {string[]} */
  lowerNames = [];
  /** When a node's height was seen to change, in ms since 1970; NaN before. */
  blockAt = new Float64Array(0);
  status = new Uint8Array(0);
  verified = new Uint8Array(0);
  contested = new Uint8Array(0);
  /** Whether what it reports and what a crawler found contradict each other. */
  contradicted = new Uint8Array(0);
  /** Whether a crawler told its height: then it is of minutes ago, or more, and says nothing of how far the network is. */
  heightCrawled = new Uint8Array(0);
  /** 1: telemetry, 2: crawler, 3: both. */
  sources = new Uint8Array(0);
  taken = new Uint8Array(0);
  /** Counts a slot's changes, so that who shows it knows whether to show it anew. */
  revision = new Uint32Array(0);

  constructor() {
    NUMBERS.forEach((name) => (this.numbers[name] = new Float64Array(0)));
    TEXTS.forEach((name) => (this.texts[name] = []));
  }

  get size() {
    return this.#slots.size;
  }

  /** All taken slots are below this. */
  get end() {
    return this.#end;
  }

  /** @param {string} nodeId @returns {number | undefined} */
  slot(nodeId) {
    return this.#slots.get(nodeId);
  }

  /**
   * A node as an item of the feed tells it.
   *
   * @param {Record<string, any>} item
   * @param {number} now in ms since 1970
   * @param {boolean} first whether it is of a snapshot: then a height that is new to us is not news
   * @returns {number} its slot
   */
  put(item, now, first) {
    const known = this.#slots.get(item.nodeId);
    const slot = known ?? this.#take(item.nodeId);
    const height = item.blockHeight;
    if (known === undefined) {
      this.blockAt[slot] = NaN;
    } else if (!first && height !== undefined && height !== this.numbers.blockHeight[slot]) {
      this.blockAt[slot] = now;
    }
    for (const name of NUMBERS) {
      const value = item[name];
      this.numbers[name][slot] = value === undefined ? NaN : value;
    }
    for (const name of TEXTS) {
      this.texts[name][slot] = item[name] ?? '';
    }
    const name = this.texts.nodeName[slot];
    this.lowerNames[slot] = name.toLowerCase();
    this.status[slot] = STATUSES.indexOf(item.status);
    this.verified[slot] = item.verified ? 1 : 0;
    this.contested[slot] = item.contested ? 1 : 0;
    this.contradicted[slot] = item.contradicted === undefined ? 0 : 1;
    this.heightCrawled[slot] = item.fromCrawler?.includes('blockHeight') ? 1 : 0;
    const sources = item.sources ?? [];
    this.sources[slot] = (sources.includes('telemetry') ? 1 : 0) + (sources.includes('crawler') ? 2 : 0);
    this.revision[slot]++;
    return slot;
  }

  /** @param {string} nodeId @returns {number | undefined} the slot that it had */
  remove(nodeId) {
    const slot = this.#slots.get(nodeId);
    if (slot !== undefined) {
      this.#slots.delete(nodeId);
      this.taken[slot] = 0;
      this.revision[slot]++;
      this.ids[slot] = '';
      this.lowerNames[slot] = '';
      TEXTS.forEach((name) => (this.texts[name][slot] = ''));
      this.#free.push(slot);
    }
    return slot;
  }

  /**
   * Instead of all that is known. Nodes that were known before stay in their slots, with when their blocks came.
   *
   * @param {Record<string, any>[]} items
   * @param {number} now
   */
  replaceAll(items, now) {
    const kept = new Set(items.map((item) => item.nodeId));
    for (const nodeId of [...this.#slots.keys()]) {
      if (!kept.has(nodeId)) {
        this.remove(nodeId);
      }
    }
    this.#reserve(items.length);
    items.forEach((item) => this.put(item, now, true));
  }

  /** What a row or a page shows of a node. @param {number} slot */
  row(slot) {
    const row = {
      nodeId: this.ids[slot],
      status: STATUSES[this.status[slot]],
      verified: this.verified[slot] === 1,
      contested: this.contested[slot] === 1,
      contradicted: this.contradicted[slot] === 1,
      sources: this.sources[slot],
      blockAt: this.blockAt[slot],
      revision: this.revision[slot],
    };
    NUMBERS.forEach((name) => (row[name] = this.numbers[name][slot]));
    TEXTS.forEach((name) => (row[name] = this.texts[name][slot]));
    return row;
  }

  /** @param {string} nodeId */
  #take(nodeId) {
    const slot = this.#free.pop() ?? this.#end++;
    this.#reserve(this.#end);
    this.#slots.set(nodeId, slot);
    this.ids[slot] = nodeId;
    this.taken[slot] = 1;
    return slot;
  }

  /** @param {number} capacity */
  #reserve(capacity) {
    if (capacity <= this.#capacity) {
      return;
    }
    this.#capacity = Math.max(capacity, FIRST_CAPACITY, 2 * this.#capacity);
    NUMBERS.forEach((name) => (this.numbers[name] = grown(this.numbers[name], this.#capacity)));
    this.blockAt = grown(this.blockAt, this.#capacity);
    this.status = grown(this.status, this.#capacity);
    this.verified = grown(this.verified, this.#capacity);
    this.contested = grown(this.contested, this.#capacity);
    this.contradicted = grown(this.contradicted, this.#capacity);
    this.heightCrawled = grown(this.heightCrawled, this.#capacity);
    this.sources = grown(this.sources, this.#capacity);
    this.taken = grown(this.taken, this.#capacity);
    this.revision = grown(this.revision, this.#capacity);
  }
}

/**
 * @template {Float64Array | Uint8Array | Uint32Array} T
 * @param {T} array
 * @param {number} capacity
 * @returns {T}
 */
function grown(array, capacity) {
  const larger = /** @type {T} */ (new (/** @type {any} */ (array.constructor))(capacity));
  larger.set(/** @type {any} */ (array));
  return larger;
}
