import { html } from 'lit';
import { clientSign, icon } from '../page/clients.js';
import { compareVersions, isVersion } from '../model/version.js';
import { count, fraction } from '../page/format.js';
import { Part } from './part.js';

/** Rows beyond this are counted together. */
const ROWS = 6;
const VERSIONS = 4;

/** Clients and their versions among connected nodes, and how far an upgrade is through. */
export class ClientShares extends Part {
  static properties = { clients: { attribute: false }, client: { state: true }, least: { state: true } };

  constructor() {
    super();
    /** @type {{name: string, nodes: number, versions: {version: string, nodes: number}[]}[]} */
    this.clients = [];
    this.client = '';
    this.least = '';
  }

  render() {
    const all = this.clients.reduce((sum, each) => sum + each.nodes, 0);
    const shown = this.clients.slice(0, ROWS);
    return html`
      <section class="card" aria-labelledby="clients-title">
        <h2 id="clients-title">Clients and versions</h2>
        <p class="card-note">Of ${count(all)} connected nodes</p>
        <ul class="shares">
          ${shown.map((each) => html`
            <li>
              <span class="share-name">${icon(`client-${clientSign(each.name)}`, 'client-sign')}<span class="clipped">${each.name || 'Not told'}</span></span>
              <span class="share-versions clipped">${each.versions.slice(0, VERSIONS).map((v) => `${v.version || '?'} ${count(v.nodes)}`).join(', ')}</span>
              <span class="share-number">${fraction(each.nodes / all)}</span>
              <progress class="bar" max=${all} value=${each.nodes} aria-label="${each.name || 'Not told'}"></progress>
            </li>`)}
        </ul>
        ${this.#upgrade(shown)}
      </section>`;
  }

  /** @param {typeof this.clients} shown */
  #upgrade(shown) {
    const chosen = shown.find((each) => each.name === this.client) ?? shown.find((each) => each.name !== '');
    if (chosen === undefined) {
      return '';
    }
    const newest = chosen.versions.map((each) => each.version).filter(isVersion).sort(compareVersions).at(-1) ?? '';
    const least = this.least === '' ? newest : this.least;
    const through = chosen.versions.filter((each) => isVersion(each.version) && compareVersions(each.version, least) >= 0)
      .reduce((sum, each) => sum + each.nodes, 0);
    return html`
      <form class="upgrade" @submit=${(event) => event.preventDefault()}>
        <select aria-label="Client" @change=${(event) => { this.client = event.target.value; this.least = ''; }}>
          ${shown.filter((each) => each.name !== '').map((each) => html`<option ?selected=${each === chosen}>${each.name}</option>`)}
        </select>
        <span aria-hidden="true">≥</span>
        <input class="upgrade-version" aria-label="Minimum version" placeholder=${newest} .value=${this.least}
          aria-invalid=${least !== '' && !isVersion(least)} @input=${(event) => (this.least = event.target.value.trim())}>
        <output>${isVersion(least) ? html`<b>${fraction(through / chosen.nodes)}</b> (${count(through)} of ${count(chosen.nodes)})` : 'such as 0.14'}</output>
      </form>`;
  }
}

customElements.define('sb-client-shares', ClientShares);
