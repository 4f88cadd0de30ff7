import { TableRow } from './table-row.js';

/** Rows beyond what is seen, above and below: what a quick finger uncovers is there already. */
const BEYOND = 8;
/** As styles have it. */
const ROW_HEIGHT = 34;
/** Browsers do not scroll further than some ten million pixels. */
const MOST_ROWS = 250_000;

/**
 * The table of nodes. Only rows that are seen exist; they are moved and filled anew as one scrolls, always in the order in
 * which they are seen, so that whoever has the page read out hears them in it.
 *
 * Tells by events what it wants: `window` (first, count), `sort` (key), `open` (node id), `pin` (node id); and `drawn`, when
 * rows have been drawn.
 */
export class NodeTable extends EventTarget {
  #scroller;
  #head;
  #body;
  /** @type {import('./columns.js').Column[]} */
  #columns = [];
  /** @type {TableRow[]} */
  #rows = [];
  /** What the worker told last. */
  #told = { first: 0, count: 0, pinned: 0, rows: /** @type {Record<string, any>[]} */ ([]) };
  #asked = { first: -1, count: 0 };
  #drawing = 0;

  /** @param {HTMLElement} scroller an empty element that scrolls */
  constructor(scroller) {
    super();
    this.#scroller = scroller;
    scroller.setAttribute('role', 'table');
    scroller.setAttribute('aria-label', 'Nodes');
    this.#head = element('div', 'thead', 'rowgroup');
    this.#body = element('div', 'tbody', 'rowgroup');
    scroller.append(this.#head, this.#body);
    scroller.addEventListener('scroll', () => this.#drawSoon(), { passive: true });
    new ResizeObserver(() => this.#drawSoon()).observe(scroller);
    this.#body.addEventListener('click', (event) => this.#click(event));
    this.#head.addEventListener('click', (event) => {
      const key = /** @type {HTMLElement} */ (event.target).closest('button')?.dataset.key;
      if (key !== undefined) {
        this.#tell('sort', key);
      }
    });
    scroller.addEventListener('keydown', (event) => this.#key(event));
    // Times since something pass though nothing comes.
    setInterval(() => this.#rows.forEach((row) => row.tick(Date.now())), 1000);
  }

  /** @param {import('./columns.js').Column[]} columns */
  showColumns(columns) {
    this.#columns = columns;
    const tracks = columns.map(({ width, share }) => (share === undefined ? `${width}rem` : `minmax(${width}rem, ${share}fr)`));
    this.#scroller.style.setProperty('--columns', tracks.join(' '));
    // Rows are grids of their own: what each is wide must not follow from what is in it.
    this.#scroller.style.setProperty('--least', `${columns.reduce((sum, { width }) => sum + width, 1)}rem`);
    const heads = columns.map((column, index) => {
      const head = element('div', column.number ? 'number' : '', 'columnheader');
      head.setAttribute('aria-colindex', String(index + 1));
      const button = document.createElement('button');
      button.type = 'button';
      button.dataset.key = column.key;
      button.textContent = column.title;
      head.append(button);
      return head;
    });
    const row = element('div', 'row', 'row');
    row.setAttribute('aria-rowindex', '1');
    row.append(...heads);
    this.#head.replaceChildren(row);
    this.#scroller.setAttribute('aria-colcount', String(columns.length));
    this.#rows.forEach((each) => each.element.remove());
    this.#rows = [];
    this.#drawSoon();
  }

  /** @param {string} sort a column's key, with `-` before it for descending */
  showSort(sort) {
    const key = sort.replace(/^-/, '');
    for (const head of this.#head.querySelectorAll('[role=columnheader]')) {
      const mine = head.querySelector('button')?.dataset.key === key;
      head.setAttribute('aria-sort', !mine ? 'none' : sort.startsWith('-') ? 'descending' : 'ascending');
    }
  }

  /** What the worker tells. @param {{first: number, count: number, pinned: number, rows: Record<string, any>[]}} told */
  show(told) {
    told.rows.forEach((row, index) => (row.pinned = told.first + index < told.pinned));
    this.#told = told;
    this.#drawSoon();
  }

  toTop() {
    this.#scroller.scrollTop = 0;
  }

  #drawSoon() {
    if (this.#drawing === 0) {
      this.#drawing = requestAnimationFrame(() => {
        this.#drawing = 0;
        this.#draw();
      });
    }
  }

