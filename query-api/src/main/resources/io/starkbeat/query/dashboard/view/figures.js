import { html } from 'lit';
import { count, duration, exactSeconds, fraction, UNKNOWN } from '../page/format.js';
import { Part } from './part.js';

/** The head of the page: how the chosen network is, in a few numbers. */
export class Figures extends Part {
  static properties = { figures: { attribute: false }, blocks: { attribute: false }, now: { state: true } };
  #timer = 0;

  constructor() {
    super();
    this.figures = null;
    this.blocks = null;
    this.now = Date.now();
  }

  connectedCallback() {
    super.connectedCallback();
    this.#timer = setInterval(() => (this.now = Date.now()), 1000);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
    super.disconnectedCallback();
  }

  render() {
    const f = this.figures;
    if (f === null) {
      return html`<div class="figures" aria-hidden="true">${Array.from({ length: 7 }, () => html`<div class="figure"><div class="bone"></div></div>`)}</div>`;
    }
    const connected = f.online + f.stale;
    return html`
      <dl class="figures">
        <div class="figure figure-first">
          <dt>Best block</dt>
          <dd><span class="figure-value">${count(f.best)}</span></dd>
          <dd class="figure-note">${this.#age()}</dd>
        </div>
        <div class="figure">
          <dt>Block time</dt>
          <dd><span class="figure-value">${exactSeconds(this.blocks?.averageSeconds ?? NaN)}</span></dd>
          <dd class="figure-note">${this.#seen()}</dd>
        </div>
        <div class="figure figure-nodes">
          <dt>Nodes</dt>
          <dd><span class="figure-value">${count(connected + f.offline)}</span></dd>
          <dd class="figure-note statuses">
            <span data-status="online">${count(f.online)} online</span>
            <span data-status="stale">${count(f.stale)} stale</span>
            <span data-status="offline">${count(f.offline)} offline</span>
          </dd>
        </div>
        <div class="figure">
          <dt>On the best block</dt>
          <dd><span class="figure-value">${f.withLag === 0 ? UNKNOWN : fraction(f.onBest / f.withLag)}</span></dd>
          <dd class="figure-note">${count(f.onBest)} of ${count(f.withLag)} online</dd>
        </div>
        <div class="figure">
          <dt>Median lag</dt>
          <dd><span class="figure-value">${count(f.medianLag)}</span></dd>
          <dd class="figure-note">${f.medianLag === 1 ? 'block' : 'blocks'}</dd>
        </div>
        <div class="figure">
          <dt>Verified</dt>
          <dd><span class="figure-value">${count(f.verified)}</span></dd>
          <dd class="figure-note">peer id proved</dd>
        </div>
        <div class="figure" data-trouble=${f.contested > 0}>
          <dt>Contested</dt>
          <dd><span class="figure-value">${count(f.contested)}</span></dd>
          <dd class="figure-note">claimed twice</dd>
        </div>
      </dl>`;
  }

  #age() {
    const at = this.blocks?.bestAt ?? NaN;
    if (Number.isFinite(at)) {
      return `${duration((this.now - at) / 1000)} ago`;
    }
    // It may be older than the page knows of it.
    return Number.isFinite(this.figures.best) ? `over ${duration((this.now - (this.blocks?.since ?? NaN)) / 1000)} ago` : 'no node tells one';
  }

  #seen() {
    const blocks = this.blocks?.averaged ?? 0;
    return blocks === 0 ? 'from two blocks on' : `mean of ${count(blocks)}`;
  }
}

customElements.define('sb-figures', Figures);
