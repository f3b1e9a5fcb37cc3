/**
 * Predictions for every example by a model that has not seen it: fold `i % folds` is predicted by a model of the other
 * folds. With fewer examples than folds, each is left out once.
 *
 * @throws RangeError with fewer than two examples.
 */
export function crossFit<Example>(
  examples: readonly Example[],
  train: (examples: readonly Example[]) => (example: Example) => number,
  folds = 5,
): readonly number[] {
  if (examples.length < 2) throw new RangeError(`cannot cross-fit ${examples.length} examples`);
  const used = Math.min(folds, examples.length);
  const predictions = new Array<number>(examples.length).fill(0);
  for (let fold = 0; fold < used; fold++) {
    const predict = train(examples.filter((_, position) => position % used !== fold));
    for (let position = fold; position < examples.length; position += used) {
      predictions[position] = predict(examples[position]);
    }
  }
  return predictions;
}
