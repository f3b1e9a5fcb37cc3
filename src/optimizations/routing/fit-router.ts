import { ConfigurationError } from '../../core/errors.ts';
import type { Middleware } from '../../core/middleware.ts';
import { requestText } from '../../core/request-text.ts';
import { asBilledCost, type ScoredTrial } from '../../core/trial.ts';
import { chooseTierThresholds, type MeasuredModel, tierOf } from '../../learn/choose-thresholds.ts';
import { crossFit } from '../../learn/cross-fit.ts';
import { baselinesAtRate } from '../../learn/router-baselines.ts';
import { averageGapRecovered, performanceCurve } from '../../learn/router-metrics.ts';
import { scoreScale } from '../../learn/score-scale.ts';
import { restoreUplift, trainUplift, type UpliftExample } from '../../learn/uplift-model.ts';
import { restoreNeighbours, storeNeighbours } from '../../learn/uplift-neighbours.ts';
import {
  type Redirect,
  redirectsInFitting,
  routedCases,
  runOnTrain,
  type TrainedModels,
  trainModels,
} from '../answering-model.ts';
import { chatMiddleware, type Fitting } from '../optimization.ts';
import { scoreRequestBy } from './score-request.ts';
import type { Artifact, Settings } from './settings.ts';
import { boundsBy, withinBounds } from './tiers.ts';

const fewestExamples = 10;

/** What the cheapest and the dearest tier reach on the train split, with the texts that the router would see. */
async function examplesFor({ tiers }: Settings, fitting: Fitting) {
  const { train, requestsOf } = fitting;
  const cheapest = await runOnTrain('routing', tiers[0], fitting, everythingTo);
  const dearest = await runOnTrain('routing', tiers[tiers.length - 1], fitting, everythingTo);
  const examples: UpliftExample[] = [];
  for (const [position, fitCase] of train.entries()) {
    const weak = cheapest[position].quality.score;
    const strong = dearest[position].quality.score;
    for (const { request } of await requestsOf(fitCase)) {
      examples.push({ text: requestText(request), weak, strong });
    }
  }
  if (examples.length < fewestExamples) {
    throw new ConfigurationError([
      {
        message: `routing: the train split has ${examples.length} requests to learn from; at least ${fewestExamples} are needed.`,
      },
    ]);
  }
  return examples;
}

function everythingTo(redirect: Redirect): Middleware {
  return chatMiddleware((request, next) => next(redirect(request)));
}

async function learn(chosen: Settings, fitting: Fitting): Promise<Artifact['learned']> {
  const { scorer } = chosen;
  if (scorer.method !== 'learned') return null;
  const examples = await examplesFor(chosen, fitting);
  const predictions = crossFit(examples, (others) => {
    const predict =
      scorer.model === 'logistic'
        ? restoreUplift(trainUplift(others))
        : restoreNeighbours(storeNeighbours(others), scorer.neighbours);
    return ({ text }) => predict(text);
  });
  return {
    scale: scoreScale(predictions),
    gapRecovered: averageGapRecovered(performanceCurve(examples, predictions)) ?? null,
    predictor:
      scorer.model === 'logistic'
        ? { model: 'logistic', ...trainUplift(examples) }
        : { model: 'neighbours', ...storeNeighbours(examples) },
  };
}

/** What answering cost; scoring costs the same whatever the thresholds are. */
function answeringCost({ charges }: ScoredTrial): number {
  return asBilledCost({ charges: charges.filter(({ purpose }) => purpose !== 'route') });
}

const scoreDecision = 'routing.score';

/** The one score of a trial; undefined when the classifier was not understood. */
function scoreOf({ caseId, decisions }: ScoredTrial): number | undefined {
  const made = decisions.filter(({ name }) => name === scoreDecision);
  if (made.length !== 1) {
    throw new ConfigurationError(
      [
        {
          message: `routing: case ${caseId} made ${made.length} calls that could be routed; thresholds can be chosen for one call a case.`,
        },
      ],
      { advice: 'Limit the lever to one step, or give every tier its upTo.' },
    );
  }
  return made[0]?.score;
}

/** Measures every tier on the tune split once, and derives from that what all thresholds would have done. */
async function chooseThresholds(
  chosen: Settings,
  learned: Artifact['learned'],
  trained: TrainedModels,
  fitting: Fitting,
): Promise<Pick<Artifact, 'thresholds' | 'baselines'>> {
  const { tune, run } = fitting;
  if (chosen.chooseThresholds === undefined) return { thresholds: null, baselines: null };
  if (tune.length === 0) {
    throw new ConfigurationError([
      { message: 'routing: the tune split has no cases to choose thresholds on.' },
    ]);
  }
  const { tiers } = chosen;
  const [cheapest, ...others] = redirectsInFitting(tiers, trained);
  const score = scoreRequestBy(chosen.scorer, learned);
  const scored = chatMiddleware(async (request, next, context) => {
    const value = await score(request, context);
    context.decide({
      name: scoreDecision,
      choice: value === undefined ? 'not understood' : 'scored',
      ...(value === undefined ? {} : { score: value }),
    });
    return next(cheapest(request));
  });
  const runs: (readonly ScoredTrial[])[] = [await run([scored], tune)];
  for (const redirect of others) runs.push(await run([everythingTo(redirect)], tune));
  const scores = runs[0].map(scoreOf);
  const bounds = boundsBy(chosen);
  // What a case costs and reaches in a tier is what it does in the tier that the policy puts in its place.
  const measured = tiers.map((_, tier): MeasuredModel => {
    const trials = tune.map((fitCase, position) => {
      const wanted = scores[position] === undefined ? tiers.length - 1 : tier;
      return runs[withinBounds(wanted, bounds(fitCase.attributes ?? {}))][position];
    });
    return { quality: trials.map(({ quality }) => quality.score), cost: trials.map(answeringCost) };
  });
  const { maximumLoss } = chosen.chooseThresholds;
  const known = scores.map((value) => value ?? 0);
  const { thresholds } = chooseTierThresholds(known, measured, maximumLoss);
  if (tiers.length > 2) return { thresholds, baselines: null };
  const [weak, strong] = measured;
  const cases = await routedCases(fitting, {
    weak: weak.quality,
    strong: strong.quality,
    toStrong: known.map((score) => tierOf(score, thresholds) === 1),
  });
  return { thresholds, baselines: baselinesAtRate(cases) };
}

/**
 * Learns the scorer and trains the models on train, and chooses the thresholds on tune, as far as the settings ask for it.
 * The scorer comes first: the models that stand in for a trained one are dropped, and one of them may be that model.
 */
export async function fitRouter(chosen: Settings, fitting: Fitting): Promise<Artifact> {
  const learned = await learn(chosen, fitting);
  const trained = await trainModels('routing', chosen.tiers, fitting);
  return { learned, trained, ...(await chooseThresholds(chosen, learned, trained, fitting)) };
}
