import { z } from 'zod';
import { suiteSchema } from '../../src/suite/schema.ts';
import { markdownTable } from './table.ts';

interface Node {
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly default?: unknown;
  readonly pattern?: string | undefined;
  readonly properties?: { readonly [name: string]: Node } | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Node | undefined;
  readonly additionalProperties?: Node | boolean | undefined;
  readonly anyOf?: readonly Node[] | undefined;
  readonly oneOf?: readonly Node[] | undefined;
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.looseObject({
    description: z.string().optional(),
    type: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    default: z.unknown().optional(),
    pattern: z.string().optional(),
    properties: z.record(z.string(), nodeSchema).optional(),
    required: z.array(z.string()).optional(),
    items: nodeSchema.optional(),
    additionalProperties: z.union([z.boolean(), nodeSchema]).optional(),
    anyOf: z.array(nodeSchema).optional(),
    oneOf: z.array(nodeSchema).optional(),
  }),
);

interface Key {
  readonly name: string;
  readonly types: readonly string[];
  readonly isRequired: boolean;
  readonly fallback: unknown;
  readonly description: string;
}

function branchesOf({ anyOf, oneOf }: Node): readonly Node[] {
  return anyOf ?? oneOf ?? [];
}

function typesOf(node: Node): readonly string[] {
  const branches = branchesOf(node);
  if (branches.length > 0) return [...new Set(branches.flatMap(typesOf))];
  if (node.const !== undefined) return [`\`${String(node.const)}\``];
  // Assertions have over a hundred types; promptfoo's documentation lists them.
  if (node.enum !== undefined) {
    return node.enum.length > 12 ? ['name'] : node.enum.map((value) => `\`${String(value)}\``);
  }
  if (node.type === 'array') return ['list'];
  if (node.type === 'object') return ['map'];
  return [node.type === 'string' ? 'text' : (node.type ?? 'any')];
}

/** The members of a node: of a map, of the elements of a list, of the values of a map with free keys. */
function membersOf(
  node: Node,
  name: string,
): readonly (readonly [name: string, node: Node, isRequired: boolean])[] {
  const own = Object.entries(node.properties ?? {}).map(
    ([key, member]) => [`${name}.${key}`, member, node.required?.includes(key) === true] as const,
  );
  const { items, additionalProperties } = node;
  return [
    ...own,
    ...(items === undefined ? [] : membersOf(items, `${name}[]`)),
    ...(typeof additionalProperties === 'object' ? membersOf(additionalProperties, `${name}.<name>`) : []),
    ...branchesOf(node).flatMap((branch) => membersOf(branch, name)),
  ];
}

/** Maps whose members are those of another key, or promptfoo's own. */
const closed: readonly RegExp[] = [
  /^baseline\.steps$/,
  /^baseline\.prompt\[\]/,
  /^tests\[\]\.assert\[\]\.assert$/,
  /^baseline\.tools/,
];

function keysOf(node: Node, name: string, isRequired: boolean): readonly Key[] {
  const key: Key = {
    name,
    types: typesOf(node),
    isRequired,
    fallback: node.default,
    description: node.description ?? '',
  };
  if (closed.some((pattern) => pattern.test(name))) return [key];
  const members = membersOf(node, name).flatMap((member) => keysOf(member[1], member[0], member[2]));
  return members.length > 0 && key.description === '' ? members : [key, ...members];
}

/** Keys that several branches of a union have, once, with the types of all. */
function merged(keys: readonly Key[]): readonly Key[] {
  const byName = new Map<string, Key>();
  for (const key of keys) {
    const known = byName.get(key.name);
    byName.set(
      key.name,
      known === undefined
        ? key
        : {
            ...known,
            types: [...new Set([...known.types, ...key.types])],
            isRequired: known.isRequired && key.isRequired,
            description: known.description === '' ? key.description : known.description,
          },
    );
  }
  return [...byName.values()];
}

function fallbackText({ fallback, isRequired }: Key): string {
  if (isRequired) return 'required';
  if (fallback === undefined || typeof fallback === 'object') return '';
  return `\`${String(fallback)}\``;
}

/** All keys below those named, from the schema that suites are checked with. */
export function suiteKeys(topLevel: (name: string) => boolean): string {
  const schema = nodeSchema.parse(
    z.toJSONSchema(suiteSchema([]), { io: 'input', unrepresentable: 'any', reused: 'inline' }),
  );
  const keys = Object.entries(schema.properties ?? {})
    .filter(([name]) => topLevel(name))
    .flatMap(([name, node]) => keysOf(node, name, schema.required?.includes(name) === true));
  return markdownTable(
    ['key', 'value', 'default', 'meaning'],
    merged(keys).map((key) => [`\`${key.name}\``, key.types.join(', '), fallbackText(key), key.description]),
  );
}
