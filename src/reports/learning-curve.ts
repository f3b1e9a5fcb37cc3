import type { CostFigures } from './figures.ts';
import { formatCount, formatInterval, formatNumber, formatPercent } from './format.ts';
import type { CandidateReport, LearningCurveReport } from './report.ts';

type Point = LearningCurveReport['points'][number];

/** One line of the learning curve as text that is not yet escaped for any format. */
export interface LearningRow {
  readonly examples: string;
  readonly tokens: string;
  readonly score: string;
  readonly interval: string;
  readonly cost: string;
}

function intervalOf({ score }: Point): string {
  return formatInterval(score.low, score.high, formatPercent);
}

export function learningRows({ points }: LearningCurveReport, costs: CostFigures): readonly LearningRow[] {
  return points.map((point) => ({
    examples: formatNumber(point.examples),
    tokens: formatNumber(point.trainingTokens),
    score: formatPercent(point.score.mean),
    interval: intervalOf(point),
    cost: costs.lumpFigure(point.trainingCost),
  }));
}

function casesOf({ points }: LearningCurveReport): string {
  return formatCount(points[0]?.cases ?? 0, 'tune case');
}

/** What the figures of a learning curve are. */
export function learningCurveNote(curve: LearningCurveReport): string {
  const level = formatNumber(curve.confidence * 100);
  return (
    `The share of ${casesOf(curve)} that pass, by models trained on growing parts of the train split; two-sided ${level} % ` +
    'Wilson intervals. Each part holds the smaller ones, all models answer the same cases, and the last one is in use.'
  );
}

/** The curve in one line: `Learning curve on 120 tune cases: 50 examples 61.7 %, 100 70.8 %, 350 80.0 % (73.3 to 85.3 %).` */
export function learningCurveSummary({
  learningCurve,
}: Pick<CandidateReport, 'learningCurve'>): readonly string[] {
  const last = learningCurve?.points.at(-1);
  if (learningCurve === null || last === undefined) return [];
  const steps = learningCurve.points.map(({ examples, score }, index) => {
    const size = index === 0 ? formatCount(examples, 'example') : formatNumber(examples);
    return `${size} ${formatPercent(score.mean)}`;
  });
  return [`Learning curve on ${casesOf(learningCurve)}: ${steps.join(', ')} (${intervalOf(last)}).`];
}
