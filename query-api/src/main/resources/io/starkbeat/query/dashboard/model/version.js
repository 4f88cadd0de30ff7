/**
 * Compares versions as people mean them: number by number, however they are prefixed (`v0.15.4`), and one with a suffix
 * that begins with a letter after `-` (`0.15.0-rc.1`) before the same without. A suffix of digits and letters that is a
 * commit (`0.8.0-3f2a9d1c07b`) tells no order.
 *
 * @param {string} one
 * @param {string} other
 * @returns {number} below 0 when the first is older
 */
export function compareVersions(one, other) {
  const [left, right] = [read(one), read(other)];
  for (let i = 0; i < Math.max(left.numbers.length, right.numbers.length); i++) {
    const difference = (left.numbers[i] ?? 0) - (right.numbers[i] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return left.early === right.early ? 0 : left.early ? -1 : 1;
}

/** Whether a text can be compared as a version. @param {string} text */
export function isVersion(text) {
  return /^v?\d+(\.\d+)*/i.test(text);
}

/** @param {string} text */
function read(text) {
  const match = /^v?(\d+(?:\.\d+)*)(?:-(.*))?/i.exec(text);
  return {
    numbers: match === null ? [] : match[1].split('.').map(Number),
    early: match?.[2] !== undefined && /^(alpha|beta|rc|pre|dev|snapshot)/i.test(match[2]),
  };
}
