/**
 * Where the window begins: the number of the oldest turn that stays. It only ever moves by whole blocks, so that between
 * two moves the messages before the newest turn stay byte-identical and a vendor's prefix cache keeps working.
 */
export function startByTurns(total: number, turns: number, block: number): number {
  return Math.floor(Math.max(0, total - turns) / block) * block;
}

/**
 * The earliest beginning, in whole blocks, from which the turns fit into a budget; the last block when none fits, so
 * that the newest turn is always there.
 *
 * @param tokens the tokens of each turn, oldest first
 */
export function startByTokens(tokens: readonly number[], budget: number, block: number): number {
  let start = 0;
  let left = tokens.reduce((sum, count) => sum + count, 0);
  while (left > budget && start + block < tokens.length) {
    left -= tokens.slice(start, start + block).reduce((sum, count) => sum + count, 0);
    start += block;
  }
  return start;
}
