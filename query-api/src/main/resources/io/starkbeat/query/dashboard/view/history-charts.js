import { html } from 'lit';
import { count, share } from '../page/format.js';
import { Chart, axis, colour } from './chart.js';
import { Part } from './part.js';

/** What is drawn of a node: the worker's series, what they are called, and how their values are written. */
const SERIES = [
  ['lag', 'Lag', count, [0, 4]], ['peerCount', 'Peers', count, [0, 10]], ['cpuUsage', 'CPU', share, [0, 100]],
  ['memoryUsage', 'Memory', share, [0, 100]],
];

/** How a node went since its page was opened, in small. */
export class HistoryCharts extends Part {
  static properties = { watched: { attribute: false } };
  /** @type {Map<string, Chart>} */
  #charts = new Map();

  constructor() {
    super();
    this.watched = null;
  }

  disconnectedCallback() {
    this.#charts.forEach((chart) => chart.end());
    this.#charts.clear();
    super.disconnectedCallback();
  }

  render() {
    return html`
      <section aria-labelledby="history-title">
        <h3 id="history-title">Since this page is open</h3>
        <div class="histories">${SERIES.map(([name, label, write]) => html`
          <figure><figcaption>${label}</figcaption>
            <div class="history" data-series=${name} role="img" aria-label="${label}, now ${write(this.watched?.series[name].at(-1) ?? NaN)}"></div></figure>`)}
        </div>
      </section>`;
  }

  updated() {
    for (const [name, , write, [low, high]] of SERIES) {
      const box = /** @type {HTMLElement} */ (this.querySelector(`[data-series=${name}]`));
      const values = (this.watched?.series[name] ?? []).map((value) => (Number.isFinite(value) ? value : null));
      const chart = this.#charts.get(name) ?? new Chart(box, () => options(write, low, high), [[], []]);
      this.#charts.set(name, chart);
      // A single point would not be seen: it lasts until now.
      const times = this.watched?.times ?? [];
      const now = Date.now() / 1000;
      chart.show(times.length === 0 ? [[], []] : [[...times, Math.max(now, times.at(-1) + 1)], [...values, values.at(-1) ?? null]]);
    }
  }
}

/** @param {(value: number) => string} write @param {number} low @param {number} high */
function options(write, low, high) {
  return {
    legend: { show: false },
    cursor: { show: false },
    padding: [6, 6, 4, 0],
    scales: { x: { time: true }, y: { range: (_, least, most) => [Math.min(low, least ?? low), Math.max(high, most ?? high)] } },
    axes: [{ show: false }, axis({ size: 40, space: 26, values: (_, splits) => splits.map(write) })],
    series: [{}, { stroke: colour('accent'), width: 1.5, points: { show: false }, spanGaps: true }],
  };
}

customElements.define('sb-history-charts', HistoryCharts);
