/**
 * Copies a text. Over plain HTTP, as in a network of one's own, browsers hide their clipboard, and only what is selected can
 * be copied.
 *
 * @param {string} text
 * @param {Element} near where focus may be; a dialog that is open lets it go nowhere else
 * @returns {Promise<boolean>} whether it was copied
 */
export async function copied(text, near) {
  if (navigator.clipboard !== undefined) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // The reader, or who set the browser up, forbids it; the other way may be open.
    }
  }
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const area = document.createElement('textarea');
  area.className = 'unseen';
  area.value = text;
  near.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  focused?.focus({ preventScroll: true });
  return done;
}
