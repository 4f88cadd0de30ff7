import { html } from 'lit';
import { callsAbout } from '../page/calls.js';
import { clientSign, icon } from '../page/clients.js';
import { groupedFields, shownTime } from '../page/fields.js';
import { count, duration, share, shortened, UNKNOWN } from '../page/format.js';
import { adviceOn } from '../page/rejections.js';
import { nodeLabel } from './columns.js';
import './history-charts.js';
import { Part } from './part.js';

/** A node that changes all the time is asked about no more often than this. */
const ASK_EVERY_MS = 3000;

/**
 * The page of one node, over the table. It follows the feed; what the feed does not carry it asks for when the node changes.
 * Tells by the events `close` and `pin`.
 */
export class NodePage extends Part {
  static properties = {
    nodeId: {}, pinned: { type: Boolean }, watched: { attribute: false }, detail: { state: true }, rejected: { state: true },
    failure: { state: true }, copied: { state: true }, now: { state: true },
  };
  #askedAt = 0;
  #asking = 0;

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
    this.copied = '';
    this.now = Date.now();
    setInterval(() => (this.now = Date.now()), 1000);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    const dialog = /** @type {HTMLDialogElement} */ (this.querySelector('dialog'));
    if (changed.has('nodeId')) {
      this.#forget();
      if (this.nodeId === '') {
        dialog.close();
      } else if (!dialog.open) {
        dialog.showModal();
      }
    }
    if (this.nodeId !== '' && (changed.has('nodeId') || changed.has('watched'))) {
      this.#askSoon();
    }
  }

  #forget() {
    this.detail = null;
    this.rejected = null;
    this.failure = '';
    this.#askedAt = 0;
    clearTimeout(this.#asking);
    this.#asking = 0;
  }

  #askSoon() {
    if (this.#asking === 0) {
      this.#asking = setTimeout(() => this.#ask(), Math.max(0, this.#askedAt + ASK_EVERY_MS - Date.now()));
    }
  }

  async #ask() {
    const { nodeId } = this;
    this.#askedAt = Date.now();
    try {
      const path = `/api/nodes/${encodeURIComponent(nodeId)}`;
      const [node, rejected] = await Promise.all([fetch(path), fetch(`${path}/rejected`)]);
      const [detail, list] = [await node.json(), await rejected.json()];
      if (nodeId === this.nodeId) {
        this.failure = node.ok ? '' : detail.detail;
        this.detail = node.ok ? detail : this.detail;
        this.rejected = rejected.ok ? list : this.rejected;
      }
    } catch {
      if (nodeId === this.nodeId) {
        this.failure = 'The server cannot be reached; this is what was known last.';
      }
    } finally {
      if (nodeId === this.nodeId) {
        this.#asking = 0;
      }
    }
  }

  render() {
    const row = this.watched?.nodeId === this.nodeId ? this.watched.row : null;
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
          ${this.failure === '' ? '' : html`<p class="trouble" role="alert">${this.failure}</p>`}
          ${this.#head(row)}
          <sb-history-charts .watched=${row === null ? null : this.watched}></sb-history-charts>
          ${this.detail === null ? html`<div class="bone"></div>` : this.#known(this.detail)}
          ${this.#rejections()}
          ${this.#calls()}
        </article>`}
      </dialog>`;
  }

  /** @param {Record<string, any> | null} row */
  #head(row) {
    const node = row ?? this.detail;
    if (node === null) {
      return '';
    }
    const last = this.detail?.lastReport === undefined ? UNKNOWN : `${duration((this.now - Date.parse(this.detail.lastReport)) / 1000)} ago`;
    return html`
      <p class="node-signs">
        <span class="pill" data-status=${node.status}>${node.status}</span>
        <span>${icon(`client-${clientSign(node.nodeClientType ?? '')}`, 'client-sign')} ${node.nodeClientType || 'Client not told'} ${node.nodeClientVersion ?? ''}</span>
        ${node.verified ? html`<span class="pill">verified</span>` : ''}
        ${node.contested ? html`<span class="pill" data-trouble>contested</span>` : ''}
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

  #rejections() {
    return html`
      <section>
        <h3>Rejected lately</h3>
        ${this.rejected === null ? html`<div class="bone"></div>` : this.rejected.length === 0
          ? html`<p class="quiet">Nothing. All that this node sent lately was understood.</p>`
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
      await navigator.clipboard.writeText(text);
      this.copied = what;
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
