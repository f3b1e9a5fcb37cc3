/** What a member of a group brings along. */
export interface Guest<Item> {
  /** Equal for items that may go out together. */
  readonly kind: string;
  /** The most items that go out together. */
  readonly size: number;
  readonly item: Item;
}

/** Takes items of one kind, gives back one result for each, in their order. */
export type Serve<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

/** One member's place in a group whose members wait for each other. */
export interface Seat<Item, Result> {
  /**
   * Waits until every member of the group waits here or has left. Then the items of a kind go out together, in the order of
   * the members: the first one's `serve` is called for all of them.
   *
   * @throws what `serve` throws, for everyone whose item it was given.
   */
  readonly meet: (guest: Guest<Item>, serve: Serve<Item, Result>) => Promise<Result>;
  /** Work of this member: the group waits for it as long as not all of it waits here. */
  readonly during: <Value>(work: () => Promise<Value>) => Promise<Value>;
  /** The member is done; nobody waits for it any more. */
  readonly leave: () => void;
}

interface Waiting<Item, Result> extends Guest<Item> {
  readonly serve: Serve<Item, Result>;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

interface Member<Item, Result> {
  isHere: boolean;
  underWay: number;
  waiting: readonly Waiting<Item, Result>[];
}

/**
 * A meeting of so many members. There is no timer in it: who meets whom follows from what the members do, never from how
 * fast they do it.
 */
export function openMeeting<Item, Result>(count: number): readonly Seat<Item, Result>[] {
  const members = Array.from(
    { length: count },
    (): Member<Item, Result> => ({ isHere: true, underWay: 0, waiting: [] }),
  );
  let isLooking = false;
  const look = (): void => {
    if (isLooking) return;
    isLooking = true;
    // Calls that a member starts side by side are all started before the group is looked at.
    queueMicrotask(() => {
      isLooking = false;
      if (!members.some(isExpected)) flush();
    });
  };
  const flush = (): void => {
    const waiting = members.flatMap((member) => member.waiting);
    for (const member of members) member.waiting = [];
    for (const party of partiesOf(waiting)) void serveParty(party);
  };
  return members.map((member) => ({
    meet: (guest, serve) =>
      new Promise((resolve, reject) => {
        member.waiting = [...member.waiting, { ...guest, serve, resolve, reject }];
        look();
      }),
    during: async (work) => {
      member.underWay += 1;
      try {
        return await work();
      } finally {
        member.underWay -= 1;
        look();
      }
    },
    leave: () => {
      member.isHere = false;
      look();
    },
  }));
}

/** A member that may still bring something. */
function isExpected<Item, Result>({ isHere, underWay, waiting }: Member<Item, Result>): boolean {
  return isHere && (waiting.length === 0 || waiting.length < underWay);
}

/** Who goes out together: one kind, at most its size. */
function partiesOf<Item, Result>(
  waiting: readonly Waiting<Item, Result>[],
): readonly (readonly Waiting<Item, Result>[])[] {
  const kinds = [...new Set(waiting.map(({ kind }) => kind))];
  return kinds.flatMap((kind) => {
    const alike = waiting.filter((guest) => guest.kind === kind);
    const { size } = alike[0];
    const parties = Math.ceil(alike.length / size);
    return Array.from({ length: parties }, (_, index) => alike.slice(index * size, (index + 1) * size));
  });
}

async function serveParty<Item, Result>(party: readonly Waiting<Item, Result>[]): Promise<void> {
  try {
    const results = await party[0].serve(party.map(({ item }) => item));
    if (results.length !== party.length) {
      throw new RangeError(`${results.length} results for ${party.length} items that went out together`);
    }
    for (const [index, { resolve }] of party.entries()) resolve(results[index]);
  } catch (error) {
    for (const { reject } of party) reject(error);
  }
}
