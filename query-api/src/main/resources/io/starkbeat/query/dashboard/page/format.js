/** Numbers and times as the reader's locale writes them. What is not known is a dash. */

export const UNKNOWN = '–';

const whole = new Intl.NumberFormat();
const oneDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const noDigit = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 0 });
const finePercent = new Intl.NumberFormat(undefined, { style: 'percent', maximumFractionDigits: 1 });
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const units = Object.fromEntries(['second', 'minute', 'hour', 'day'].map((unit) => [unit,
  new Intl.NumberFormat(undefined, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: 0 })]));
const fineSeconds = new Intl.NumberFormat(undefined, { style: 'unit', unit: 'second', unitDisplay: 'narrow',
  minimumFractionDigits: 1, maximumFractionDigits: 1 });

const known = (/** @type {number} */ value) => Number.isFinite(value);

/** @param {number} value */
export const count = (value) => (known(value) ? whole.format(value) : UNKNOWN);
/** @param {number} value 0 to 100 */
export const share = (value) => (known(value) ? percent.format(value / 100) : UNKNOWN);
/** @param {number} value 0 to 1 */
export const fraction = (value) => (known(value) ? (value > 0.99 && value < 1 ? finePercent : percent).format(value) : UNKNOWN);
/** @param {number} seconds with a digit behind the point */
export const exactSeconds = (seconds) => (known(seconds) ? fineSeconds.format(seconds) : UNKNOWN);

/** In the two largest units that say something. @param {number} seconds */
export function duration(seconds) {
  if (!known(seconds)) {
    return UNKNOWN;
  }
  const s = Math.max(0, Math.floor(seconds));
  if (s < 60) {
    return units.second.format(s);
  }
  if (s < 3600) {
    return two('minute', Math.floor(s / 60), 'second', s < 600 ? s % 60 : 0);
  }
  return s < 86_400
    ? two('hour', Math.floor(s / 3600), 'minute', Math.floor((s % 3600) / 60))
    : two('day', Math.floor(s / 86_400), 'hour', s < 30 * 86_400 ? Math.floor((s % 86_400) / 3600) : 0);
}

/** @param {string} unit @param {number} large @param {string} below @param {number} small */
function two(unit, large, below, small) {
  return small === 0 ? units[unit].format(large) : `${units[unit].format(large)} ${units[below].format(small)}`;
}

/** @param {number} bytes each second */
export function rate(bytes) {
  if (!known(bytes)) {
    return UNKNOWN;
  }
  const steps = ['B/s', 'kB/s', 'MB/s', 'GB/s'];
  const step = bytes < 1 ? 0 : Math.min(steps.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${(value < 100 ? oneDigit : noDigit).format(value)} ${steps[step]}`;
}

/** @param {string | number} at */
export const moment = (at) => time.format(new Date(at));

let countryNames = null;
/** @param {string} code two letters */
export function countryName(code) {
  try {
    countryNames ??= new Intl.DisplayNames(undefined, { type: 'region' });
    return countryNames.of(code) ?? code;
  } catch {
    // Nobody has to know every code that a database may tell.
    return code;
  }
}

/** The beginning and the end of what is too long to read. @param {string} text @param {number} [head] */
export const shortened = (text, head = 8) => (text.length <= head + 6 ? text : `${text.slice(0, head)}…${text.slice(-4)}`);
