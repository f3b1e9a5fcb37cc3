import { compareStackingOrder, optimizations } from '../../src/optimizations/registry.ts';
import { markdownTable } from './table.ts';

/** Every optimization, in the order in which they stand in a stack. */
export function leversTable(): string {
  return markdownTable(
    ['lever', 'layer', 'what it does'],
    [...optimizations]
      .sort(compareStackingOrder)
      .map(({ name, layer, summary }) => [`\`${name}\``, layer, summary]),
  );
}
