const CALM = matchMedia('(prefers-reduced-motion: reduce)');
/** In steps, since each is drawn: sixty a second for each row would be for nothing. */
const FLASH = { duration: 1400, easing: 'steps(7, jump-end)' };

/** One row that is seen: an element that shows one node after the other. */
export class TableRow {
  index = -1;
  #cells;
  /** What each cell shows. @type {string[]} */
  #texts = [];
  /** @type {Record<string, any> | undefined} */
  #row;
  #revision = -1;

  /** @param {import('./columns.js').Column[]} columns */
  constructor(columns) {
    this.columns = columns;
    this.element = document.createElement('div');
    this.element.className = 'row';
    this.element.setAttribute('role', 'row');
    this.#cells = columns.map((column, index) => {
      const cell = document.createElement('div');
      cell.className = `cell cell-${column.key}${column.number ? ' number' : ''}`;
      cell.setAttribute('role', 'cell');
      cell.setAttribute('aria-colindex', String(index + 1));
      return cell;
    });
    this.element.append(...this.#cells);
  }

  /** @param {number} index of the row among all @param {number} height of a row, in px */
  moveTo(index, height) {
    if (index !== this.index) {
      this.index = index;
      this.element.style.setProperty('transform', `translateY(${index * height}px)`);
      this.element.setAttribute('aria-rowindex', String(index + 2));
      this.element.classList.toggle('odd', index % 2 === 1);
    }
  }

  /** @param {Record<string, any> | undefined} row undefined while it is on its way @param {number} now */
  fill(row, now) {
    this.element.classList.toggle('empty', row === undefined);
    if (row === undefined || (row.nodeId === this.#row?.nodeId && row.revision === this.#revision && row.pinned === this.#row?.pinned)) {
      return;
    }
    const rose = this.#row?.nodeId === row.nodeId && row.blockHeight !== this.#row?.blockHeight;
    this.#row = row;
    this.#revision = row.revision;
    this.element.dataset.status = row.status;
    this.element.classList.toggle('pinned', row.pinned);
    this.columns.forEach((column, index) => this.#show(column, index, row, now));
    if (rose && !CALM.matches) {
      const block = this.columns.findIndex((column) => column.key === 'block');
      this.#cells[block]?.animate([{ backgroundColor: 'var(--flash)' }, { backgroundColor: 'transparent' }], FLASH);
    }
  }

  /** Time has passed. @param {number} now */
  tick(now) {
    const index = this.columns.findIndex((column) => column.key === 'since');
    if (index >= 0 && this.#row !== undefined) {
      this.#show(this.columns[index], index, this.#row, now);
    }
  }

  /** @param {import('./columns.js').Column} column @param {number} index @param {Record<string, any>} row @param {number} now */
  #show(column, index, row, now) {
    const text = column.text(row, now);
    if (text !== this.#texts[index]) {
      this.#texts[index] = text;
      if (column.draw === undefined) {
        this.#cells[index].textContent = text;
      } else {
        column.draw(this.#cells[index], row, text);
      }
    }
  }
}
