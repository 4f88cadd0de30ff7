/**
 * The worker, as the page sees it. Events bear the names of its messages: networks, rows, summary, watched, …
 * @typedef {FeedClient} Feed
 */
class FeedClient extends EventTarget {
  #worker;
  /** What came before the page was ready for it; null since it is. @type {any[] | null} */
  #early = [];

  /** @param {URL} script the worker's */
  constructor(script) {
    super();
    // The page's policy takes no text for a script; this one is ours, whatever happens to the page.
    const policy = globalThis.trustedTypes?.createPolicy('starkbeat', { createScriptURL: () => script.href });
    const trusted = /** @type {any} */ (policy?.createScriptURL('') ?? script);
    this.#worker = new Worker(trusted, { type: 'module', name: 'starkbeat-feed' });
    this.#worker.addEventListener('message', ({ data }) => {
      if (this.#early === null) {
        this.#tell(data);
      } else {
        this.#early.push(data);
      }
    });
    this.#worker.addEventListener('error', (event) => {
      this.dispatchEvent(new CustomEvent('broken', { detail: event.message ?? '' }));
    });
  }

  /** @param {any} data */
  #tell(data) {
    this.dispatchEvent(new CustomEvent(data.type, { detail: data }));
  }

  /** Tells what has come so far, and from now on what comes. */
  begin() {
    const early = this.#early ?? [];
    this.#early = null;
    early.forEach((data) => this.#tell(data));
  }

  /**
   * @template T
   * @param {string} type
   * @param {(message: T) => void} handler
   */
  on(type, handler) {
    this.addEventListener(type, (event) => handler(/** @type {CustomEvent} */ (event).detail));
  }

  /** @param {{network: string, filter: string, sort: string, pins: string[]}} look */
  look(look) {
    this.#worker.postMessage({ type: 'look', look });
  }

  /** Which rows the page shows. @param {number} first @param {number} count */
  window(first, count) {
    this.#worker.postMessage({ type: 'window', first, count });
  }

  /** Follows one node; none for the empty id. @param {string} nodeId */
  watch(nodeId) {
    this.#worker.postMessage({ type: 'watch', nodeId });
  }

  /** Has the summary tell how far an upgrade is. @param {{client: string, least: string}} upgrade empty for what is usual */
  upgrade(upgrade) {
    this.#worker.postMessage({ type: 'upgrade', upgrade });
  }

  /** Connects now, if it waits. */
  retry() {
    this.#worker.postMessage({ type: 'retry' });
  }
}

/** The feed of this page. The page has this module loaded by itself, so that nodes are on their way while the rest loads. */
export const feed = new FeedClient(new URL('../feed/worker.js', import.meta.url));
