import { html } from 'lit';
import { count } from '../page/format.js';
import { Part } from './part.js';

/** So many networks have a tab; others are in a list behind them, since anybody can invent a network. */
const TABS = 4;

/** The networks with their nodes counted. Chooses by the event `network`. */
export class NetworkTabs extends Part {
  static properties = { networks: { attribute: false }, chosen: {} };

  constructor() {
    super();
    /** @type {{name: string, nodes: number}[]} */
    this.networks = [];
    this.chosen = '';
  }

  render() {
    const first = this.networks.slice(0, TABS);
    // By name: an order by size would change under the reader’s hand.
    const rest = this.networks.slice(TABS).sort((one, other) => (label(one.name) < label(other.name) ? -1 : 1));
    return html`
      <nav class="tabs" aria-label="Networks">
        ${first.map((each) => html`
          <button type="button" class="tab" aria-pressed=${each.name === this.chosen} @click=${() => this.#choose(each.name)}>
            <span class="tab-name">${label(each.name)}</span> <span class="tab-count">${count(each.nodes)}</span>
          </button>`)}
        ${rest.length === 0 ? '' : html`
          <select class="tab-more" aria-label="More networks" @change=${(event) => this.#choose(event.target.value)}>
            <option value="" disabled .selected=${first.some((each) => each.name === this.chosen)}>${count(rest.length)} more</option>
            ${rest.map((each) => html`
              <option value=${each.name} .selected=${each.name === this.chosen}>${label(each.name)} (${count(each.nodes)})</option>`)}
          </select>`}
      </nav>`;
  }

  /** @param {string} network */
  #choose(network) {
    this.dispatchEvent(new CustomEvent('network', { detail: network }));
  }
}

const NAMES = { SN_MAIN: 'Mainnet', SN_SEPOLIA: 'Sepolia', SN_INTEGRATION_SEPOLIA: 'Integration', '': 'No network told' };

/** @param {string} network */
function label(network) {
  return Object.hasOwn(NAMES, network) ? NAMES[network] : network;
}

customElements.define('sb-network-tabs', NetworkTabs);
