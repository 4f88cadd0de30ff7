import { EventLines } from './event-lines.js';

/**
 * How the page stands with the feed.
 *
 * @typedef {object} ConnectionState
 * @property {'connecting' | 'live' | 'waiting'} phase
 * @property {string} detail why it waits, for a person; empty where there is nothing to say
 * @property {number} retryAt when it tries again, in ms since 1970; 0 where it does not wait
 */

/** The server says something every 15 s. Two of these may get lost on a bad line; then the line is dead. */
const SILENCE_MS = 40_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** No server is waited for longer, whatever it asks for. */
const LONGEST_ASKED_S = 30;

/**
 * The live feed, for as long as the page is open. Read by `fetch`, not by `EventSource`: that tells neither why it was
 * refused nor that the line is dead, and after a refusal it does not try again.
 */
export class FeedConnection {
  #url;
  #take;
  #tell;
  #lastId = '';
  #failures = 0;
  /** @type {(() => void) | null} */
  #stopWaiting = null;

  /**
   * @param {string} url
   * @param {(event: string, data: string) => void} take
   * @param {(state: ConnectionState) => void} tell
   */
  constructor(url, take, tell) {
    this.#url = url;
    this.#take = take;
    this.#tell = tell;
  }

  /** Reads for good. */
  async run() {
    for (;;) {
      this.#tell({ phase: 'connecting', detail: '', retryAt: 0 });
      const { detail, atLeast } = await this.#readOnce();
      this.#failures++;
      const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1));
      // Not all pages at the same moment, when a server comes back.
      const wait = Math.max(atLeast, most * (0.5 + Math.random() / 2));
      this.#tell({ phase: 'waiting', detail, retryAt: Date.now() + wait });
      await this.#wait(wait);
    }
  }

  /** Does not wait any longer, if it does. */
  retryNow() {
    this.#stopWaiting?.();
  }

  /** @param {number} ms */
  #wait(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#stopWaiting = () => {
        clearTimeout(timer);
        resolve(undefined);
      };
    });
  }

  /** @returns {Promise<{detail: string, atLeast: number}>} why it ended, and how long to wait at least, in ms */
  async #readOnce() {
    const abort = new AbortController();
    let watch = setTimeout(() => abort.abort(), SILENCE_MS);
    try {
      const headers = { Accept: 'text/event-stream' };
      if (this.#lastId !== '') {
        headers['Last-Event-ID'] = this.#lastId;
      }
      const response = await fetch(this.#url, { headers, cache: 'no-store', signal: abort.signal });
      if (!response.ok || response.body === null) {
        return await refusal(response);
      }
      const lines = new EventLines((event, data) => {
        this.#failures = 0;
        this.#take(event, data);
      });
      const decoder = new TextDecoder();
      const reader = response.body.getReader();
      this.#tell({ phase: 'live', detail: '', retryAt: 0 });
      for (;;) {
        const { done, value } = await reader.read();
        clearTimeout(watch);
        if (done) {
          return { detail: 'The server ended the feed.', atLeast: 0 };
        }
        watch = setTimeout(() => abort.abort(), SILENCE_MS);
        lines.push(decoder.decode(value, { stream: true }));
        this.#lastId = lines.lastId || this.#lastId;
      }
    } catch {
      return {
        detail: abort.signal.aborted ? 'Nothing came for a while.' : 'The server cannot be reached.',
        atLeast: 0,
      };
    } finally {
      clearTimeout(watch);
    }
  }
}

/** @param {Response} response */
async function refusal(response) {
  const asked = Number(response.headers.get('Retry-After') ?? 0);
  // It may be a date, or what a proxy likes.
  const seconds = Number.isFinite(asked) ? Math.min(Math.max(asked, 0), LONGEST_ASKED_S) : 0;
  try {
    const problem = await response.json();
    return { detail: String(problem.detail), atLeast: seconds * 1000 };
  } catch {
    return { detail: `The server answered ${response.status}.`, atLeast: seconds * 1000 };
  }
}
