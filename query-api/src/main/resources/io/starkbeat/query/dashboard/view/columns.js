import { clientSign, icon } from '../page/clients.js';
import { count, countryName, duration, rate, share, shortened, UNKNOWN } from '../page/format.js';

/**
 * A column of the table. `text` says in one text all that its cell shows, so that a cell which would look the same is left
 * alone; `draw` fills the cell where a text does not do.
 *
 * @typedef {object} Column
 * @property {string} key also what the address calls it
 * @property {string} title
 * @property {number} width at least, in rem
 * @property {number} [share] of what is left
 * @property {boolean} [number] whether it is read from the right
 * @property {(row: Row, now: number) => string} text
 * @property {(cell: HTMLElement, row: Row, text: string) => void} [draw]
 */
/** @typedef {Record<string, any>} Row as the worker's store has it */

/** @type {Column[]} */
export const COLUMNS = [
  { key: 'name', title: 'Name', width: 9.5, share: 1.6, text: nameText, draw: drawName },
  { key: 'client', title: 'Client', width: 10.25, share: 1, text: (row) => `${row.nodeClientType}\n${row.nodeClientVersion}`, draw: drawClient },
  { key: 'status', title: 'Status', width: 4.75, text: (row) => row.status, draw: drawStatus },
  { key: 'block', title: 'Block', width: 5.25, number: true, text: (row) => count(row.blockHeight) },
  { key: 'lag', title: 'Lag', width: 3.25, number: true, text: (row) => count(row.lag), draw: drawLag },
  { key: 'since', title: 'Since block', width: 5.25, number: true, text: since },
  { key: 'hash', title: 'Hash', width: 6.5, text: (row) => (row.blockHash === '' ? UNKNOWN : shortened(row.blockHash, 6)), draw: drawHash },
  { key: 'peers', title: 'Peers', width: 3.5, number: true, text: (row) => count(row.peerCount) },
  { key: 'cpu', title: 'CPU', width: 3.5, number: true, text: (row) => share(row.cpuUsage) },
  { key: 'memory', title: 'Memory', width: 4.25, number: true, text: (row) => share(row.memoryUsage) },
  { key: 'storage', title: 'Storage', width: 4.25, number: true, text: (row) => share(row.storageUsage) },
  { key: 'uptime', title: 'Uptime', width: 4.75, number: true, text: (row) => duration(row.nodeUptime) },
  { key: 'traffic', title: 'Traffic', width: 5.25, number: true, text: (row) => rate(row.networkTraffic) },
  { key: 'country', title: 'Country', width: 4.25, text: (row) => row.country || UNKNOWN, draw: drawCountry },
  { key: 'sources', title: 'Sources', width: 7, text: sourcesText, draw: drawSources },
  { key: 'capability', title: 'Role', width: 5, text: (row) => ({ FullNode: 'Full node' })[row.capability] ?? (row.capability || UNKNOWN) },
];

/** What fits on a screen as wide as a hand. */
const FEW = ['name', 'status', 'block', 'lag', 'since'];

/** The columns that a reader sees who has chosen none. */
export function usualColumns() {
  return matchMedia('(max-width: 40rem)').matches ? FEW : COLUMNS.map((column) => column.key);
}

/** Those of some keys, in the table's order; the name is always there. @param {string[]} keys */
export const chosenColumns = (keys) => COLUMNS.filter((column) => column.key === 'name' || keys.includes(column.key));

/** @param {Row} row */
export const nodeLabel = (row) => row.nodeName || shortened(row.nodeId, 10);

/** @param {Row} row @param {number} now */
function since(row, now) {
  return Number.isFinite(row.blockAt) ? duration((now - row.blockAt) / 1000) : UNKNOWN;
}

/** @param {Row} row */
function nameText(row) {
  return `${row.nodeId}\n${nodeLabel(row)}\n${markText(row)}\n${row.pinned}`;
}

