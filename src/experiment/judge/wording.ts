import type { Interval, Missing } from '../../core/verdict.ts';
import { formatP } from '../../reports/format.ts';
import type { Ruling } from './finding.ts';

/** How a quality is written: pass rates as percentages, scores as decimals. */
export type QualityUnit = 'fraction' | 'score';

function signed(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
}

function plain(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? `−${text}` : text;
}

export function percent(fraction: number, digits = 1): string {
  return Number.isFinite(fraction) ? `${plain(100 * fraction, digits)} %` : 'an unbounded share';
}

export function quality(value: number, unit: QualityUnit): string {
  return unit === 'fraction' ? percent(value) : plain(value, 3);
}

/** A difference of qualities: "−0.2 points" of a percentage, or "−0.002" of a score. */
export function qualityChange(value: number, unit: QualityUnit): string {
  return unit === 'fraction' ? `${signed(100 * value, 1)} points` : signed(value, 3);
}

/** A margin as the suite has it, without a sign and without trailing zeros: "3 points", "0.03". */
export function points(margin: number, unit: QualityUnit): string {
  const scaled = Number((unit === 'fraction' ? 100 * margin : margin).toPrecision(6));
  return unit === 'fraction' ? `${scaled} ${scaled === 1 ? 'point' : 'points'}` : String(scaled);
}

export function qualityInterval(interval: Interval, unit: QualityUnit, confidence: number): string {
  const scale = unit === 'fraction' ? 100 : 1;
  const digits = unit === 'fraction' ? 1 : 3;
  return `${level(confidence)} interval ${signed(scale * interval.low, digits)} to ${signed(scale * interval.high, digits)}`;
}

export function percentInterval(interval: Interval, confidence: number): string {
  return `${level(confidence)} interval ${plain(100 * interval.low, 1)} to ${plain(100 * interval.high, 1)} %`;
}

function level(confidence: number): string {
  return `${Number((100 * confidence).toFixed(2))} %`;
}

/** "p = 0.004", "p = 0.012, 0.048 after Holm over 4 candidates", "p = 0.031; needs p ≤ 0.025". */
export function ruledP(p: number, ruling: Ruling): string {
  const corrected =
    ruling.correction === undefined ? '' : `, ${formatP(ruling.adjustedP)} ${ruling.correction}`;
  const needed = ruling.status === 'passed' ? '' : `; needs p ≤ ${requiredText(ruling.requiredP)}`;
  return `${formatP(p, 'statement')}${corrected}${needed}`;
}

function requiredText(p: number): string {
  if (p >= 0.001) return p.toFixed(4).replace(/0+$/, '');
  return p === 0 ? '0, because no error is left to spend' : p.toExponential(1);
}

export function count(amount: number, singular: string, plural = `${singular}s`): string {
  return `${amount} ${amount === 1 ? singular : plural}`;
}

/** What is missing, in the unit that counts: "12 more clusters", "1 more case". */
export function more({ cases, clusters }: Missing): string {
  return clusters === undefined ? count(cases, 'more case') : count(clusters, 'more cluster');
}
