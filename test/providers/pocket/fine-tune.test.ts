import { describe, expect, it } from 'vitest';
import { restoreFineTune, trainFineTune } from '../../../src/providers/pocket/fine-tune.ts';

const examples = [
  ['Where is my parcel?', 'late'],
  ['It should have come on Monday.', 'late'],
  ['Tracking has not moved for a week.', 'late'],
  ['Please send me an invoice.', 'bill'],
  ['I need a receipt for my employer.', 'bill'],
  ['Our VAT number is missing on the bill.', 'bill'],
].map(([input = '', output = '']) => ({ input, output }));

describe('a fine-tuned pocket model', () => {
  it('answers with trained labels, without any prompt', () => {
    const { classify } = trainFineTune('small', examples);
    expect(classify('Could I have an invoice for the last order?').label).toBe('bill');
    expect(classify('The parcel is still not here.').label).toBe('late');
  });

  it('is the same model again after its artifact was stored as JSON', () => {
    const trained = trainFineTune('small', examples);
    const restored = restoreFineTune(JSON.parse(JSON.stringify(trained.artifact)));
    expect(restored.name).toBe(trained.name);
    for (const { input } of examples) expect(restored.classify(input)).toEqual(trained.classify(input));
  });

  it('refuses an artifact of another format', () => {
    const { artifact } = trainFineTune('small', examples);
    expect(() => restoreFineTune({ ...artifact, format: 'pocket-fine-tune-1' })).toThrow(
      /pocket-fine-tune-2/,
    );
  });

  it('has nothing to learn from one label', () => {
    expect(() => trainFineTune('small', examples.slice(0, 3))).toThrow(RangeError);
  });
});
