import nunjucks from 'nunjucks';
import { TollgateError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';

/** A node of Nunjucks' syntax tree; the package exports its parser without types. */
export interface TemplateNode {
  readonly typename: string;
  readonly fields: readonly string[];
  readonly [field: string]: unknown;
}

declare module 'nunjucks' {
  export const parser: { readonly parse: (source: string) => TemplateNode };
}

/** A template that Nunjucks cannot read, or that uses what it does not know. */
export class TemplateError extends TollgateError {
  override readonly name = 'TemplateError';
}

export type Variables = { readonly [name: string]: unknown };

export interface CompiledTemplate {
  /** @throws TemplateError when a filter fails. */
  readonly render: (variables: Variables) => string;
  /** Variables that the text needs; those behind `default`, `is defined` or an `if` are not among them. */
  readonly required: readonly string[];
  /** Every variable that the template mentions. */
  readonly references: ReadonlySet<string>;
}

/** Nunjucks as promptfoo sets it up: no escaping, and its `load` filter. There is no `env` and no file loader. */
const environment = new nunjucks.Environment([], { autoescape: false });
environment.addFilter('load', (text: string) => JSON.parse(text));

const globals: ReadonlySet<string> = new Set([
  'range',
  'cycler',
  'joiner',
  'caller',
  'true',
  'false',
  'none',
]);

const compiled = new Map<string, CompiledTemplate>();

/** Compiles a template once. Text without template syntax is not given to Nunjucks at all. @throws TemplateError */
export function compileTemplate(source: string): CompiledTemplate {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const template = isTemplate(source)
    ? compileDynamic(source)
    : { render: () => source, required: [], references: new Set<string>() };
  compiled.set(source, template);
  return template;
}

export function isTemplate(source: string): boolean {
  return source.includes('{{') || source.includes('{%') || source.includes('{#');
}

function compileDynamic(source: string): CompiledTemplate {
  try {
    const { required, references } = variablesOf(nunjucks.parser.parse(source));
    const template = new nunjucks.Template(source, environment, undefined, true);
    return {
      render: (variables) => {
        try {
          return template.render(variables);
        } catch (error) {
          throw new TemplateError(`the template cannot be rendered: ${shortReason(error)}`, { cause: error });
        }
      },
      required: [...required],
      references,
    };
  } catch (error) {
    if (error instanceof TemplateError) throw error;
    throw new TemplateError(`the template cannot be read: ${shortReason(error)}`, { cause: error });
  }
}

function shortReason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/^\(unknown path\)\s*/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function isNode(value: unknown): value is TemplateNode {
  return typeof value === 'object' && value !== null && 'typename' in value && 'fields' in value;
}

function nodesIn(value: unknown): readonly TemplateNode[] {
  if (isNode(value)) return [value];
  return Array.isArray(value) ? value.flatMap(nodesIn) : [];
}

function nameOf(value: unknown): string {
  return isNode(value) && typeof value['value'] === 'string' ? value['value'] : '';
}

/** Names that an assignment target binds: one symbol or several. */
function boundNames(value: unknown): readonly string[] {
  return nodesIn(value).flatMap((node) =>
    node.typename === 'Symbol' ? [nameOf(node)] : node.fields.flatMap((field) => boundNames(node[field])),
  );
}

/** The free variables of a syntax tree. @throws TemplateError for unknown filters and for other files. */
export function variablesOf(root: TemplateNode): {
  readonly required: ReadonlySet<string>;
  readonly references: ReadonlySet<string>;
} {
  const required = new Set<string>();
  const references = new Set<string>();

  const visitAll = (
    values: readonly unknown[],
    bound: ReadonlySet<string>,
    optional: ReadonlySet<string> | 'all',
  ) => {
    for (const node of values.flatMap(nodesIn)) visit(node, bound, optional);
  };
  const visit = (
    node: TemplateNode,
    bound: ReadonlySet<string>,
    optional: ReadonlySet<string> | 'all',
  ): void => {
    switch (node.typename) {
      case 'Symbol': {
        const name = nameOf(node);
        if (bound.has(name) || globals.has(name)) return;
        references.add(name);
        if (optional !== 'all' && !optional.has(name)) required.add(name);
        return;
      }
      case 'For':
      case 'AsyncEach':
      case 'AsyncAll':
        visitAll([node['arr'], node['else_']], bound, optional);
        visitAll([node['body']], new Set([...bound, ...boundNames(node['name']), 'loop']), optional);
        return;
      case 'If':
      case 'IfAsync':
      case 'InlineIf': {
        const tested = freeNames(node['cond']);
        visitAll([node['cond']], bound, 'all');
        const guarded = optional === 'all' ? optional : new Set([...optional, ...tested]);
        visitAll([node['body'], node['else_']], bound, guarded);
        return;
      }
      case 'Filter': {
        const filter = nameOf(node['name']);
        checkFilter(filter);
        const [subject, ...rest] = childrenOf(node['args']);
        visitAll([subject], bound, filter === 'default' || filter === 'd' ? 'all' : optional);
        visitAll(rest, bound, optional);
        return;
      }
      case 'Is':
        visitAll([node['left']], bound, 'all');
        return;
      case 'Or':
        visitAll([node['left'], node['right']], bound, 'all');
        return;
      case 'Pair':
        visitAll([node['value']], bound, optional);
        return;
      case 'Macro':
      case 'Caller':
        visitAll([node['body']], new Set([...bound, ...boundNames(node['args'])]), optional);
        return;
      case 'Include':
      case 'Import':
      case 'FromImport':
      case 'Extends':
        throw new TemplateError(
          `"${node.typename.toLowerCase()}" reads other files, which a prompt may not do`,
        );
      case 'NodeList':
      case 'Root': {
        let scope = bound;
        for (const child of childrenOf(node)) {
          visit(child, scope, optional);
          const added =
            child.typename === 'Set'
              ? boundNames(child['targets'])
              : child.typename === 'Macro'
                ? [nameOf(child['name'])]
                : [];
          if (added.length > 0) scope = new Set([...scope, ...added]);
        }
        return;
      }
      case 'Set':
        visitAll([node['value'], node['body']], bound, optional);
        return;
      default:
        visitAll(
          node.fields.map((field) => node[field]),
          bound,
          optional,
        );
        return;
    }
  };
  visit(root, new Set(), new Set());
  return { required, references };
}

function childrenOf(value: unknown): readonly TemplateNode[] {
  return isNode(value) ? nodesIn(value['children']) : [];
}

function freeNames(value: unknown): readonly string[] {
  return nodesIn(value).flatMap((node) => [...variablesOf(node).references]);
}

function checkFilter(name: string): void {
  try {
    environment.getFilter(name);
  } catch (cause) {
    const match = nearest(name, builtInFilters);
    throw new TemplateError(
      `unknown filter "${name}"${match === undefined ? '' : `; did you mean "${match}"?`}`,
      { cause },
    );
  }
}

/** Filters of Nunjucks 3.2 (https://mozilla.github.io/nunjucks/templating.html#builtin-filters), and promptfoo's `load`. */
const builtInFilters = (
  'abs batch capitalize center default dictsort dump escape first float forceescape groupby indent int join last ' +
  'length list load lower nl2br random reject rejectattr replace reverse round safe select selectattr slice sort ' +
  'string striptags sum title trim truncate upper urlencode urlize wordcount'
).split(' ');
