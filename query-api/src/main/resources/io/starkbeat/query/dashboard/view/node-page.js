import { html } from 'lit';
import { callsAbout } from '../page/calls.js';
import { clientSign, icon } from '../page/clients.js';
import { copied } from '../page/clipboard.js';
import { contradictions, crawl, groupedFields, shownTime } from '../page/fields.js';
import { count, duration, share, shortened, UNKNOWN } from '../page/format.js';
import { adviceOn } from '../page/rejections.js';
import { nodeLabel } from './columns.js';
import './history-charts.js';
import { Part } from './part.js';

/** A node that changes all the time is asked about no more often than this. */
const ASK_EVERY_MS = 3000;
/** What is rejected of a node changes nothing of it, so the feed does not tell of that. */
const ASK_AGAIN_MS = 10_000;
/** So long a button says that it has copied. */
const COPIED_MS = 2000;

/**
 * The page of one node, over the table. It follows the feed; what the feed does not carry it asks for, when the node changes
 * and every few seconds.
 * Tells by the events `close` and `pin`.
 */
export class NodePage extends Part {
  static properties = {
    nodeId: {}, pinned: { type: Boolean }, watched: { attribute: false }, detail: { state: true }, rejected: { state: true },
    failure: { state: true }, rejectedFailure: { state: true }, copied: { state: true }, now: { state: true },
  };
  #askedAt = 0;
  #asking = 0;
  /** Whose answer is on its way. */
  #pending = '';
  #shown = 0;
  /** As the feed told it last, also when it is no more. @type {Record<string, any> | null} */
  #last = null;

