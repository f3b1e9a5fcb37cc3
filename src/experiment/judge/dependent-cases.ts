import type { EvidenceCase, Observations } from '../evidence.ts';

/** Sets that grow together; each is named by one of its members. */
function createUnions(count: number): {
  readonly join: (a: number, b: number) => void;
  readonly nameOf: (member: number) => number;
} {
  const parents = Array.from({ length: count }, (_, index) => index);
  const nameOf = (member: number): number => {
    let name = member;
    while (parents[name] !== name) {
      parents[name] = parents[parents[name]];
      name = parents[name];
    }
    return name;
  };
  return {
    nameOf,
    join: (a, b) => {
      const [first, second] = [nameOf(a), nameOf(b)].sort((x, y) => x - y);
      parents[second] = first;
    },
  };
}

/**
 * The cases with clusters that hold everything dependent: those of the dataset, joined where a call of one of the arms
 * answered cases of several of them (connected components). Without such calls the cases are given back as they are.
 */
export function dependentCases(
  cases: readonly EvidenceCase[],
  arms: readonly Pick<Observations, 'sharedCalls'>[],
): readonly EvidenceCase[] {
  const sharing = arms.flatMap(({ sharedCalls }) => (sharedCalls === undefined ? [] : [sharedCalls]));
  if (sharing.length === 0) return cases;
  const unions = createUnions(cases.length);
  const firstWith = new Map<string, number>();
  const belongsTo = (position: number, group: string): void => {
    const first = firstWith.get(group);
    if (first === undefined) firstWith.set(group, position);
    else unions.join(first, position);
  };
  const sizes = new Map<number, number>();
  for (const [position, { cluster }] of cases.entries()) {
    if (cluster !== undefined) belongsTo(position, `cluster ${cluster}`);
    for (const [arm, sharedCalls] of sharing.entries()) {
      for (const label of sharedCalls[position] ?? []) belongsTo(position, `call ${arm} ${label}`);
    }
  }
  for (const position of cases.keys()) {
    const name = unions.nameOf(position);
    sizes.set(name, (sizes.get(name) ?? 0) + 1);
  }
  return cases.map(({ cluster: _, ...found }, position) => {
    const name = unions.nameOf(position);
    return sizes.get(name) === 1 ? found : { ...found, cluster: cases[name].id };
  });
}
