import { count, countryName } from '../page/format.js';

const SVG = 'http://www.w3.org/2000/svg';
/** Shades from few to many nodes; a country's shade is by its share of the country with most. */
const SHADES = 5;

/** The world's countries, each shaded by how many nodes are there. Its shapes are read when it is first shown. */
export class WorldMap {
  /** @type {Promise<SVGSVGElement> | null} */
  static #drawing = null;

  /**
   * @param {Element} box
   * @param {{name: string, nodes: number}[]} countries
   */
  async showIn(box, countries) {
    let svg;
    try {
      svg = await (WorldMap.#drawing ??= draw());
    } catch {
      // The server is away, which the page tells elsewhere; the next summary asks for it again.
      WorldMap.#drawing = null;
      return;
    }
    if (svg.parentNode !== box) {
      box.replaceChildren(svg);
    }
    const most = Math.max(...countries.map((each) => each.nodes));
    const nodes = new Map(countries.map((each) => [each.name, each.nodes]));
    for (const path of /** @type {NodeListOf<SVGPathElement>} */ (svg.querySelectorAll('path'))) {
      const here = nodes.get(path.dataset.country ?? '') ?? 0;
      const shade = here === 0 ? 0 : Math.max(1, Math.ceil((SHADES * here) / most));
      if (path.dataset.shade !== String(shade)) {
        path.dataset.shade = String(shade);
      }
      const title = /** @type {Element} */ (path.firstElementChild);
      const text = here === 0 ? countryName(path.dataset.country ?? '') : `${countryName(path.dataset.country ?? '')}: ${count(here)}`;
      if (title.textContent !== text) {
        title.textContent = text;
      }
    }
    svg.setAttribute('aria-label', `Map: ${countries.slice(0, 5).map((each) => `${countryName(each.name)} ${each.nodes}`).join(', ')}`);
  }
}

async function draw() {
  const world = await (await fetch(new URL('../map/world.json', import.meta.url))).json();
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', world.viewBox);
  svg.setAttribute('class', 'map');
  svg.setAttribute('role', 'img');
  for (const [country, shape] of Object.entries(world.countries)) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', /** @type {string} */ (shape));
    path.dataset.country = country;
    path.append(document.createElementNS(SVG, 'title'));
    svg.append(path);
  }
  return svg;
}