  constructor() {
    super();
    this.nodeId = '';
    this.pinned = false;
    /** @type {{nodeId: string, row: Record<string, any> | null, times: number[], series: Record<string, number[]>} | null} */
    this.watched = null;
    /** @type {Record<string, any> | null} */
    this.detail = null;
    /** @type {Record<string, any>[] | null} */
    this.rejected = null;
    this.failure = '';
    this.rejectedFailure = '';
    this.copied = '';
    this.now = Date.now();
    setInterval(() => (this.now = Date.now()), 1000);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('nodeId')) {
      this.#forget();
    }
    if (this.watched !== null && this.watched.nodeId === this.nodeId) {
      this.#last = this.watched.row ?? this.#last;
    }
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
    if (changed.has('nodeId')) {
      if (this.nodeId === '') {
        dialog.close();
      } else if (!dialog.open) {
        dialog.showModal();
      }
    }
    if (this.nodeId !== '' && (changed.has('nodeId') || changed.has('watched'))) {
      this.#askIn(this.#askedAt + ASK_EVERY_MS - Date.now());
    }
  }

  #forget() {
    this.detail = null;
    this.rejected = null;
    this.failure = '';
    this.rejectedFailure = '';
    this.copied = '';
    this.#last = null;
    this.#askedAt = 0;
    clearTimeout(this.#asking);
  }

  /** Instead of when it was to ask before. @param {number} ms */
  #askIn(ms) {
    clearTimeout(this.#asking);
    this.#asking = setTimeout(() => this.#ask(), Math.max(0, ms));
  }

  async #ask() {
    const { nodeId } = this;
    this.#askIn(ASK_AGAIN_MS);
    if (this.#pending === nodeId) {
      return;
    }
    this.#pending = nodeId;
    this.#askedAt = Date.now();
    try {
      const path = `/api/nodes/${encodeURIComponent(nodeId)}`;
      const how = { signal: AbortSignal.timeout(ASK_AGAIN_MS) };
      const [node, rejected] = await Promise.all([fetch(path, how), fetch(`${path}/rejected`, how)]);
      const [detail, list] = [await node.json(), await rejected.json()];
      if (nodeId === this.nodeId) {
        this.failure = node.ok ? '' : detail.detail;
        this.detail = node.ok ? detail : this.detail;
        this.rejected = rejected.ok ? list : this.rejected;
        this.rejectedFailure = rejected.ok ? '' : list.detail;
      }
    } catch {
      if (nodeId === this.nodeId) {
        this.failure = 'The server cannot be reached; this is what was known last.';
        this.rejectedFailure = 'It cannot be asked for now.';
      }
    } finally {
      this.#pending = this.#pending === nodeId ? '' : this.#pending;
    }
  }

  render() {
    const row = this.#last;
    const gone = row !== null && this.watched !== null && this.watched.nodeId === this.nodeId && this.watched.row === null;
    const trouble = gone ? 'This node is not known any more. Below stands what was known of it last.' : this.failure;
    const label = row !== null ? nodeLabel(row) : this.detail?.nodeName ?? shortened(this.nodeId, 10);
    return html`
      <dialog class="node" aria-labelledby="node-title" @close=${() => this.#tell('close')} @cancel=${() => this.#tell('close')}
        @click=${(event) => event.target === event.currentTarget && this.#tell('close')}>
        ${this.nodeId === '' ? '' : html`
        <article>
          <header class="node-head">
            <div class="node-names">
              <h2 id="node-title" tabindex="-1">${label}</h2>
              <p class="node-id"><code>${this.nodeId}</code> ${this.#copyButton('id', this.nodeId, 'Copy the node id')}</p>
            </div>
            <div class="node-buttons">
              <button type="button" class="button" aria-pressed=${this.pinned} @click=${() => this.#tell('pin', this.nodeId)}>${icon('pin', 'icon')} ${this.pinned ? 'Pinned' : 'Pin'}</button>
              <button type="button" class="button" aria-label="Close" @click=${() => this.#tell('close')}>${icon('close', 'icon')}</button>
            </div>
          </header>
          ${trouble === '' ? '' : html`<p class="trouble" role="alert">${trouble}</p>`}
          ${this.#head(row, gone)}
          <sb-history-charts .watched=${row === null ? null : this.watched}></sb-history-charts>
          ${this.detail === null ? html`<div class="bone"></div>` : this.#known(this.detail)}
          ${this.#rejections()}
          ${this.#calls()}
          <p class="unseen" role="status">${this.copied === '' ? '' : 'Copied'}</p>
        </article>`}
      </dialog>`;
  }

  /** @param {Record<string, any> | null} row @param {boolean} gone */
  #head(row, gone) {
    const node = row ?? this.detail;
    if (node === null) {
      return '';
    }
    const last = this.detail?.lastReport === undefined ? UNKNOWN : `${duration((this.now - Date.parse(this.detail.lastReport)) / 1000)} ago`;
    return html`
      <p class="node-signs">
        ${gone ? html`<span class="pill" data-status="offline">not known any more</span>` : html`<span class="pill" data-status=${node.status}>${node.status}</span>`}
        <span>${icon(`client-${clientSign(node.nodeClientType ?? '')}`, 'client-sign')} ${node.nodeClientType || 'Client not told'} ${node.nodeClientVersion ?? ''}</span>
        ${node.verified ? html`<span class="pill">verified</span>` : ''}
        ${node.contested ? html`<span class="pill" data-trouble>contested</span>` : ''}
        ${node.contradicted ? html`<span class="pill" data-trouble>contradicted</span>` : ''}
      </p>
      ${node.contested ? html`<p class="trouble">Live sessions from several addresses claim to be this node; see its sessions below.</p>` : ''}
      <dl class="figures node-figures">
        ${[['Block', count(node.blockHeight ?? NaN)], ['Lag', count(node.lag ?? NaN)], ['Peers', count(node.peerCount ?? NaN)],
          ['CPU', share(node.cpuUsage ?? NaN)], ['Memory', share(node.memoryUsage ?? NaN)], ['Last report', last]]
          .map(([name, value]) => html`<div class="figure"><dt>${name}</dt><dd><span class="figure-value">${value}</span></dd></div>`)}
      </dl>`;
  }

  /** @param {Record<string, any>} detail */
  #known(detail) {
    const outOfRange = Object.entries(detail.outOfRange ?? {});
    return html`
      ${groupedFields(detail).map((group) => html`
        <section>
          <h3>${group.title} ${group.reportedAt === '' ? '' : html`<span class="quiet">reported ${shownTime(group.reportedAt)}</span>`}</h3>
          <dl class="fields">${group.fields.map((field) => html`
            <div><dt>${field.label}</dt><dd title=${field.exact}>${field.value}</dd>
              <dd class="source">${field.source}</dd></div>`)}
          </dl>
        </section>`)}
      ${outOfRange.length === 0 ? '' : html`
        <section><h3>Out of range</h3><p>The node sends values that make no sense, so they are not shown above:</p>
          <ul class="plain-list">${outOfRange.map(([name, value]) => html`<li><code>${name}</code> ${String(value)} ${detail.units?.[name] ?? ''}</li>`)}</ul>
        </section>`}
      ${this.#crawl(detail)}
      <section>
        <h3>Sessions <span class="quiet">first seen ${shownTime(detail.firstSeen)}</span></h3>
        <div class="wide" tabindex="0" role="region" aria-label="Sessions"><table>
          <thead><tr><th scope="col">Session</th><th scope="col">Opened</th><th scope="col">Vouched for</th><th scope="col">Address key</th><th scope="col">State</th></tr></thead>
          <tbody>${(detail.claims ?? []).toReversed().map((claim) => html`
            <tr><td><code title=${claim.session}>${shortened(claim.session, 12)}</code>${claim.session === detail.session?.id ? html` <span class="pill">speaks</span>` : ''}</td>
              <td>${shownTime(claim.connectedAt)}</td><td>${shownTime(claim.vouchedAt)}</td>
              <td><code title=${claim.addressKey ?? ''}>${claim.addressKey === undefined ? UNKNOWN : shortened(claim.addressKey, 8)}</code></td>
              <td>${claim.ended ? 'closed' : claim.live ? 'live' : 'silent'}</td></tr>`)}
          </tbody></table></div>
        ${detail.session === undefined ? '' : html`<p class="quiet">Through gateway <code>${detail.session.gateway}</code>.</p>`}
      </section>`;
  }

  /** @param {Record<string, any>} detail */
  #crawl(detail) {
    const against = contradictions(detail);
    const found = crawl(detail);
    return html`
      ${against.length === 0 ? '' : html`
      <section>
        <h3>Contradictions</h3>
        <p class="trouble">What this node reports, and what a crawler found when it met the peer id, cannot both be true:</p>
        <div class="wide" tabindex="0" role="region" aria-label="Contradictions"><table>
          <thead><tr><th scope="col">What</th><th scope="col">It reports</th><th scope="col">as of</th><th scope="col">A crawler found</th><th scope="col">at</th></tr></thead>
          <tbody>${against.map((each) => html`
            <tr><th scope="row">${each.label}</th><td>${each.telemetry}</td><td>${each.telemetryAt}</td><td>${each.crawler}</td><td>${each.crawlerAt}</td></tr>`)}
          </tbody></table></div>
      </section>`}
      ${found.length === 0 ? '' : html`
      <section>
        <h3>Met by the crawler</h3>
        <dl class="fields">${found.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
      </section>`}`;
  }

  #rejections() {
    return html`
      <section>
        <h3>Rejected lately</h3>
        ${this.rejectedFailure === '' ? '' : html`<p class="trouble">${this.rejectedFailure}</p>`}
        ${this.rejected === null ? (this.rejectedFailure === '' ? html`<div class="bone"></div>` : '') : this.rejected.length === 0
          ? html`<p class="quiet">Nothing is kept of what this node sent. Only the latest rejections of all nodes are kept.</p>`
          : html`<ol class="rejections">${this.rejected.map((each) => html`
            <li>
              <p><b class="trouble">${each.reason.replaceAll('_', ' ')}</b>${each.field === undefined ? '' : html` <code>${each.field}</code>`}
                <span class="quiet">${shownTime(each.receivedAt)}</span></p>
              <p>${each.detail}</p>
              ${adviceOn(each.reason) === '' ? '' : html`<p class="advice">${adviceOn(each.reason)}</p>`}
              <pre tabindex="0" aria-label="What was sent">${each.message}${each.truncated ? '…' : ''}</pre>
            </li>`)}</ol>`}
      </section>`;
  }

  #calls() {
    return html`
      <section>
        <h3>Ask for it yourself</h3>
        ${callsAbout(this.nodeId).map(({ label, call }) => html`
          <div class="call"><div class="call-head"><span>${label}</span> ${this.#copyButton(label, call, `Copy the call: ${label}`)}</div>
          <pre tabindex="0" aria-label=${label}>${call}</pre></div>`)}
      </section>`;
  }

  /** @param {string} what @param {string} text @param {string} label */
  #copyButton(what, text, label) {
    return html`<button type="button" class="plain copy" aria-label=${label} @click=${async () => {
      if (await copied(text, /** @type {HTMLElement} */ (this.querySelector('article')))) {
        this.copied = what;
        clearTimeout(this.#shown);
        this.#shown = setTimeout(() => (this.copied = ''), COPIED_MS);
      } else {
        this.failure = 'This browser does not let the page copy. Select the text and copy it by hand.';
      }
    }}>${this.copied === what ? 'Copied' : 'Copy'}</button>`;
  }

  /** @param {string} type @param {unknown} [detail] */
  #tell(type, detail) {
    if (this.nodeId !== '') {
      this.dispatchEvent(new CustomEvent(type, { detail }));
    }
  }
}

customElements.define('sb-node-page', NodePage);
