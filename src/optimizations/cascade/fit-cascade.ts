import { ConfigurationError } from '../../core/errors.ts';
import { asBilledCost, type ScoredTrial } from '../../core/trial.ts';
import { chooseCascadeThresholds, isAccepted, type MeasuredModel } from '../../learn/choose-thresholds.ts';
import { baselinesAtRate } from '../../learn/router-baselines.ts';
import { trainVerifier, type VerifierExample, type VerifierWeights } from '../../learn/verifier-model.ts';
import {
  answeringName,
  type Redirect,
  redirectsInFitting,
  routedCases,
  runOnTrain,
  type TrainedModels,
  trainModels,
} from '../answering-model.ts';
import { chatMiddleware, type Fitting } from '../optimization.ts';
import type { Artifact, Level, Settings } from './settings.ts';
import { featuresBy, verifierOf } from './verify.ts';

const fewestExamples = 10;
const featureDecision = 'cascade.feature';
const scoreDecision = 'cascade.verified';

/** The features that a trial's calls left as decisions, one list for each call. */
function featureLists({ decisions }: ScoredTrial): readonly (readonly number[])[] {
  const lists: number[][] = [];
  let first: string | undefined;
  for (const { name, choice, score } of decisions) {
    if (name !== featureDecision) continue;
    first ??= choice;
    if (choice === first) lists.push([]);
    lists.at(-1)?.push(score ?? 0);
  }
  return lists;
}

/** Learns, for one level, which of its answers on the train split are right. */
async function learnLevel(
  level: Level,
  settings: Extract<Settings['verifier'], { method: 'learned' }>,
  fitting: Fitting,
): Promise<VerifierWeights> {
  const answerWithFeatures = featuresBy(settings);
  const observed = (redirect: Redirect) =>
    chatMiddleware(async (request, next, context) => {
      const { response, features } = await answerWithFeatures(redirect(request), next);
      for (const [choice, score] of features) context.decide({ name: featureDecision, choice, score });
      return response;
    });
  const trials = await runOnTrain('cascade', level, fitting, observed);
  const examples = trials.flatMap((trial): readonly VerifierExample[] =>
    featureLists(trial).map((features) => ({ features, quality: trial.quality.score })),
  );
  if (examples.length < fewestExamples) {
    throw new ConfigurationError([
      {
        message: `cascade: the train split has ${examples.length} answers of ${answeringName(level)} to learn from; at least ${fewestExamples} are needed.`,
      },
    ]);
  }
  return trainVerifier(examples);
}

async function learnVerifiers(
  { levels, verifier }: Settings,
  fitting: Fitting,
): Promise<readonly VerifierWeights[] | null> {
  if (verifier.method !== 'learned') return null;
  const weights: VerifierWeights[] = [];
  for (const level of levels.slice(0, -1)) weights.push(await learnLevel(level, verifier, fitting));
  return weights;
}

/** The score of the one answer of a trial; a call that failed has none and escalates. */
function scoreOf({ caseId, decisions, outcome }: ScoredTrial): number {
  const made = decisions.filter(({ name }) => name === scoreDecision);
  if (made.length === 0 && outcome.kind === 'failed') return 0;
  if (made.length !== 1) {
    throw new ConfigurationError(
      [
        {
          message: `cascade: case ${caseId} made ${made.length} calls that could escalate; thresholds can be chosen for one call a case.`,
        },
      ],
      { advice: 'Limit the lever to one step, or give every level its threshold.' },
    );
  }
  return made[0]?.score ?? 0;
}

function measured(trials: readonly ScoredTrial[]): MeasuredModel {
  return { quality: trials.map(({ quality }) => quality.score), cost: trials.map(asBilledCost) };
}

/** Measures every level on the tune split once, and derives from that what all thresholds would have done. */
async function chooseThresholds(
  chosen: Settings,
  weights: readonly VerifierWeights[] | null,
  trained: TrainedModels,
  fitting: Fitting,
): Promise<Pick<Artifact, 'thresholds' | 'baselines'>> {
  const { tune, run } = fitting;
  if (chosen.chooseThresholds === undefined) return { thresholds: null, baselines: null };
  if (tune.length === 0) {
    throw new ConfigurationError([
      { message: 'cascade: the tune split has no cases to choose thresholds on.' },
    ]);
  }
  const redirects = redirectsInFitting(chosen.levels, trained);
  const verified = [];
  for (const [index, level] of chosen.levels.slice(0, -1).entries()) {
    const answerVerified = verifierOf(chosen.verifier, weights?.[index]);
    const alone = chatMiddleware(async (request, next, context) => {
      const { response, score } = await answerVerified(redirects[index](request), next, context, undefined);
      context.decide({ name: scoreDecision, choice: answeringName(level), score });
      return response;
    });
    const trials = await run([alone], tune);
    verified.push({ ...measured(trials), scores: trials.map(scoreOf) });
  }
  const last = redirects[redirects.length - 1];
  const lastAlone = chatMiddleware((request, next) => next(last(request)));
  const { maximumLoss } = chosen.chooseThresholds;
  const strong = measured(await run([lastAlone], tune));
  const { thresholds } = chooseCascadeThresholds(verified, strong, maximumLoss);
  if (verified.length > 1) return { thresholds, baselines: null };
  const [{ quality, scores }] = verified;
  const escalated = scores.map((score) => !isAccepted(score, thresholds[0]));
  const cases = await routedCases(fitting, { weak: quality, strong: strong.quality, toStrong: escalated });
  return { thresholds, baselines: baselinesAtRate(cases) };
}

/**
 * Learns the verifiers and trains the models on train, and chooses the thresholds on tune, as far as the settings ask for
 * it. Verifiers come first: the models that stand in for a trained one are dropped, and one of them may be that model.
 */
export async function fitCascade(chosen: Settings, fitting: Fitting): Promise<Artifact> {
  const verifiers = await learnVerifiers(chosen, fitting);
  const trained = await trainModels('cascade', chosen.levels, fitting);
  return { verifiers, trained, ...(await chooseThresholds(chosen, verifiers, trained, fitting)) };
}
