import { z } from 'zod';

/** One setting, as a reader needs it. */
export interface SchemaKey {
  /** With the names above it: `gates.cost.minimumSaving`, `tiers[].model`. */
  readonly name: string;
  /** What it takes: `number`, `text`, `list`, or the values themselves in backticks. */
  readonly types: readonly string[];
  readonly isRequired: boolean;
  readonly fallback: unknown;
  readonly description: string;
}

interface Node {
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly default?: unknown;
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
    properties: z.record(z.string(), nodeSchema).optional(),
    required: z.array(z.string()).optional(),
    items: nodeSchema.optional(),
    additionalProperties: z.union([z.boolean(), nodeSchema]).optional(),
    anyOf: z.array(nodeSchema).optional(),
    oneOf: z.array(nodeSchema).optional(),
  }),
);

/** A key on its way: keys of two variants may share a name and are still two. */
interface Found extends SchemaKey {
  readonly variant: string;
}

interface Place {
  readonly name: string;
  readonly variant: string;
  readonly isRequired: boolean;
}

function branchesOf({ anyOf, oneOf }: Node): readonly Node[] {
  return anyOf ?? oneOf ?? [];
}

function typesOf(node: Node): readonly string[] {
  const branches = branchesOf(node);
  if (branches.length > 0) return [...new Set(branches.flatMap(typesOf))];
  if (node.const !== undefined) return [`\`${String(node.const)}\``];
  // Lists this long have documentation of their own; promptfoo's assertions have over a hundred types.
  if (node.enum !== undefined) {
    return node.enum.length > 12 ? ['name'] : node.enum.map((value) => `\`${String(value)}\``);
  }
  if (node.type === 'array') return ['list'];
  if (node.type === 'object') return ['map'];
  return [node.type === 'string' ? 'text' : (node.type ?? 'any')];
}

/** The property that says which branch of a union holds, such as `method`; undefined when the branches need no telling apart. */
function discriminatorOf(branches: readonly Node[]): string | undefined {
  if (branches.every(({ description }) => description === undefined)) return undefined;
  return Object.keys(branches[0]?.properties ?? {}).find((key) =>
    branches.every(({ properties }) => properties?.[key]?.const !== undefined),
  );
}

function within(name: string, key: string): string {
  return name === '' ? key : `${name}.${key}`;
}

type Closed = (name: string) => boolean;

/** The keys below a node: of a map, of the elements of a list, of the values of a map with free keys, of every branch. */
function keysBelow(node: Node, place: Place, isClosed: Closed): readonly Found[] {
  const { name, variant } = place;
  const { items, additionalProperties } = node;
  const branches = branchesOf(node);
  const discriminator = discriminatorOf(branches);
  return [
    ...Object.entries(node.properties ?? {}).flatMap(([key, member]) =>
      keysAt(
        member,
        { name: within(name, key), variant, isRequired: node.required?.includes(key) === true },
        isClosed,
      ),
    ),
    ...(items === undefined ? [] : keysBelow(items, { ...place, name: `${name}[]` }, isClosed)),
    ...(typeof additionalProperties === 'object'
      ? keysBelow(additionalProperties, { ...place, name: within(name, '<name>') }, isClosed)
      : []),
    ...branches.flatMap((branch) => {
      if (discriminator === undefined) return keysBelow(branch, place, isClosed);
      const { [discriminator]: chosen, ...properties } = branch.properties ?? {};
      const own = `${variant} ${name}=${String(chosen.const)}`;
      const choice: Found = {
        name: within(name, discriminator),
        variant: own,
        types: typesOf(chosen),
        isRequired: true,
        fallback: undefined,
        description: branch.description ?? chosen.description ?? '',
      };
      return [choice, ...keysBelow({ ...branch, properties }, { ...place, variant: own }, isClosed)];
    }),
  ];
}

function keysAt(node: Node, place: Place, isClosed: Closed): readonly Found[] {
  const key: Found = {
    name: place.name,
    variant: place.variant,
    types: typesOf(node),
    isRequired: place.isRequired,
    fallback: node.default,
    description: node.description ?? '',
  };
  if (isClosed(place.name)) return [key];
  const below = keysBelow(node, place, isClosed);
  return below.length > 0 && key.description === '' ? below : [key, ...below];
}

/** Keys that several branches of a union have, once, with the types of all. */
function merged(keys: readonly Found[]): readonly SchemaKey[] {
  const byName = new Map<string, SchemaKey>();
  for (const { variant, ...key } of keys) {
    const id = `${variant} ${key.name}`;
    const known = byName.get(id);
    byName.set(
      id,
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

/**
 * Every key that a schema accepts, in its order. Where a property such as `method` chooses between forms, it stands before the
 * keys of each form, once for each.
 *
 * @param isClosed keys whose members are not listed
 */
export function keysOfSchema(schema: z.ZodType, isClosed: Closed = () => false): readonly SchemaKey[] {
  const root = nodeSchema.parse(
    z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }),
  );
  return merged(keysBelow(root, { name: '', variant: '', isRequired: false }, isClosed));
}

/** `required`, the default, or nothing; of lists with a default the elements. */
export function fallbackText({ fallback, isRequired }: SchemaKey): string {
  if (isRequired) return 'required';
  const values: readonly unknown[] = Array.isArray(fallback) ? fallback : [fallback];
  const isPlain = values.every((value) => value !== undefined && typeof value !== 'object');
  return isPlain ? values.map(String).join(', ') : '';
}
