import { html } from 'lit';
import { clientSign, icon } from '../page/clients.js';
import { isVersion } from '../model/version.js';
import { count, fraction } from '../page/format.js';
import { Part } from './part.js';

/**
 * Clients and their versions among connected nodes, and how far an upgrade is through. Asks by the event `upgrade` (client
 * and least version) what the worker is to count: it alone knows all versions.
 */
export class ClientShares extends Part {
  static properties = { shares: { attribute: false }, least: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/summary.js').ClientShares | null} */
    this.shares = null;
    this.least = '';
  }

  render() {
    const { nodes: all, first, others } = this.shares ?? { nodes: NaN, first: [], others: { clients: 0, nodes: 0 } };
    return html`
      <section class="card" aria-labelledby="clients-title">
        <h2 id="clients-title">Clients and versions</h2>
        <p class="card-note">Of ${count(all)} connected nodes${others.clients === 0 ? ''
          : `; ${count(others.clients)} more ${others.clients === 1 ? 'client' : 'clients'}: ${fraction(others.nodes / all)}`}</p>
        <ul class="shares">
          ${first.map((each) => html`
            <li>
              <span class="share-name">${icon(`client-${clientSign(each.name)}`, 'client-sign')}<span class="clipped">${each.name || 'Not told'}</span></span>
              <span class="share-versions clipped">${each.versions.map((v) => `${v.version || '?'} ${count(v.nodes)}`).join(', ')}${each.otherVersions === 0
                ? '' : `, ${count(each.otherVersions)} more`}</span>
              <span class="share-number">${fraction(each.nodes / all)}</span>
              <progress class="bar" max=${all} value=${each.nodes} aria-label="${each.name || 'Not told'}"></progress>
            </li>`)}
        </ul>
        ${this.#upgrade()}
      </section>`;
  }

  #upgrade() {
    const upgrade = this.shares?.upgrade ?? null;
    if (this.shares === null || upgrade === null) {
      return '';
    }
    const right = this.least === '' ? upgrade.newest !== '' : isVersion(this.least);
    // By name: an order by size would change under the reader's hand.
    const choices = this.shares.choices.toSorted();
    return html`
      <form class="upgrade" @submit=${(event) => event.preventDefault()}>
        <select aria-label="Client" @change=${(event) => this.#ask(event.target.value, '')}>
          ${choices.map((each) => html`<option value=${each} .selected=${each === upgrade.client}>${each}</option>`)}
        </select>
        <span aria-hidden="true">≥</span>
        <input class="upgrade-version" aria-label="Minimum version" placeholder=${upgrade.newest} .value=${this.least}
          aria-invalid=${this.least !== '' && !right} @input=${(event) => this.#ask(upgrade.client, event.target.value.trim())}>
        <output aria-live="off">${right ? html`<b>${fraction(upgrade.through / upgrade.nodes)}</b> (${count(upgrade.through)} of ${count(upgrade.nodes)})` : 'such as 0.14'}</output>
      </form>`;
  }

  /** @param {string} client @param {string} least */
  #ask(client, least) {
    this.least = least;
    this.dispatchEvent(new CustomEvent('upgrade', { detail: { client, least } }));
  }
}

customElements.define('sb-client-shares', ClientShares);
