import uPlot from 'uplot';

/** The page's colours, as styles name them. @param {string} name @returns {string} */
export function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/**
 * A chart that fills its box and is drawn anew in the page's colours when these change.
 */
export class Chart {
  #box;
  #options;
  /** @type {uPlot | null} */
  #plot = null;
  /** @type {uPlot.AlignedData} */
  #data;
  #sizes = new ResizeObserver(() => this.#fit());
  #scheme = matchMedia('(prefers-color-scheme: dark)');
  #repaint = () => this.#draw();

  /**
   * @param {HTMLElement} box
   * @param {() => Partial<uPlot.Options>} options made anew for other colours
   * @param {uPlot.AlignedData} data
   */
  constructor(box, options, data) {
    this.#box = box;
    this.#options = options;
    this.#data = data;
    this.#sizes.observe(box);
    this.#scheme.addEventListener('change', this.#repaint);
  }

  /** Lets go of all that would keep it: the page outlives its charts. */
  end() {
    this.#sizes.disconnect();
    this.#scheme.removeEventListener('change', this.#repaint);
    this.#plot?.destroy();
    this.#plot = null;
  }

  /** @param {uPlot.AlignedData} data */
  show(data) {
    this.#data = data;
    if (this.#plot !== null && this.#plot.series.length === data.length) {
      this.#plot.setData(data);
    } else {
      this.#draw();
    }
  }

  #fit() {
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (this.#plot === null) {
      this.#draw();
    } else if (width > 0 && (this.#plot.width !== width || this.#plot.height !== height)) {
      this.#plot.setSize({ width, height });
    }
  }

  #draw() {
    const { clientWidth: width, clientHeight: height } = this.#box;
    if (width > 0) {
      this.#plot?.destroy();
      const options = /** @type {uPlot.Options} */ ({ width, height, ...this.#options() });
      this.#plot = new uPlot(options, this.#data, this.#box);
    }
  }
}

/** An axis in the page's hand. @param {Partial<uPlot.Axis>} more @returns {uPlot.Axis} */
export function axis(more) {
  return {
    stroke: colour('text-quiet'),
    font: `11px ${colour('font')}`,
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
    gap: 4,
    ...more,
  };
}

export { uPlot };
