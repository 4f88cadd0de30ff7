import { html } from 'lit';
import { count, countryName } from '../page/format.js';
import { Part } from './part.js';
import { WorldMap } from './world-map.js';

const ROWS = 4;

/** Where connected nodes are: a map and the countries with most of them. Without countries a word on how to have them. */
export class Countries extends Part {
  static properties = { countries: { attribute: false }, loaded: { type: Boolean } };
  /** @type {WorldMap | null} */
  #map = null;

  constructor() {
    super();
    /** @type {{name: string, nodes: number}[]} */
    this.countries = [];
    this.loaded = false;
  }

  render() {
    const none = this.countries.length === 0;
    const all = this.countries.reduce((sum, each) => sum + each.nodes, 0);
    return html`
      <section class="card card-countries" aria-labelledby="countries-title">
        <h2 id="countries-title">Countries</h2>
        ${none ? html`
          <p class="card-note">${this.loaded ? 'No country is known.' : ''}</p>
          ${this.loaded ? html`<p class="advice">To have a map here, give the gateway a database of addresses: set
            <code>GEOIP_DB</code> to a file in MaxMind’s format (.mmdb). Nodes on private addresses have no country.</p>` : ''}` : html`
          <p class="card-note">${count(all)} connected nodes in ${count(this.countries.length)} ${this.countries.length === 1 ? 'country' : 'countries'}</p>
          <div class="map-box"></div>
          <ol class="places">${this.countries.slice(0, ROWS).map((each) => html`
            <li><span class="clipped">${countryName(each.name)}</span> <span class="share-number">${count(each.nodes)}</span></li>`)}
          </ol>`}
      </section>`;
  }

  updated() {
    const box = this.querySelector('.map-box');
    if (box === null) {
      this.#map = null;
    } else {
      this.#map ??= new WorldMap();
      this.#map.showIn(box, this.countries);
    }
  }
}

customElements.define('sb-countries', Countries);
