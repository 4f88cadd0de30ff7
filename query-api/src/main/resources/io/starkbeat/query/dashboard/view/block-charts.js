import { html } from 'lit';
import { count, exactSeconds, fraction } from '../page/format.js';
import { Chart, axis, colour, uPlot } from './chart.js';
import { Part } from './part.js';

/** So many blocks have a place, from the right. */
const BARS = 32;
/** Seconds that are drawn at least, and at most. */
const SHORTEST_S = 5;
const LONGEST_S = 60;
const CURVES = 6;

/** The time between blocks, and how nodes follow the best one, both since the page was opened. */
export class BlockCharts extends Part {
  static properties = { blocks: { attribute: false } };
  /** @type {Chart | null} */
  #bars = null;
  /** @type {Chart | null} */
  #curves = null;

  constructor() {
    super();
    this.blocks = null;
  }

  disconnectedCallback() {
    this.#bars?.end();
    this.#curves?.end();
    this.#bars = null;
    this.#curves = null;
    super.disconnectedCallback();
  }

  render() {
    const bars = this.blocks?.intervals ?? [];
    const curves = this.blocks?.curves ?? [];
    const newest = curves.at(-1);
    return html`
      <section class="card" aria-labelledby="between-title">
        <h2 id="between-title">Time between blocks</h2>
        <p class="card-note">${bars.length === 0 ? 'From the second new block on'
          : `Last ${exactSeconds(bars.at(-1))}, longest ${exactSeconds(Math.max(...bars))}`}</p>
        <div class="chart" id="between-chart" role="img" aria-label=${bars.length === 0 ? 'No blocks yet'
          : `Seconds between the last ${bars.length} blocks: mean ${exactSeconds(this.blocks.averageSeconds)}`}></div>
      </section>
      <section class="card" aria-labelledby="follow-title">
        <h2 id="follow-title">How nodes follow</h2>
        <p class="card-note">${newest === undefined ? 'From the next new block on'
          : html`Block ${count(newest.height)}: ${fraction(newest.shares.at(-1))} of online nodes have it`}</p>
        <div class="chart" id="follow-chart" role="img" aria-label=${newest === undefined ? 'No blocks yet'
          : `${fraction(newest.shares.at(-1))} of online nodes have block ${newest.height}`}></div>
      </section>`;
  }

  updated() {
    if (this.blocks === null) {
      return;
    }
    this.#bars ??= new Chart(this.querySelector('#between-chart'), barOptions, [[], []]);
    this.#bars.show(barData(this.blocks.intervals.slice(-BARS)));
    this.#curves ??= new Chart(this.querySelector('#follow-chart'), curveOptions, curveData([], 0.25));
    this.#curves.show(curveData(this.blocks.curves, this.blocks.bucketSeconds));
  }
}

function barOptions() {
  return {
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 4, 8, 0],
    scales: { x: { time: false, range: [-0.6, BARS - 0.4] }, y: { range: (_, __, high) => [0, Math.max(1, (high ?? 0) * 1.15)] } },
    axes: [
      { show: false },
      axis({ size: 36, space: 30, incrs: [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600], values: (_, splits) => splits.map((each) => `${count(each)} s`) }),
    ],
    series: [{}, { stroke: colour('accent'), fill: colour('accent'), width: 0, points: { show: false },
      paths: uPlot.paths.bars({ size: [0.7, 14], radius: 0.2 }) }],
  };
}

/** @param {number[]} seconds @returns {import('uplot').AlignedData} */
function barData(seconds) {
  const missing = Array.from({ length: BARS - seconds.length }, () => null);
  return [Array.from({ length: BARS }, (_, place) => place), [...missing, ...seconds]];
}

function curveOptions() {
  return {
    legend: { show: false },
    cursor: { show: false },
    padding: [8, 8, 0, 0],
    scales: { x: { time: false }, y: { range: [0, 1.02] } },
    axes: [
      axis({ size: 20, space: 50, grid: { show: false }, values: (_, splits) => splits.map((each) => `${count(each)} s`) }),
      axis({ size: 40, space: 30, values: (_, splits) => splits.map((each) => fraction(each)) }),
    ],
    series: [{}, ...Array.from({ length: CURVES }, (_, index) => {
      const newest = index === CURVES - 1;
      return { stroke: newest ? colour('accent') : colour('accent-quiet'), width: newest ? 2.5 : 1, points: { show: false } };
    })],
  };
}

/** @param {{shares: number[]}[]} curves @param {number} bucketSeconds @returns {import('uplot').AlignedData} */
function curveData(curves, bucketSeconds) {
  const longest = Math.max(SHORTEST_S / bucketSeconds, ...curves.map((curve) => curve.shares.length));
  const points = Math.min(LONGEST_S / bucketSeconds, longest);
  const x = Array.from({ length: points }, (_, index) => index * bucketSeconds);
  const missing = Array.from({ length: CURVES - curves.length }, () => x.map(() => null));
  return [x, ...missing, ...curves.map((curve) => x.map((_, index) => curve.shares[index] ?? null))];
}

customElements.define('sb-block-charts', BlockCharts);
