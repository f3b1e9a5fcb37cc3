import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Asked, cache, openDesk } from './desk.ts';

let desk: Awaited<ReturnType<typeof openDesk>>;
beforeAll(async () => {
  desk = await openDesk((question, model) => `${model} says ${question}`);
});
afterAll(() => desk.close());

const word = fc.constantFrom('refund', 'parcel', 'tent', 'late', 'label', 'return');
const question = fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const request: fc.Arbitrary<Asked> = fc.record({
  text: question,
  at: fc.constant(0),
  system: fc.constantFrom('Be polite.', 'Be short.'),
  attributes: fc.record({ tenant: fc.constantFrom('north', 'south') }),
});
/** Requests in order of arrival. */
const traffic = fc
  .array(fc.tuple(request, fc.integer({ min: 0, max: 40 })), { minLength: 1, maxLength: 25 })
  .map((steps) => {
    let at = 0;
    return steps.map(([asked, gap]): Asked => {
      at += gap;
      return { ...asked, at };
    });
  });
/** An artifact as fitting makes it, with a threshold that is not certified by anybody. */
const artifactAt = async (lever: ReturnType<typeof cache>, asked: readonly Asked[], threshold: number) => {
  const fitted = await lever.fit(desk.fitting(asked));
  if (typeof fitted !== 'object' || fitted === null || !('certificate' in fitted))
    throw new TypeError('no artifact');
  const { certificate } = fitted;
  if (typeof certificate !== 'object' || certificate === null || Array.isArray(certificate))
    throw new TypeError();
  return { ...fitted, certificate: { ...certificate, threshold } };
};
const semantic = { tiers: ['exact', 'normalised', 'semantic'], tenant: 'tenant', ttlSeconds: 100 };

test('a cache never serves across namespaces', async () => {
  await fc.assert(
    fc.asyncProperty(traffic, async (asked) => {
      const lever = cache({ ...semantic, semantic: { thresholds: [0.3] } });
      const artifact = await artifactAt(lever, asked, 0.3);
      const served = await desk.stream(lever, asked, artifact);
      for (const [index, { decisions, tier }] of served.entries()) {
        if (tier === 'miss') continue;
        const from = decisions.find(({ name }) => name === 'response-cache.served-from');
        const space = ({ system, attributes }: Asked) => `${system} ${attributes?.['tenant']}`;
        const sources =
          from === undefined
            ? asked.slice(0, index).filter(({ text }) => text === asked[index].text)
            : [asked[Number(/case-(\d+)#/.exec(from.choice)?.[1])]];
        expect(sources.some((source) => space(source) === space(asked[index]))).toBe(true);
      }
    }),
    { numRuns: 40 },
  );
});

test('with a time to live of 0, or room for nothing, it equals no cache', async () => {
  await fc.assert(
    fc.asyncProperty(
      traffic,
      fc.constantFrom({ ttlSeconds: 0 }, { maximumEntries: 0 }),
      async (asked, none) => {
        const strip = (served: Awaited<ReturnType<typeof desk.stream>>) =>
          served.map(({ text, cost, charges }) => [text, cost, charges.length]);
        const lever = cache({ ...semantic, ...none, semantic: { thresholds: [0.3] } });
        const artifact = await artifactAt(lever, asked, 0.3);
        expect(strip(await desk.stream(lever, asked, artifact))).toEqual(
          strip(await desk.stream(undefined, asked)),
        );
      },
    ),
    { numRuns: 25 },
  );
});

test('a hit costs nothing, a miss costs what the baseline costs', async () => {
  await fc.assert(
    fc.asyncProperty(traffic, async (asked) => {
      const lever = cache({ ...semantic, semantic: { thresholds: [0.5] } });
      const artifact = await artifactAt(lever, asked, 0.5);
      const baseline = await desk.stream(undefined, asked);
      for (const [index, { tier, cost }] of (await desk.stream(lever, asked, artifact)).entries()) {
        expect(cost).toBe(tier === 'miss' ? baseline[index].cost : 0);
      }
    }),
    { numRuns: 25 },
  );
});

test('replaying a threshold equals running the middleware', async () => {
  await fc.assert(
    fc.asyncProperty(
      traffic,
      fc.constantFrom(0.3, 0.5, 0.7, 0.9, 1),
      fc.constantFrom(2, 5, 1_000),
      async (asked, threshold, maximumEntries) => {
        const lever = cache({
          ...semantic,
          maximumEntries,
          semantic: { thresholds: [threshold], maximumFalseHits: 0.5 },
        });
        const artifact = await artifactAt(lever, asked, threshold);
        const { certificate } = artifact;
        const steps = 'steps' in certificate && Array.isArray(certificate.steps) ? certificate.steps : [];
        const served = await desk.stream(lever, asked, artifact);
        const hits = served.filter(({ tier }) => tier === 'semantic');
        const pairs = new Set(
          served.flatMap(({ decisions }, index) =>
            decisions
              .filter(({ name }) => name === 'response-cache.served-from')
              .map(
                ({ choice }) =>
                  `${asked[index].system} ${asked[index].attributes?.['tenant']} ${choice.split('#')[1]}`,
              ),
          ),
        );
        expect(steps).toHaveLength(1);
        expect(steps[0]).toMatchObject({
          exhausted: 0,
          hitRate: hits.length / asked.length,
          pairs: pairs.size,
        });
      },
    ),
    { numRuns: 40 },
  );
});
