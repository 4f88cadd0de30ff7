import { html } from 'lit';
import { Part } from './part.js';

/** Below more rows than these it would not be seen. */
const MOST_ABOVE = 5;

/** What stands in the table's place while it has no rows: what is the matter, and what to do. */
export class Advice extends Part {
  static properties = { phase: {}, loaded: { type: Boolean }, nodes: { type: Number }, filter: {}, broken: { type: Boolean } };

  constructor() {
    super();
    this.phase = 'connecting';
    this.loaded = false;
    this.nodes = 0;
    this.filter = '';
    this.broken = false;
  }

  /** Stands below the rows that there are all the same, since they are pinned. @param {number} rows */
  below(rows) {
    this.style.setProperty('--rows', String(Math.min(rows, MOST_ABOVE)));
  }

  render() {
    return html`<div class="empty-state">${this.#words()}</div>`;
  }

  #words() {
    if (this.broken) {
      return html`<h2>This page does not work here</h2><p>Its script could not be started. Load the page anew; if that does not
        help, use a browser of the last two years.</p>`;
    }
    if (!this.loaded) {
      return this.phase === 'waiting'
        ? html`<h2>Not connected</h2><p>The nodes will be here as soon as the server answers. Why it does not stands at the top.</p>`
        : html`<h2>Loading nodes…</h2>`;
    }
    if (this.nodes === 0) {
      return html`<h2>No node has reported yet</h2><p>Point a node to <code>ws://${location.hostname}:8080/submit</code>, or start
        with a demo network: <code>./starkbeat up</code>.</p>`;
    }
    return html`<h2>No node meets the filter</h2><p>${this.filter === '' ? 'No node of this network is known. Choose another.' : ''}</p>
      ${this.filter === '' ? '' : html`<button type="button" class="button" @click=${() => this.dispatchEvent(new CustomEvent('clear'))}>Clear the filter</button>`}`;
  }
}

customElements.define('sb-advice', Advice);
