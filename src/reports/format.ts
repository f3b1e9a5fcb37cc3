const minus = '\u2212';

/** What stands for a figure that the run cannot know. */
export const unknownFigure = '\u2013';

/** One formatter for each number of decimals: making one takes longer than using it a hundred times. */
const formatters = new Map<number, Intl.NumberFormat>();

function formatterOf(decimals: number): Intl.NumberFormat {
  const formatter =
    formatters.get(decimals) ??
    new Intl.NumberFormat('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  formatters.set(decimals, formatter);
  return formatter;
}

function grouped(value: number, decimals: number): string {
  const text = formatterOf(decimals).format(Math.abs(value));
  const isZero = /^[0.,]*$/.test(text);
  return value < 0 && !isZero ? `${minus}${text}` : text;
}

function withPlus(text: string): string {
  return text.startsWith(minus) || /^[0.,]*$/.test(text) ? text : `+${text}`;
}

/** Groups thousands and writes a real minus sign: `−1,234.5`. */
export function formatNumber(value: number, decimals = 0): string {
  return Number.isFinite(value) ? grouped(value, decimals) : unknownFigure;
}

/** A number whose sign matters: `+12`, `−3`, `0`. */
export function formatSigned(value: number, decimals = 0): string {
  return Number.isFinite(value) ? withPlus(grouped(value, decimals)) : unknownFigure;
}

/** A fraction as a percentage with one decimal: 0.4119 is `41.2 %`. */
export function formatPercent(fraction: number): string {
  return Number.isFinite(fraction) ? `${grouped(fraction * 100, 1)} %` : unknownFigure;
}

/** A difference of two fractions in percentage points, without the word: −0.003 is `−0.3`. */
export function formatPoints(fraction: number): string {
  return formatSigned(fraction * 100, 1);
}

/**
 * Dollars with the digits that matter: whole from $1,000 on, cents from $1 on, three significant digits below,
 * never an exponent.
 */
export function formatDollars(dollars: number): string {
  if (!Number.isFinite(dollars)) return unknownFigure;
  const size = Math.abs(dollars);
  const sign = dollars < 0 ? minus : '';
  if (size === 0) return '$0';
  if (size >= 999.995) return `${sign}$${grouped(size, 0)}`;
  if (size >= 0.9995) return `${sign}$${grouped(size, 2)}`;
  if (size < 1e-9) return `${sign}<$0.000000001`;
  const decimals = Math.min(9, 2 - Math.floor(Math.log10(size)));
  return `${sign}$${size.toFixed(decimals)}`;
}

/**
 * A p-value with three decimals: `0.021` as a figure, `p = 0.021` as a statement. Rounding never makes it 0 or 1: smaller
 * ones are `<0.001` (`p < 0.001`), larger ones `>0.999`, and only a p of exactly 1 is `1`.
 */
export function formatP(p: number | null, form: 'figure' | 'statement' = 'figure'): string {
  if (p === null || !Number.isFinite(p)) return unknownFigure;
  const [relation, number] =
    p < 0.001 ? ['<', '0.001'] : p === 1 ? ['=', '1'] : p > 0.999 ? ['>', '0.999'] : ['=', p.toFixed(3)];
  if (form === 'statement') return `p ${relation} ${number}`;
  return relation === '=' ? number : `${relation}${number}`;
}

/** Whole milliseconds below ten seconds, seconds with one decimal above. */
export function formatMilliseconds(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return unknownFigure;
  return Math.abs(milliseconds) < 10_000
    ? `${grouped(milliseconds, 0)} ms`
    : `${grouped(milliseconds / 1000, 1)} s`;
}

const numberAndUnit = /^(.*\d)( \D+)$/u;

/**
 * `−1.9 to 1.2`, the unit once: `−1.9 to 1.2 %`. An unbounded end is said in words: `at least −1.9`, `at most 1.2`,
 * `unbounded`.
 */
export function formatInterval(
  low: number | null,
  high: number | null,
  format: (value: number) => string,
): string {
  if (low === null && high === null) return 'unbounded';
  if (low === null) return high === null ? 'unbounded' : `at most ${format(high)}`;
  if (high === null) return `at least ${format(low)}`;
  const [lowText, highText] = [format(low), format(high)];
  const [, number, unit] = numberAndUnit.exec(lowText) ?? [];
  return unit !== undefined && highText.endsWith(unit)
    ? `${number} to ${highText}`
    : `${lowText} to ${highText}`;
}

/** `1 case`, `2 cases`, `1,204 cases`. */
export function formatCount(count: number, one: string, many: string = `${one}s`): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** The time between two ISO 8601 instants in words of at most two units: `2 min 5 s`. */
export function formatDuration(startedAt: string, finishedAt: string): string {
  const seconds = Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000);
  if (!Number.isFinite(seconds) || seconds < 0) return unknownFigure;
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
