import { html } from 'lit';
import { duration } from '../page/format.js';
import { Part } from './part.js';

/** How the page stands with the server, always in sight. Asks to connect at once by the event `retry`. */
export class ConnectionSign extends Part {
  static properties = { phase: {}, detail: {}, retryAt: { type: Number }, now: { state: true } };
  #timer = 0;

  constructor() {
    super();
    this.phase = 'connecting';
    this.detail = '';
    this.retryAt = 0;
    this.now = Date.now();
  }

  updated() {
    clearTimeout(this.#timer);
    if (this.phase === 'waiting') {
      this.#timer = setTimeout(() => (this.now = Date.now()), 1000);
    }
  }

  render() {
    // Read out when the phase changes; the seconds that pass are for the eye.
    return html`
      <span class="connection" data-phase=${this.phase}>
        <span class="connection-dot" aria-hidden="true"></span>
        <span role="status">${{ live: 'Live', connecting: 'Connecting…', waiting: 'Not connected' }[this.phase]}</span>
        ${this.phase !== 'waiting' ? '' : html`
          <span class="connection-why">${this.detail} Again in ${duration((this.retryAt - this.now) / 1000 + 1)}.</span>
          <button type="button" class="plain" @click=${() => this.dispatchEvent(new CustomEvent('retry'))}>Try now</button>`}
      </span>`;
  }
}

customElements.define('sb-connection', ConnectionSign);
