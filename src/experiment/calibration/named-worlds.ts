import { binaryPair, type World } from './world.ts';
import { clusteredWorlds } from './worlds/clusters.ts';
import { costWorlds } from './worlds/costs.ts';
import { familyWorlds } from './worlds/families.ts';
import { binaryWorlds } from './worlds/pass-or-fail.ts';
import { sequentialWorlds } from './worlds/rounds.ts';
import { numericWorlds } from './worlds/scores.ts';
import { simple } from './worlds/simple.ts';
import { driftWorld, mixWorld } from './worlds/traffic.ts';

/** The worlds that docs/statistics.md names: false promotion stays at or below α plus Monte-Carlo error. */
export function namedWorlds(): readonly World[] {
  return [
    ...binaryWorlds(),
    ...numericWorlds(),
    ...clusteredWorlds(),
    mixWorld(
      'mix: 80/20 sample of a 50/50 mix, loss in the rare half, δ .05, n 400',
      'error',
      400,
      0.05,
      0.05,
    ),
    mixWorld('mix: 80/20 sample of a 50/50 mix, equal, δ .05, n 600', 'power', 600, 0.05, 0),
    ...familyWorlds(),
    ...sequentialWorlds(),
    ...costWorlds(),
    driftWorld(),
    simple('four harm slices, equal, δ .05, n 500', 'power', 500, 0.05, (r) => binaryPair(r, 0.09, 0), {
      gates: { slices: [{ tag: 'channel' }] },
      tags: (position) => ({ channel: String(position % 4) }),
    }),
  ];
}
