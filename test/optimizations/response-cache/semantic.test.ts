import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  guardAllows,
  guardedEntities,
  maskEntities,
  substitutedAnswer,
} from '../../../src/optimizations/response-cache/entities.ts';
import { settingsSchema } from '../../../src/optimizations/response-cache/settings.ts';
import { type Asked, cache, openDesk } from './desk.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk((question, model) =>
    model === 'shop:other' ? (question.split(' ').at(-2) ?? '') : `To ${question}`,
  );
});
afterAll(() => desk.close());

const guard = settingsSchema.parse({ semantic: { guard: { names: ['Canada', 'Europe'] } } }).semantic.guard;
const allows = (a: string, b: string, own = guard) =>
  guardAllows(guardedEntities(a, own), guardedEntities(b, own));
const order = [{ name: 'order', pattern: 'QM-[0-9]{5}' }];

describe('the entity guard', () => {
  test.each([
    ['a number', 'Return within 30 days?', 'Return within 14 days?'],
    ['an amount', 'Refund of $50?', 'Refund of $500?'],
    ['a code', 'What is error P-14?', 'What is error P-21?'],
    ['a number word', 'Can I use one code?', 'Can I use two codes?'],
    ['a date', 'Open on Monday?', 'Open on Friday?'],
    ['a negation', 'Is it covered?', 'Is it not covered?'],
    ['a short negation', 'It does work.', "It doesn't work."],
    ['on and off', 'Turn the lamp on', 'Turn the lamp off'],
    ['before and after', 'Cancel before packing?', 'Cancel after packing?'],
    ['a name of the list', 'Delivery to canada?', 'Delivery to Europe?'],
  ])('refuses texts that differ in %s', (_, a, b) => {
    expect(allows(a, b)).toBe(false);
  });

  test('lets other wordings pass, and words that only look like entities', () => {
    expect(allows('How long does delivery take?', 'What is the delivery time?')).toBe(true);
    expect(allows('How heavy may a parcel be?', 'What is the maximum weight of a parcel?')).toBe(true);
    expect(allows('Where is it on the page?', 'Where is it?')).toBe(true);
  });

  test('may demand the same content words', () => {
    const strict = { ...guard, identicalContent: true };
    expect(allows('When is my refund paid?', 'When are refunds paid?', strict)).toBe(true);
    expect(allows('Is the refund late?', 'Is the parcel late?', strict)).toBe(false);
  });
});

describe('entity substitution', () => {
  const found = (text: string) => maskEntities(text, order).found;
  test('masks for looking up and puts the own entity into the answer', () => {
    expect(maskEntities('Where is QM-10001?', order).masked).toBe('Where is <order>?');
    expect(
      substitutedAnswer(
        'QM-10001 is on its way; track QM-10001.',
        found('Where is QM-10001?'),
        found('QM-20002?'),
        order,
      ),
    ).toBe('QM-20002 is on its way; track QM-20002.');
  });

  test('refuses an answer that holds an entity of its own, or one without a counterpart', () => {
    expect(
      substitutedAnswer('Part of QM-30003.', found('QM-10001?'), found('QM-20002?'), order),
    ).toBeUndefined();
    expect(
      substitutedAnswer('QM-10001 is late.', found('QM-10001?'), found('And mine?'), order),
    ).toBeUndefined();
    expect(substitutedAnswer('Within 3 days.', found('QM-10001?'), found('And mine?'), order)).toBe(
      'Within 3 days.',
    );
  });
});

/** Questions about two subjects in many wordings: distinct pairs, all right but for those that are planted. */
function traffic(wordings: number, planted: number): readonly Asked[] {
  const names = Array.from(
    { length: wordings },
    (_, index) => `subject${String.fromCharCode(97 + (index % 26))}${Math.floor(index / 26)}x`,
  );
  return names.flatMap((name, index): readonly Asked[] => [
    { text: `Please tell me how the long waiting period for ${name} begins today`, canonical: name },
    {
      text: `Please tell me how the long waiting period for ${name} starts today`,
      canonical: index < planted ? `${name} otherwise` : name,
    },
  ]);
}

function labelledOf(certificate: unknown): unknown {
  return typeof certificate === 'object' && certificate !== null && 'labelled' in certificate
    ? certificate.labelled
    : undefined;
}