  #draw() {
    const count = Math.min(this.#told.count, MOST_ROWS);
    const height = `${count * ROW_HEIGHT}px`;
    if (this.#body.style.height !== height) {
      this.#body.style.height = height;
      this.#scroller.setAttribute('aria-rowcount', String(count + 1));
    }
    const seen = Math.ceil(this.#scroller.clientHeight / ROW_HEIGHT);
    const top = Math.floor(this.#scroller.scrollTop / ROW_HEIGHT);
    const first = Math.max(0, Math.min(top - BEYOND, count - seen - BEYOND));
    const wanted = seen + 2 * BEYOND;
    if (first !== this.#asked.first || wanted !== this.#asked.count) {
      this.#asked = { first, count: wanted };
      this.#tell('window', this.#asked);
    }
    const held = this.#focus();
    this.#arrange(first, Math.min(wanted, count - first));
    const now = Date.now();
    for (const row of this.#rows) {
      const told = this.#told.rows[row.index - this.#told.first];
      row.fill(told, now);
    }
    this.#hold(held);
    if (this.#told.rows.length > 0) {
      this.#tell('drawn', null);
    }
  }

  /** What has the focus: of which node, and which of its elements. */
  #focus() {
    const focused = /** @type {HTMLElement | null} */ (document.activeElement);
    return focused !== null && this.#body.contains(focused) && focused.dataset.node !== undefined
      ? { nodeId: focused.dataset.node, tag: focused.localName }
      : null;
  }

  /** Rows are used for one node after the other; the focus stays with its node. @param {{nodeId: string, tag: string} | null} held */
  #hold(held) {
    if (held === null || this.#focus()?.nodeId === held.nodeId) {
      return;
    }
    const elements = this.#rows.map((row) => /** @type {HTMLElement | null} */ (row.element.querySelector(held.tag)));
    const again = elements.find((each) => each?.dataset.node === held.nodeId);
    // A node that is no more in sight would take the view with it.
    (again ?? this.#scroller).focus({ preventScroll: true });
  }

  /** Has rows for these places, in order; those that were shown before keep their elements. */
  #arrange(/** @type {number} */ first, /** @type {number} */ count) {
    while (this.#rows.length > Math.max(0, count)) {
      this.#rows.pop()?.element.remove();
    }
    while (this.#rows.length < count) {
      const row = new TableRow(this.#columns);
      this.#rows.push(row);
      this.#body.append(row.element);
    }
    if (this.#rows.length === 0) {
      return;
    }
    // Who goes down a little finds most rows in place: the uppermost become the lowest.
    for (let moved = first - this.#rows[0].index; moved > 0 && moved < count; moved--) {
      const row = /** @type {TableRow} */ (this.#rows.shift());
      this.#rows.push(row);
      this.#body.append(row.element);
    }
    for (let moved = this.#rows[0].index - first; moved > 0 && moved < count; moved--) {
      const row = /** @type {TableRow} */ (this.#rows.pop());
      this.#rows.unshift(row);
      this.#body.prepend(row.element);
    }
    this.#rows.forEach((row, index) => row.moveTo(first + index, ROW_HEIGHT));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    const pin = target.closest('button');
    const row = target.closest('.row')?.querySelector('a');
    if (pin !== null) {
      this.#tell('pin', pin.dataset.node);
    } else if (row?.dataset.node !== undefined && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      this.#tell('open', row.dataset.node);
    }
  }

  /** Up and down go from node to node. @param {KeyboardEvent} event */
  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const at = this.#rows.findIndex((row) => row.element.contains(document.activeElement));
    if (step !== undefined && at >= 0) {
      event.preventDefault();
      const next = this.#rows[at + step]?.element.querySelector('a');
      next?.focus({ preventScroll: true });
      next?.scrollIntoView({ block: 'nearest' });
    }
  }

  /** @param {string} type @param {unknown} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

/** @param {string} tag @param {string} className @param {string} role */
function element(tag, className, role) {
  const made = document.createElement(tag);
  made.className = className;
  made.setAttribute('role', role);
  return made;
}
