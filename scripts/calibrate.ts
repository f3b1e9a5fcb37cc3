/**
 * Measures how often the judge is wrong, and writes docs/calibration.md and docs/calibration.svg.
 *
 * npm run calibrate [-- --runs 10000] [--workers 2] [--seed 2026] [--only text] [--dry]
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { simulationResamples } from '../src/experiment/calibration/outcome.ts';
import {
  type CalibrationReport,
  calibrationChart,
  calibrationMarkdown,
  withinLimit,
} from '../src/experiment/calibration/report.ts';
import {
  addTallies,
  allWorlds,
  type Measurement,
  measure,
  simulate,
  type Tally,
} from '../src/experiment/calibration/simulate.ts';

/** Runs that a worker does between two messages. */
const portion = 250;

/** A worker thread does not inherit tsx's loader on every supported Node, so it registers it before this file. */
const startWorker = `
  const { workerData } = require('node:worker_threads');
  import('tsx/esm/api').then(({ register }) => { register(); return import(workerData.script); });
`;

interface Portion {
  readonly world: number;
  readonly from: number;
  readonly to: number;
}

function isPortion(message: unknown): message is Portion {
  return typeof message === 'object' && message !== null && 'world' in message;
}

function work(seed: string): void {
  const worlds = allWorlds();
  parentPort?.on('message', (message: unknown) => {
    if (!isPortion(message)) return;
    parentPort?.postMessage({
      ...message,
      tally: simulate(worlds[message.world], seed, message.from, message.to),
    });
  });
}

function share(
  portions: readonly Portion[],
  workers: number,
  seed: string,
): Promise<ReadonlyMap<number, Tally>> {
  const tallies = new Map<number, Tally>();
  const waiting = [...portions].reverse();
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(startWorker, { eval: true, workerData: { seed, script: import.meta.url } });
      const next = (): void => {
        const task = waiting.pop();
        if (task === undefined) worker.terminate().then(() => resolve(), reject);
        else worker.postMessage(task);
      };
      worker.on('message', ({ world, tally }: Portion & { readonly tally: Tally }) => {
        const known = tallies.get(world);
        tallies.set(world, known === undefined ? tally : addTallies(known, tally));
        next();
      });
      worker.on('error', reject);
      next();
    });
  return Promise.all(Array.from({ length: workers }, run)).then(() => tallies);
}

function line(found: Measurement): string {
  const flag = withinLimit(found) ? '' : '  EXCEEDS';
  return `${found.world.group.padEnd(5)} ${found.world.measures.padEnd(8)} ${found.rate.toFixed(4)} ± ${found.monteCarloError.toFixed(4)}  ${found.world.name}${flag}`;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runs: { type: 'string', default: '10000' },
      workers: { type: 'string', default: '2' },
      seed: { type: 'string', default: '2026' },
      only: { type: 'string', default: '' },
      dry: { type: 'boolean', default: false },
    },
  });
  const runs = Number(values.runs);
  const worlds = allWorlds();
  const chosen = worlds.flatMap((world, index) => (world.name.includes(values.only) ? [index] : []));
  const portions = chosen.flatMap((world) =>
    Array.from({ length: Math.ceil(runs / portion) }, (_, index) => ({
      world,
      from: index * portion,
      to: Math.min(runs, (index + 1) * portion),
    })),
  );
  const tallies = await share(portions, Number(values.workers), values.seed);
  const measurements = chosen.flatMap((index) => {
    const tally = tallies.get(index);
    return tally === undefined ? [] : [measure(worlds[index], tally)];
  });
  const report: CalibrationReport = {
    runs,
    seed: values.seed,
    resamples: simulationResamples,
    measurements,
  };
  for (const found of measurements) console.log(line(found));
  if (!values.dry && values.only === '') {
    writeFileSync(new URL('../docs/calibration.md', import.meta.url), calibrationMarkdown(report));
    writeFileSync(new URL('../docs/calibration.svg', import.meta.url), calibrationChart(report));
  }
  process.exitCode = measurements.every(withinLimit) ? 0 : 1;
}

if (isMainThread) await main();
else work(String(workerData.seed));
