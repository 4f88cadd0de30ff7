import { html } from 'lit';
import { count } from '../page/format.js';
import { COLUMNS } from './columns.js';
import { icon } from '../page/clients.js';
import { Part } from './part.js';

/** Terms to begin with; a click puts one into the box. */
const EXAMPLES = ['status:online', 'lag:>5', 'client:juno', 'version:<0.15', 'is:contested'];

/** So long nothing has to be typed before it is said how many nodes were found: longer than it takes to find them. */
const SAY_AFTER_MS = 800;

/**
 * What stands above the table: the filter box, how many nodes meet it, and the choice of columns. Tells by the events
 * `filter` (text) and `columns` (keys).
 */
export class Toolbar extends Part {
  static properties = {
    filter: {}, error: {}, matching: { type: Number }, all: { type: Number }, columns: { attribute: false }, said: { state: true },
  };
  #saying = 0;

  constructor() {
    super();
    this.filter = '';
    this.error = '';
    this.matching = NaN;
    this.all = NaN;
    /** @type {string[]} */
    this.columns = [];
    this.said = '';
  }

  render() {
    return html`
      <div class="toolbar">
        <form class="filter" role="search" @submit=${(event) => event.preventDefault()}>
          ${icon('search', 'icon filter-icon')}
          <input type="search" id="filter" aria-label="Filter nodes" autocomplete="off" autocapitalize="off" spellcheck="false"
            placeholder="Filter: a name, or client:juno version:>=0.14 lag:>5" .value=${this.filter}
            aria-invalid=${this.error !== ''} aria-describedby="filter-word"
            @input=${(event) => this.#filter(event.target.value)}>
        </form>
        <p class="matching">${this.#found()}</p>
        <p class="unseen" role="status">${this.said}</p>
        <p id="filter-word" class="filter-word">${this.error !== '' ? html`<span class="trouble">${this.error}</span>`
          : this.filter === '' ? EXAMPLES.map((each) => html`<button type="button" class="example" @click=${() => this.#filter(each)}>${each}</button>`) : ''}</p>
        <button type="button" class="button" popovertarget="columns">${icon('columns', 'icon')} Columns</button>
        <div id="columns" class="menu" popover>
          <fieldset>
            <legend>Columns</legend>
            ${COLUMNS.map((column) => html`
              <label><input type="checkbox" .checked=${this.columns.includes(column.key)} ?disabled=${column.key === 'name'}
                @change=${(event) => this.#choose(column.key, event.target.checked)}> ${column.title}</label>`)}
          </fieldset>
        </div>
      </div>`;
  }

  #found() {
    if (!Number.isFinite(this.matching) || !Number.isFinite(this.all)) {
      return '';
    }
    return this.matching === this.all ? `${count(this.all)} nodes` : `${count(this.matching)} of ${count(this.all)} nodes`;
  }

  /** @param {string} text */
  #filter(text) {
    this.#tell('filter', text);
    // Read out once the reader pauses, and never because nodes come and go: that would not end.
    this.said = '';
    clearTimeout(this.#saying);
    this.#saying = setTimeout(() => (this.said = this.error === '' ? this.#found() : this.error), SAY_AFTER_MS);
  }

  /** @param {string} key @param {boolean} wanted */
  #choose(key, wanted) {
    this.columns = wanted ? [...this.columns, key] : this.columns.filter((each) => each !== key);
    this.#tell('columns', this.columns);
  }

  /** @param {string} type @param {unknown} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

customElements.define('sb-toolbar', Toolbar);
