import { stringify } from 'yaml';
import { z } from 'zod';
import { ConfigurationError, unknownName } from '../core/errors.ts';
import type { Optimization } from '../optimizations/optimization.ts';
import { compareStackingOrder, optimizations } from '../optimizations/registry.ts';

const inOrder = [...optimizations].sort(compareStackingOrder);

function settingsOf({ settingsSchema }: Optimization): unknown {
  return z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' });
}

/** One line per optimization, in stacking order. */
export function listLevers(asJson: boolean): string {
  if (asJson) {
    return JSON.stringify(
      inOrder.map(({ name, layer, summary }) => ({ name, layer, summary })),
      null,
      2,
    );
  }
  const width = Math.max(...inOrder.map(({ name }) => name.length));
  const lines = inOrder.map(
    ({ name, layer, summary }) => `${name.padEnd(width)}  ${layer.padEnd(7)}  ${summary}`,
  );
  return [...lines, '', 'tollgate levers NAME shows the settings of one.'].join('\n');
}

/** @throws ConfigurationError for an unknown name. */
export function describeLever(name: string, asJson: boolean): string {
  const lever = inOrder.find((known) => known.name === name);
  if (lever === undefined) {
    throw new ConfigurationError([
      unknownName(
        'optimization',
        name,
        inOrder.map((known) => known.name),
      ),
    ]);
  }
  const settings = settingsOf(lever);
  if (asJson) return JSON.stringify({ name, layer: lever.layer, summary: lever.summary, settings }, null, 2);
  return `${lever.name} (${lever.layer} layer): ${lever.summary}\n\nSettings, as a JSON Schema:\n${stringify(settings)}`;
}
