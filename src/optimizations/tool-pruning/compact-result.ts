import { isJsonObject, type Json } from '../../core/json.ts';
import { type JsonTree, readJsonTree, writeCompactJson } from '../../text/json-layout.ts';

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, member]) => (member === null ? [] : [[key, withoutNulls(member)]])),
  );
}

function treeWithoutNulls(tree: JsonTree): JsonTree {
  if (tree.kind === 'scalar') return tree;
  if (tree.kind === 'array') return { kind: 'array', items: tree.items.map(treeWithoutNulls) };
  const kept = tree.members.filter(([, member]) => member.kind !== 'scalar' || member.raw !== 'null');
  return { kind: 'object', members: kept.map(([key, member]) => [key, treeWithoutNulls(member)]) };
}

/**
 * A tool's result without members that are null and without white space between its values. A result that is no JSON
 * loses only blanks at the ends of lines and repeated empty lines.
 */
export function compactResult(result: Json): Json {
  if (typeof result !== 'string') return withoutNulls(result);
  const tree = readJsonTree(result);
  return tree === undefined || tree.kind === 'scalar'
    ? result.replace(/[ \t]+$/gm, '').replace(/\n{3,}/g, '\n\n')
    : writeCompactJson(treeWithoutNulls(tree));
}