describe('certification', () => {
  const settings = {
    tiers: ['exact', 'normalised', 'semantic'],
    semantic: { thresholds: [0.95, 0.8], maximumFalseHits: 0.05 },
  };
  const certificateOf = async (asked: readonly Asked[]) => {
    const lever = cache(settings);
    const artifact = await lever.fit(desk.fitting(asked));
    return { lever, artifact };
  };

  test('enough right pairs certify a threshold, and the semantic tier serves', async () => {
    const { lever, artifact } = await certificateOf(traffic(70, 0));
    expect(artifact).toMatchObject({ certificate: { reason: 'certified', threshold: 0.8, needed: 59 } });
    expect(lever.describe(artifact)).toMatch(/semantic from 0\.8 \(lexical.*false hits at most/);
    const tiers = (await desk.stream(lever, traffic(3, 0), artifact)).map(({ tier }) => tier);
    expect(tiers).toEqual(['miss', 'semantic', 'miss', 'semantic', 'miss', 'semantic']);
  });

  test('too few labelled hits leave the tier off, and the description says how many are missing', async () => {
    const { lever, artifact } = await certificateOf(traffic(20, 0));
    expect(artifact).toMatchObject({ certificate: { reason: 'too-few-labels', threshold: null } });
    expect(lever.describe(artifact)).toContain('semantic off: not enough labelled hits (have 20, need 59)');
    const tiers = (await desk.stream(lever, traffic(3, 0), artifact)).map(({ tier }) => tier);
    expect(tiers.filter((tier) => tier === 'semantic')).toEqual([]);
  });

  test('too many wrong hits leave the tier off', async () => {
    const { lever, artifact } = await certificateOf(traffic(70, 6));
    expect(artifact).toMatchObject({ certificate: { reason: 'too-many-false-hits', threshold: null } });
    expect(lever.describe(artifact)).toContain('no threshold keeps false hits under 5.0 %');
  });

  test('a popular pair is one piece of evidence, however often it comes', async () => {
    const asked = traffic(20, 0);
    const { artifact } = await certificateOf([...asked, ...Array.from({ length: 30 }, () => asked[1])]);
    // The thirty make the letters of their question less rare, so a pair may fall out; none comes in.
    expect(artifact).toHaveProperty('certificate.reason', 'too-few-labels');
    expect([19, 20]).toContain(
      typeof artifact === 'object' && artifact !== null && 'certificate' in artifact
        ? labelledOf(artifact.certificate)
        : 0,
    );
  });
});

test('an embedding model is asked through the stack, and every embedding is charged', async () => {
  const lever = cache({
    tiers: ['semantic'],
    semantic: { embedder: { kind: 'model', model: 'shop:embed' }, thresholds: [0.99], maximumFalseHits: 0.5 },
  });
  expect(lever.models).toEqual(['shop:embed']);
  const asked = Array.from({ length: 12 }, (_, index) => [
    { text: `${'abcdefghijkl'.charAt(index).repeat(9)} zebra`, canonical: String(index) },
    { text: `zebra ${'abcdefghijkl'.charAt(index).repeat(9)}`, canonical: String(index) },
  ]).flat();
  const artifact = await lever.fit(desk.fitting(asked));
  expect(artifact).toMatchObject({ idf: null, certificate: { reason: 'certified', threshold: 0.99 } });
  const [first, second] = await desk.stream(lever, asked.slice(0, 2), artifact);
  expect(first.charges.map(({ purpose, model }) => [purpose, model])).toEqual([
    ['embed', 'shop:embed'],
    ['answer', 'shop:model'],
  ]);
  expect(second.tier).toBe('semantic');
  expect(second.charges.map(({ purpose }) => purpose)).toEqual(['embed']);
});

test('keys may be the intent that a model names, with the entities', async () => {
  const lever = cache({
    tiers: ['semantic'],
    semantic: {
      by: 'intent',
      intent: { model: 'shop:other', instruction: 'Name the intent.' },
      thresholds: [1],
      maximumFalseHits: 0.5,
    },
  });
  const intents = Array.from({ length: 8 }, (_, index) => `intent${index}`);
  const asked = intents.flatMap((intent) => [
    { text: `I want ${intent} now`, canonical: intent },
    { text: `Could you ${intent} quickly`, canonical: intent },
    { text: `Could you 5 ${intent} quickly`, canonical: `${intent} five` },
  ]);
  // The stand-in names the last word but one of what stands in <text>.
  const artifact = await lever.fit(desk.fitting(asked));
  expect(artifact).toMatchObject({ certificate: { reason: 'certified' } });
  const served = await desk.stream(lever, asked.slice(0, 3), artifact);
  expect(served.map(({ tier }) => tier)).toEqual(['miss', 'semantic', 'miss']);
  expect(served[1].charges.map(({ purpose }) => purpose)).toEqual(['route']);
});

test('without its package the transformers embedder says what to install', async () => {
  const lever = cache({
    tiers: ['semantic'],
    semantic: { embedder: { kind: 'transformers', directory: './models', model: 'none' } },
  });
  await expect(lever.fit(desk.fitting(traffic(2, 0)))).rejects.toThrow(/@huggingface\/transformers/);
});

test('thresholds that do not fall are refused', () => {
  expect(() => cache({ semantic: { thresholds: [0.8, 0.9] } })).toThrow(/strictest to the laxest/);
  expect(() => cache({ semantic: { by: 'intent' } })).toThrow(/need a model/);
});
