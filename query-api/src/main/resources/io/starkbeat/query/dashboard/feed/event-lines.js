/**
 * Server-sent events out of the text in which they come, as the WHATWG has it (HTML, 9.2). The text may be cut anywhere.
 * A snapshot is one line of megabytes: its pieces are joined once, when it ends.
 */
export class EventLines {
  /** @type {string[]} */
  #unfinished = [];
  #event = '';
  /** @type {string[]} */
  #data = [];
  #id = '';
  /** Of the event that is being read: not its place until all of it is here. */
  #newId = '';
  #take;

  /** @param {(event: string, data: string) => void} take is given each event that has data */
  constructor(take) {
    this.#take = take;
  }

  /** The id of the newest event that has come whole; empty before the first. */
  get lastId() {
    return this.#id;
  }

  /** @param {string} text what has come */
  push(text) {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#unfinished.push(text.slice(from, end));
      this.#line(this.#unfinished.join(''));
      this.#unfinished.length = 0;
      from = end + 1;
    }
    if (from < text.length) {
      this.#unfinished.push(text.slice(from));
    }
  }

  /** @param {string} line */
  #line(line) {
    if (line === '') {
      this.#dispatch();
    } else if (line.startsWith('data: ')) {
      this.#data.push(line.slice(6));
    } else if (line.startsWith('event: ')) {
      this.#event = line.slice(7);
    } else if (line.startsWith('id: ')) {
      this.#newId = line.slice(4);
    }
  }

  #dispatch() {
    // Also of one without data, which moves the place alone. Who took it before would go on behind a snapshot that was cut.
    this.#id = this.#newId;
    const data = this.#data.join('\n');
    const event = this.#event;
    this.#data.length = 0;
    this.#event = '';
    if (data !== '') {
      this.#take(event, data);
    }
  }
}
