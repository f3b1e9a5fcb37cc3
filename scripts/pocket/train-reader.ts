import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { quantise } from '../../src/learn/quantised.ts';
import { textFeatures, weighted } from '../../src/providers/pocket/features.ts';
import type { ReaderWeights } from '../../src/providers/pocket/trained-weights.ts';
import { sentenceTexts } from '../../src/text/sentences.ts';
import { dotDense, type SparseVector } from '../../src/text/sparse-vector.ts';
import { readHandbook, readQuestions } from './corpus.ts';
import { trainLinearSvm } from './linear-svm.ts';
import { rarityOf } from './rarity.ts';

const dimensions = 8_192;
const rank = 128;
const settings = { cost: 1, epochs: 20, tolerance: 0.1, seed: 'pocket reader' };
/** What the sentence and what its passage say, in the scale of the score of shared words; found on held-out questions. */
const sentenceWeight = 8.2;
const passageWeight = 7.3;

/**
 * Trains which sentence of a handbook answers a question: linear models for sentences and passages, then the directions in which their
 * scores on the training questions vary most (reduced-rank regression; Izenman 1975). Fewer directions make a smaller model.
 */
export function trainReader(): { readonly weights: ReaderWeights; readonly explained: number } {
  const handbook = readHandbook().map(({ id, text }) => ({ id, sentences: sentenceTexts(text) }));
  const sentences = handbook.flatMap(({ id, sentences: own }) =>
    own.map((text, position) => ({ key: `${id} ${position}`, passage: id, text })),
  );
  const questions = readQuestions();
  const raw = questions.map(({ text }) => textFeatures(text, dimensions));
  const rarity = rarityOf(raw, dimensions);
  const vectors = raw.map((vector) => weighted(vector, rarity));
  const train = (labels: readonly string[], classes: readonly string[]) => {
    const numbers = new Map(classes.map((name, number) => [name, number]));
    const examples = vectors.map((vector, position) => {
      const label = numbers.get(labels[position]);
      if (label === undefined) throw new RangeError(`no sentence "${labels[position]}" in the handbook`);
      return { vector, label };
    });
    return trainLinearSvm(examples, classes.length, dimensions, settings);
  };
  const ofSentences = train(
    questions.map(({ passage, sentence }) => `${passage} ${sentence}`),
    sentences.map(({ key }) => key),
  );
  const passages = handbook.map(({ id }) => id);
  const ofPassages = train(
    questions.map(({ passage }) => passage),
    passages,
  );
  const rows = sentences.map(({ passage }, position) => {
    const around = ofPassages[passages.indexOf(passage)];
    return ofSentences[position].map(
      (weight, at) => sentenceWeight * weight + passageWeight * (around?.[at] ?? 0),
    );
  });
  const { directions, explained } = mainDirections(rows, vectors);
  const projected = directions.map((direction) => combine(rows, direction));
  return {
    weights: {
      dimensions,
      rank,
      rarity: quantise(rarity),
      question: projected.map((row) => quantise(row)),
      sentences: sentences.map(({ text }, position) => ({
        text,
        meaning: quantise(directions.map((direction) => direction[position])),
      })),
    },
    explained,
  };
}

/** The directions, over sentences, that keep most of the scores' variance over the questions. */
function mainDirections(rows: readonly Float64Array[], questions: readonly SparseVector[]) {
  const covariance = Matrix.zeros(rows.length, rows.length);
  for (const question of questions) {
    const scores = rows.map((row) => dotDense(row, question));
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const centred = scores.map((score) => score - mean);
    centred.forEach((left, i) => {
      for (let j = 0; j <= i; j++) covariance.set(i, j, covariance.get(i, j) + left * centred[j]);
    });
  }
  for (let i = 0; i < rows.length; i++)
    for (let j = 0; j < i; j++) covariance.set(j, i, covariance.get(i, j));
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, position) => position)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  const total = realEigenvalues.reduce((sum, value) => sum + value, 0);
  const kept = order.slice(0, rank);
  return {
    directions: kept.map((column) => eigenvectorMatrix.getColumn(column)),
    explained: kept.reduce((sum, column) => sum + realEigenvalues[column], 0) / total,
  };
}

function combine(rows: readonly Float64Array[], direction: readonly number[]): Float64Array {
  const sum = new Float64Array(dimensions);
  rows.forEach((row, position) => {
    for (let at = 0; at < dimensions; at++) sum[at] += direction[position] * row[at];
  });
  return sum;
}
