import { ONLINE } from './node-store.js';

/** A bucket of the curve in ms, and how many: blocks take seconds to half a minute. */
const BUCKET_MS = 250;
const BUCKETS = 240;
/** So many blocks are drawn as bars. */
const KEPT = 48;
/** So many as curves, the newest among them. */
const CURVES = 6;

/**
 * One block as it was met.
 *
 * @typedef {object} WatchedBlock
 * @property {number} height
 * @property {number} at when it was first seen, in ms since 1970
 * @property {number} seconds since the one before it; of blocks that came together each an equal share; NaN for the first
 * @property {number} gained how many came together, itself the newest of them
 * @property {Uint32Array} reached how many nodes got to it within each bucket
 */

/** What the page saw of a network's blocks since it was opened: when each came, and how nodes followed. */
export class BlockWatch {
  /** The best height; NaN while none is known. */
  best = NaN;
  /** Since when one is known, in ms since 1970; NaN before. */
  since = NaN;
  /** @type {WatchedBlock[]} */
  #blocks = [];

  /** When the best block was first seen; NaN while the page has seen none come. */
  get bestAt() {
    return this.#blocks.length === 0 ? NaN : this.#blocks[this.#blocks.length - 1].at;
  }

  /**
   * What an item tells about the best height: exactly that, where the node lags.
   *
   * @param {import('./node-store.js').NodeStore} store
   * @param {number} slot of the node, which has changed
   * @param {number} before its height before; NaN for none
   * @param {number} now
   */
  saw(store, slot, before, now) {
    const height = store.numbers.blockHeight[slot];
    const lag = store.numbers.lag[slot];
    if (lag > 0 && height + lag > this.best) {
      this.rise(store, store.texts.network[slot], height + lag, now);
    } else if (height >= this.best && before < this.best && store.status[slot] === ONLINE && store.heightCrawled[slot] === 0) {
      this.#reach(now);
    }
  }

  /**
   * The best height is another.
   *
   * @param {import('./node-store.js').NodeStore} store
   * @param {string} network
   * @param {number} best
   * @param {number} now
   */
  rise(store, network, best, now) {
    const first = this.best !== this.best;
    const gained = best - this.best;
    this.best = best;
    this.since = first ? now : this.since;
    if (first || gained <= 0) {
      return;
    }
    const seconds = (now - this.bestAt) / 1000 / gained;
    const reached = new Uint32Array(BUCKETS);
    for (let slot = 0; slot < store.end; slot++) {
      if (store.taken[slot] === 1 && store.status[slot] === ONLINE && store.numbers.blockHeight[slot] >= best &&
        store.heightCrawled[slot] === 0 && store.texts.network[slot] === network) {
        reached[0]++;
      }
    }
    this.#blocks.push({ height: best, at: now, seconds, gained, reached });
    if (this.#blocks.length > KEPT) {
      this.#blocks.shift();
    }
  }

  /** @param {number} now */
  #reach(now) {
    const newest = this.#blocks[this.#blocks.length - 1];
    if (newest !== undefined) {
      newest.reached[Math.min(BUCKETS - 1, Math.floor((now - newest.at) / BUCKET_MS))]++;
    }
  }

  /** The mean time between blocks, in seconds; NaN before two of them. */
  averageSeconds() {
    const blocks = this.averaged();
    return blocks === 0 ? NaN : this.#timed().reduce((sum, block) => sum + block.seconds * block.gained, 0) / blocks;
  }

  /** Over how many blocks that mean is: of those that came together each counts. */
  averaged() {
    return this.#timed().reduce((sum, block) => sum + block.gained, 0);
  }

  #timed() {
    return this.#blocks.filter((block) => block.seconds === block.seconds);
  }

  /** The seconds before each block, where they are known. */
  intervals() {
    return this.#timed().map((block) => block.seconds);
  }

  /**
   * For the newest blocks, the newest last: which share of nodes had it within each bucket, up to now.
   *
   * @param {number} nodes how many could have it: those online that tell a height at all
   * @param {number} now
   */
  curves(nodes, now) {
    return this.#blocks.slice(-CURVES).map((block, index, blocks) => {
      const until = index + 1 < blocks.length ? blocks[index + 1].at : now;
      const buckets = Math.min(BUCKETS, Math.max(1, Math.ceil((until - block.at) / BUCKET_MS)));
      let sum = 0;
      const shares = [];
      for (let bucket = 0; bucket < buckets; bucket++) {
        sum += block.reached[bucket];
        shares.push(nodes === 0 ? 0 : Math.min(1, sum / nodes));
      }
      return { height: block.height, shares };
    });
  }

  /** The width of a bucket of a curve, in seconds. */
  static get bucketSeconds() {
    return BUCKET_MS / 1000;
  }
}