/** What is wrong about who the node is. @param {Row} row */
const markText = (row) => ['contested', 'contradicted'].filter((sign) => row[sign]).join(', ');

/** @param {HTMLElement} cell @param {Row} row */
function drawName(cell, row) {
  let link = cell.querySelector('a');
  let pin = cell.querySelector('button');
  let mark = /** @type {HTMLElement | null} */ (cell.querySelector('.mark'));
  if (link === null || pin === null || mark === null) {
    pin = document.createElement('button');
    pin.type = 'button';
    pin.className = 'pin';
    pin.append(icon('pin', 'icon'));
    link = document.createElement('a');
    link.className = 'clipped';
    mark = document.createElement('span');
    mark.className = 'mark';
    cell.append(pin, link, mark);
  }
  const label = nodeLabel(row);
  link.textContent = label;
  link.title = row.nodeName === '' ? row.nodeId : `${row.nodeName}\n${row.nodeId}`;
  link.dataset.node = row.nodeId;
  link.href = `?node=${encodeURIComponent(row.nodeId)}`;
  link.classList.toggle('unnamed', row.nodeName === '');
  pin.dataset.node = row.nodeId;
  pin.setAttribute('aria-pressed', String(row.pinned));
  pin.setAttribute('aria-label', `Pin ${label}`);
  mark.textContent = markText(row);
  mark.hidden = mark.textContent === '';
}

/** @param {HTMLElement} cell @param {Row} row */
function drawClient(cell, row) {
  let use = cell.querySelector('use');
  if (use === null) {
    const sign = icon('client-other', 'client-sign');
    const name = document.createElement('span');
    name.className = 'client-name';
    const version = document.createElement('span');
    version.className = 'client-version clipped';
    cell.append(sign, name, version);
    use = /** @type {SVGUseElement} */ (cell.querySelector('use'));
  }
  use.setAttribute('href', `#sign-client-${clientSign(row.nodeClientType)}`);
  cell.children[1].textContent = row.nodeClientType || UNKNOWN;
  cell.children[2].textContent = row.nodeClientVersion;
  cell.title = `${row.nodeClientType} ${row.nodeClientVersion}`;
}

/** @param {HTMLElement} cell @param {Row} row */
function drawStatus(cell, row) {
  cell.dataset.status = row.status;
  cell.textContent = row.status;
}

/** @param {HTMLElement} cell @param {Row} row @param {string} text */
function drawLag(cell, row, text) {
  cell.textContent = text;
  cell.classList.toggle('quiet', row.lag === 0);
}

/** @param {HTMLElement} cell @param {Row} row @param {string} text */
function drawHash(cell, row, text) {
  cell.textContent = text;
  cell.title = row.blockHash;
}

/** @param {HTMLElement} cell @param {Row} row @param {string} text */
function drawCountry(cell, row, text) {
  cell.textContent = text;
  cell.title = row.country === '' ? '' : countryName(row.country);
}

const SOURCES = ['', 'telemetry', 'crawl', 'telemetry and crawl'];

/** @param {Row} row */
function sourcesText(row) {
  return (SOURCES[row.sources] + (row.verified ? ', verified' : '')) || UNKNOWN;
}

/** In short, since there is one for each row: T, C, and a tick. @param {HTMLElement} cell @param {Row} row @param {string} text */
function drawSources(cell, row, text) {
  if (cell.childElementCount === 0) {
    const words = document.createElement('span');
    words.className = 'unseen';
    cell.append(...['tele', 'crawl', '✓'].map((sign) => {
      const tag = document.createElement('span');
      tag.className = 'tag';
      tag.textContent = sign;
      tag.setAttribute('aria-hidden', 'true');
      return tag;
    }), words);
  }
  const [telemetry, crawl, verified, words] = /** @type {HTMLElement[]} */ ([...cell.children]);
  telemetry.hidden = (row.sources & 1) === 0;
  crawl.hidden = (row.sources & 2) === 0;
  verified.hidden = !row.verified;
  words.textContent = text;
  cell.title = text;
}
