import type { Json } from '../../core/json.ts';
import { dollars, nanoDollars } from '../../core/money.ts';
import type { ConfiguredOptimization } from '../../optimizations/optimization.ts';
import type { LearningCurveReport } from '../../reports/report.ts';
import type { Arm } from '../arm.ts';

/** What fitting made of a lever of the arm; undefined when it was not fitted, or stands in no stack of its own. */
export function artifactOf(
  optimization: ConfiguredOptimization,
  { stack }: Pick<Arm, 'stack'>,
): Json | undefined {
  return stack.find((entry) => entry.optimization === optimization)?.artifact;
}

/** The learning curve that a candidate's lever drew when it was fitted; null when it drew none. */
export function reportLearningCurve(
  optimization: ConfiguredOptimization,
  arm: Pick<Arm, 'stack'>,
): LearningCurveReport | null {
  const curve = optimization.learningCurve(artifactOf(optimization, arm));
  if (curve === null) return null;
  return {
    confidence: curve.confidence,
    points: curve.points.map(({ examples, trainingTokens, trainingCost, scoringCost, score }) => ({
      examples,
      trainingTokens,
      trainingCost: dollars(nanoDollars(trainingCost)),
      scoringCost: dollars(nanoDollars(scoringCost)),
      score: { mean: score.estimate, low: score.low, high: score.high },
      cases: score.cases,
    })),
  };
}
