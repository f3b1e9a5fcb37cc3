import { BudgetExceededError } from '../core/errors.ts';
import { addMoney, dollars, type NanoDollars, nanoDollars, zeroDollars } from '../core/money.ts';

export interface Reservation {
  /** Replaces the reserved worst case by what was paid. Further calls do nothing. */
  readonly settle: (paid: NanoDollars) => void;
}

/** What a run may spend. Every paid call holds a reservation of its worst case while it is under way. */
export interface Budget {
  readonly limit: NanoDollars | undefined;
  readonly spent: () => NanoDollars;
  readonly reserved: () => NanoDollars;
  /**
   * Waits while calls under way hold what is needed, because they may cost less than their worst case.
   *
   * @param what names the call in the error
   * @throws BudgetExceededError when the amount does not fit even if everything under way cost nothing
   */
  readonly reserve: (worstCase: NanoDollars, what: string) => Promise<Reservation>;
  /** Adds money that was spent without a reservation: in an earlier process of the same run. */
  readonly record: (paid: NanoDollars) => void;
}

interface Waiting {
  readonly needed: NanoDollars;
  readonly what: string;
  readonly admit: (reservation: Reservation) => void;
  readonly refuse: (error: BudgetExceededError) => void;
}

export function createBudget(
  limit: NanoDollars | undefined,
  alreadySpent: NanoDollars = zeroDollars,
): Budget {
  let spent = alreadySpent;
  let reserved = zeroDollars;
  const queue: Waiting[] = [];

  const hold = (amount: NanoDollars): Reservation => {
    reserved = addMoney(reserved, amount);
    let open = true;
    return {
      settle: (paid) => {
        if (!open) return;
        open = false;
        reserved = nanoDollars(reserved - amount);
        spent = addMoney(spent, paid);
        admitWaiting();
      },
    };
  };

  const admitWaiting = (): void => {
    for (let first = queue[0]; first !== undefined; first = queue[0]) {
      if (limit === undefined || addMoney(spent, reserved, first.needed) <= limit) {
        queue.shift();
        first.admit(hold(first.needed));
      } else if (addMoney(spent, first.needed) > limit) {
        queue.shift();
        first.refuse(exceeded(limit, spent, reserved, first.needed, first.what));
      } else {
        return;
      }
    }
  };

  return {
    limit,
    spent: () => spent,
    reserved: () => reserved,
    reserve: (needed, what) =>
      new Promise((admit, refuse) => {
        queue.push({ needed, what, admit, refuse });
        admitWaiting();
      }),
    record: (paid) => {
      spent = addMoney(spent, paid);
      admitWaiting();
    },
  };
}

function exceeded(
  limit: NanoDollars,
  spent: NanoDollars,
  reserved: NanoDollars,
  needed: NanoDollars,
  what: string,
): BudgetExceededError {
  return new BudgetExceededError(
    `the budget of ${format(limit)} does not cover the next call of ${what}: ${format(spent)} spent, ` +
      `${format(reserved)} reserved for calls under way, up to ${format(needed)} needed.`,
    {
      advice:
        'Raise the budget (--budget, or `budget:` in the suite), or use fewer cases, repeats or candidates; --resume continues without paying again for what is done.',
    },
  );
}

/** At least cents, at most a ten-thousandth of a cent, rounded half up. */
function format(amount: NanoDollars): string {
  return `$${dollars(amount)
    .toFixed(6)
    .replace(/(\.\d\d\d*?)0+$/, '$1')}`;
}
