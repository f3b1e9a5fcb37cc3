import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openMeeting, type Seat } from '../../src/core/meeting.ts';

type NameSeat = Seat<string, string>;

/** Opens a meeting and lets every member do its work in a seat of its own. */
async function hold(works: readonly ((seat: NameSeat) => Promise<void>)[]): Promise<void> {
  const seats = openMeeting<string, string>(works.length);
  await Promise.all(
    works.map(async (work, index) => {
      await work(seats[index]);
      seats[index].leave();
    }),
  );
}

function recorder() {
  const parties: string[] = [];
  const serve = async (items: readonly string[]): Promise<readonly string[]> => {
    parties.push(items.join('+'));
    return items.map((item) => `${item}!`);
  };
  const come =
    (kind: string, item: string, size = 10) =>
    (seat: NameSeat): Promise<string> =>
      seat.meet({ kind, size, item }, serve);
  return { parties, come };
}

describe('a meeting', () => {
  test('waits for everyone, then lets each kind go out together in the order of the members', async () => {
    const { parties, come } = recorder();
    const results: string[] = [];
    await hold(
      ['a', 'b', 'c', 'd'].map((name, index) => async (seat: NameSeat) => {
        for (let turn = 0; turn < 4 - index; turn++) await Promise.resolve();
        results[index] = await come(index % 2 === 0 ? 'even' : 'odd', name)(seat);
      }),
    );
    expect(parties).toEqual(['a+c', 'b+d']);
    expect(results).toEqual(['a!', 'b!', 'c!', 'd!']);
  });

  test('does not wait for a member that has left without coming', async () => {
    const { parties, come } = recorder();
    await hold([
      async () => undefined,
      async (seat) => {
        await come('kind', 'b')(seat);
      },
    ]);
    expect(parties).toEqual(['b']);
  });

  test('meets again and again, with whoever is left', async () => {
    const { parties, come } = recorder();
    await hold(
      [3, 1, 2].map((times, index) => async (seat: NameSeat) => {
        for (let turn = 1; turn <= times; turn++) await come('kind', `${index}.${turn}`)(seat);
      }),
    );
    expect(parties).toEqual(['0.1+1.1+2.1', '0.2+2.2', '0.3']);
  });

  test('takes everything that a member sends side by side, and parties no larger than their size', async () => {
    const { parties, come } = recorder();
    await hold(
      ['a', 'b'].map((name) => async (seat: NameSeat) => {
        const pieces = [1, 2, 3].map((piece) => seat.during(() => come('kind', name + piece, 4)(seat)));
        await Promise.all(pieces);
      }),
    );
    expect(parties).toEqual(['a1+a2+a3+b1', 'b2+b3']);
  });

  test('gives an error to everyone whose item was in the party, and to no other', async () => {
    const outcomes: string[] = [];
    await hold(
      ['bad', 'good', 'bad'].map((kind, index) => async (seat: NameSeat) => {
        const serve = async (items: readonly string[]) => {
          if (kind === 'bad') throw new Error('refused');
          return items;
        };
        outcomes[index] = await seat
          .meet({ kind, size: 10, item: String(index) }, serve)
          .catch((error: Error) => error.message);
      }),
    );
    expect(outcomes).toEqual(['refused', '1', 'refused']);
  });

  test('forms the same parties however long each member takes', async () => {
    const script = fc.array(fc.array(fc.constantFrom('x', 'y'), { maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    });
    const delays = fc.array(fc.nat(6), { minLength: 1, maxLength: 20 });
    const partiesWith = async (members: readonly (readonly string[])[], turns: readonly number[]) => {
      const { parties, come } = recorder();
      let step = 0;
      await hold(
        members.map((kinds, index) => async (seat: NameSeat) => {
          for (const [visit, kind] of kinds.entries()) {
            step += 1;
            for (let turn = 0; turn < turns[step % turns.length]; turn++) await Promise.resolve();
            await come(kind, `${index}.${visit}`)(seat);
          }
        }),
      );
      return parties.sort();
    };
    await fc.assert(
      fc.asyncProperty(script, delays, async (members, turns) => {
        expect(await partiesWith(members, turns)).toEqual(await partiesWith(members, [0]));
      }),
    );
  });
});
