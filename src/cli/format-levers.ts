import { z } from 'zod';
import { ConfigurationError, unknownName } from '../core/errors.ts';
import { fallbackText, keysOfSchema, type SchemaKey } from '../core/schema-keys.ts';
import { leverGuide } from '../optimizations/lever-guide.ts';
import type { Optimization } from '../optimizations/optimization.ts';
import { compareStackingOrder, optimizations } from '../optimizations/registry.ts';
import { wrap } from '../reports/terminal/layout.ts';

const inOrder = [...optimizations].sort(compareStackingOrder);

/** One line per optimization, in stacking order. */
export function listLevers(asJson: boolean): string {
  if (asJson) {
    return JSON.stringify(
      inOrder.map(({ name, layer, summary }) => ({ name, layer, summary, ...leverGuide[name] })),
      null,
      2,
    );
  }
  const width = Math.max(...inOrder.map(({ name }) => name.length));
  const lines = inOrder.map(
    ({ name, layer, summary }) => `${name.padEnd(width)}  ${layer.padEnd(7)}  ${summary}`,
  );
  return [...lines, '', 'tollgate levers NAME says when to use one, what it risks and its settings.'].join(
    '\n',
  );
}

function settingLines(key: SchemaKey, width: number): readonly string[] {
  const fallback = fallbackText(key);
  const takes = key.types.join(', ').replaceAll('`', '');
  const value = key.isRequired || fallback === '' ? fallback : `default ${fallback}`;
  const first = `${key.name}: ${[takes, value].filter((text) => text !== '').join('; ')}`;
  return [
    wrap(first, width, '  '),
    ...(key.description === '' ? [] : [wrap(key.description, width, '      ')]),
  ];
}

function describe({ name, layer, summary, settingsSchema }: Optimization, columns: number): string {
  const width = Math.max(40, Math.min(columns, 120));
  const { whenToUse, risk, sources, unmeasured } = leverGuide[name];
  return [
    wrap(`${name} (${layer} layer): ${summary}`, width, ''),
    '',
    wrap(`When to use it: ${whenToUse}`, width, ''),
    wrap(`What it risks: ${risk}`, width, ''),
    ...sources.map(({ title, url }) => `Follows: ${title}, ${url}`),
    ...(unmeasured === undefined ? [] : [wrap(`Not measured: ${unmeasured}`, width, '')]),
    '',
    'Settings, under `with` in a suite:',
    ...keysOfSchema(settingsSchema).flatMap((key) => settingLines(key, width)),
    '',
    `tollgate levers ${name} --json prints them as a JSON Schema.`,
  ].join('\n');
}

/**
 * @param columns width of the terminal
 * @throws ConfigurationError for an unknown name.
 */
export function describeLever(name: string, asJson: boolean, columns: number): string {
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
  if (!asJson) return describe(lever, columns);
  const { layer, summary, settingsSchema } = lever;
  const settings = z.toJSONSchema(settingsSchema, { io: 'input', unrepresentable: 'any' });
  return JSON.stringify({ name, layer, summary, ...leverGuide[name], settings }, null, 2);
}
