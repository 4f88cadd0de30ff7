/**
 * What the page shows, as its address tells it, so that a link shows the same to whoever follows it.
 *
 * @typedef {object} Address
 * @property {string | null} network null for the largest
 * @property {string} filter the filter box's text
 * @property {string} sort a column's key, with `-` before it for descending
 * @property {string} node the open node's id; empty for none
 */

export const USUAL_SORT = 'name';

/** @returns {Address} */
export function readAddress() {
  const parameters = new URLSearchParams(location.search);
  return {
    network: parameters.get('network'),
    filter: parameters.get('filter') ?? '',
    sort: parameters.get('sort') ?? USUAL_SORT,
    node: parameters.get('node') ?? '',
  };
}

/** @param {Address} address @returns {string} */
export function writtenAddress(address) {
  const parameters = new URLSearchParams();
  if (address.network !== null) {
    parameters.set('network', address.network);
  }
  if (address.filter !== '') {
    parameters.set('filter', address.filter);
  }
  if (address.sort !== USUAL_SORT) {
    parameters.set('sort', address.sort);
  }
  if (address.node !== '') {
    parameters.set('node', address.node);
  }
  const query = parameters.toString();
  return query === '' ? '/' : `/?${query}`;
}
