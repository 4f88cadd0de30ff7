/** What the browser keeps for this reader, beyond the address: columns and pins. */

/**
 * @template T
 * @param {string} name
 * @param {T} otherwise what it is where nothing, or nothing of the kind, is kept
 * @returns {T}
 */
function read(name, otherwise) {
  try {
    const kept = JSON.parse(localStorage.getItem(`starkbeat.${name}`) ?? 'null');
    return Array.isArray(kept) ? /** @type {T} */ (kept) : otherwise;
  } catch {
    // Browsers may forbid to keep anything; the page works without.
    return otherwise;
  }
}

/** @param {string} name @param {unknown} value */
function keep(name, value) {
  try {
    localStorage.setItem(`starkbeat.${name}`, JSON.stringify(value));
  } catch {
    // As above: it lasts as long as the page then.
  }
}

/** @param {string[]} usual @returns {string[]} */
export const keptColumns = (usual) => read('columns', usual);
/** @param {string[]} keys */
export const keepColumns = (keys) => keep('columns', keys);
/** @returns {string[]} */
export const keptPins = () => read('pins', []);
/** @param {string[]} ids */
export const keepPins = (ids) => keep('pins', ids);
