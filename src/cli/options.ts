import { InvalidArgumentError } from 'commander';

export function dollarsOption(text: string): number {
  const amount = Number(text.replace(/^\$/, ''));
  if (!Number.isFinite(amount) || amount < 0)
    throw new InvalidArgumentError('give an amount in dollars, for example 2.50');
  return amount;
}

export function countOption(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('give a whole number from 1 on');
  return count;
}

/** A number between 0 and 1, or a percentage. */
export function shareOption(text: string): number {
  const match = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/.exec(text.trim());
  const share = Number(match?.[1]) / (match?.[2] === '%' ? 100 : 1);
  if (!(share >= 0 && share <= 1)) throw new InvalidArgumentError('give a share, for example 0.8 or 80%');
  return share;
}
