import { LitElement } from 'lit';

/** A part of the page. Its content is the page's own (no shadow), so that one set of styles and labels is for all. */
export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }
}
