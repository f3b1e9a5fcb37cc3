import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JsonTree, readJsonTree, writeCompactJson, writeTable } from '../../src/text/json-layout.ts';

const tree = (text: string): JsonTree => readJsonTree(text) ?? { kind: 'scalar', raw: 'not JSON' };

/** Reads a CSV table back into raw JSON scalars. */
function readCsv(text: string): readonly { readonly [key: string]: unknown }[] {
  const rows = text
    .split('\n')
    .map((line) =>
      Array.from(line.matchAll(/(?<=^|,)("(?:[^"\\]|\\.)*"|[^,]*)(?=,|$)/g), ([, cell]) => cell ?? ''),
    );
  const scalar = (cell: string): unknown => {
    try {
      return JSON.parse(cell);
    } catch {
      return cell;
    }
  };
  const [header = [], ...body] = rows;
  return body.map((cells) =>
    Object.fromEntries(
      cells.flatMap((cell, index) =>
        cell === '' ? [] : [[String(scalarKey(header[index] ?? '')), scalar(cell)]],
      ),
    ),
  );
}

function scalarKey(cell: string): unknown {
  return cell.startsWith('"') ? JSON.parse(cell) : cell;
}

describe('JSON in few tokens', () => {
  test('has the same values, compact', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(writeCompactJson(tree(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
    );
  });

  test('keeps numbers and escapes as they were written', () => {
    const text = '{ "price" : 1.0, "id": 12345678901234567890, "e": 1E3, "t": "\\u00e9\\/" }';
    expect(writeCompactJson(tree(text))).toBe(
      '{"price":1.0,"id":12345678901234567890,"e":1E3,"t":"\\u00e9\\/"}',
    );
  });

  test('is undefined for what is no JSON', () => {
    expect(readJsonTree('{ price: 1 }')).toBeUndefined();
  });
});

describe('JSON as a table', () => {
  test('has one row for each object, and a name for each table', () => {
    const text = '{"customer":"Ada","orders":[{"id":"QM-1","total":9.50},{"id":"QM-2","total":null}]}';
    expect(writeTable(tree(text), 'csv')).toBe('customer: Ada\norders:\nid,total\nQM-1,9.50\nQM-2,null');
    expect(writeTable(tree(text), 'markdown')).toBe(
      'customer: Ada\norders:\n|id|total|\n|-|-|\n|QM-1|9.50|\n|QM-2|null|',
    );
  });

  test('keeps quotes where a text could be taken for something else, and tells missing from empty', () => {
    const text = '[{"a":"12","b":"x, y"},{"a":"","b":"true"},{"b":" z"}]';
    expect(writeTable(tree(text), 'csv')).toBe('a,b\n"12","x, y"\n"","true"\n," z"');
  });

  test('is refused for nested values and for single rows', () => {
    for (const text of ['[{"a":[1]},{"a":[2]}]', '[{"a":1}]', '[1,2]', '{"a":1}', '"a"'])
      expect(writeTable(tree(text), 'csv')).toBeUndefined();
  });

  test('holds every value of the rows', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
    );
    const key = fc.constantFrom('id', 'unit price', 'a,b', '"q"', 'x');
    const row = fc.dictionary(key, value, { minKeys: 1 });
    fc.assert(
      fc.property(fc.array(row, { minLength: 2, maxLength: 5 }), (rows) => {
        const written = writeTable(tree(JSON.stringify(rows)), 'csv') ?? '';
        expect(readCsv(written)).toEqual(JSON.parse(JSON.stringify(rows)));
      }),
    );
  });
});
