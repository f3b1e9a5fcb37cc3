import type { FitCase } from '../../core/case.ts';
import { ConfigurationError, type Problem } from '../../core/errors.ts';
import type { PlannedTraining } from '../../core/fine-tuning.ts';
import type { PriceBook } from '../../pricing/price-book.ts';
import type { Provider } from '../../providers/provider.ts';
import type { CandidateDefinition } from '../../suite/suite.ts';
import { checkModels } from '../../transport/check-models.ts';

interface TrainingPlan {
  readonly candidates: readonly CandidateDefinition[];
  readonly train: readonly FitCase[];
  readonly priceBook: PriceBook;
}

function problemsOf(
  { model, examples }: PlannedTraining,
  lever: string,
  { train, priceBook }: TrainingPlan,
  providers: readonly Provider[],
): readonly Problem[] {
  const problems: Problem[] = [];
  if (examples > train.length) {
    problems.push({
      message: `${lever} wants to learn from ${examples} examples; the train split has ${train.length} cases.`,
    });
  }
  // An unknown model, or one without any price, is reported with the other models.
  if (checkModels([model], providers, priceBook).length > 0) return problems;
  const provider = providers.find(({ name }) => model.startsWith(`${name}:`));
  if (provider?.fineTuning === undefined) {
    return [
      ...problems,
      { message: `${lever} trains ${model}, and its provider trains no models.`, found: model },
    ];
  }
  try {
    priceBook.trainingCost(model, 0);
    return problems;
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return [...problems, ...error.problems];
  }
}

/** What keeps the candidates' trainings from being done: too few examples, a provider that trains nothing, no price. */
export function trainingProblems(plan: TrainingPlan, providers: readonly Provider[]): readonly Problem[] {
  return plan.candidates.flatMap(({ name, optimization, location }) =>
    optimization.trainings
      .flatMap((training) => problemsOf(training, optimization.name, plan, providers))
      .map((problem) => ({ ...problem, message: `candidate "${name}": ${problem.message}`, location })),
  );
}
