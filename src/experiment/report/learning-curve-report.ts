import { dollars, nanoDollars } from '../../core/money.ts';
import type { ConfiguredOptimization } from '../../optimizations/optimization.ts';
import type { LearningCurveReport } from '../../reports/report.ts';
import type { Arm } from '../arm.ts';

/** The learning curve that a candidate's lever drew when it was fitted; null when it drew none. */
export function reportLearningCurve(
  optimization: ConfiguredOptimization,
  { stack }: Pick<Arm, 'stack'>,
): LearningCurveReport | null {
  const artifact = stack.find((entry) => entry.optimization === optimization)?.artifact;
  const curve = optimization.learningCurve(artifact);
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
