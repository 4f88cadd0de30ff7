/** What small histories there are, by the store's columns. */
export const SERIES = ['lag', 'peerCount', 'cpuUsage', 'memoryUsage'];
/** So many points of each are kept: more than there are pixels to draw them. */
const MOST = 240;
/** Two changes within this are one point. */
const APART_MS = 1000;

/** How one node went since its page was opened. */
export class NodeHistory {
  changed = true;
  /** In s since 1970. @type {number[]} */
  #times = [];
  /** @type {number[][]} */
  #values = SERIES.map(() => []);

  /**
   * @param {string} nodeId
   * @param {import('./node-store.js').NodeStore} store
   * @param {number} now
   */
  constructor(nodeId, store, now) {
    this.nodeId = nodeId;
    const slot = store.slot(nodeId);
    if (slot !== undefined) {
      this.add(store, slot, now);
    }
  }

  /**
   * The node has changed.
   *
   * @param {import('./node-store.js').NodeStore} store
   * @param {number} slot
   * @param {number} now
   */
  add(store, slot, now) {
    this.changed = true;
    const last = this.#times.length - 1;
    const at = last >= 0 && now - this.#times[last] * 1000 < APART_MS ? last : last + 1;
    this.#times[at] = at === last ? this.#times[last] : now / 1000;
    SERIES.forEach((name, index) => (this.#values[index][at] = store.numbers[name][slot]));
    if (this.#times.length > MOST) {
      this.#times.shift();
      this.#values.forEach((values) => values.shift());
    }
  }

  /** For the page: the node as it is, or null when it is not known any more, and how it went. */
  told(/** @type {import('./node-store.js').NodeStore} */ store) {
    this.changed = false;
    const slot = store.slot(this.nodeId);
    return {
      nodeId: this.nodeId,
      row: slot === undefined ? null : store.row(slot),
      times: this.#times,
      series: Object.fromEntries(SERIES.map((name, index) => [name, this.#values[index]])),
    };
  }
}
