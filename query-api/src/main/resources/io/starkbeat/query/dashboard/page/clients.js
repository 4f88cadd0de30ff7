/** Clients that have a sign of their own, see the symbols in `index.html`. */
const KNOWN = ['juno', 'pathfinder', 'madara', 'papyrus', 'deoxys', 'apollo'];

/** The sign of a client. @param {string} client as it calls itself */
export function clientSign(client) {
  const lower = client.toLowerCase();
  return KNOWN.find((known) => lower.startsWith(known)) ?? 'other';
}

const SVG = 'http://www.w3.org/2000/svg';

/** @param {string} name of a symbol in `index.html`, without `sign-` @param {string} className */
export function icon(name, className) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', className);
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', `#sign-${name}`);
  svg.append(use);
  return svg;
}
