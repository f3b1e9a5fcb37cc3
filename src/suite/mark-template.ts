import nunjucks from 'nunjucks';
import { type Part, parts } from '../core/message.ts';
import { isTemplate, variablesOf } from './template.ts';

/**
 * Sentinels are private-use characters (U+E000 to U+E01F). A stretch of a part is written as
 * `opening, one character that names the part, text, closing`.
 */
const opening = '\uE000';
const closing = '\uE001';
const firstPartCharacter = 0xe010;
export const sentinelPattern = /[\uE000-\uE01F]/;

export type PartOfVariable = { readonly [variable: string]: Part };

export interface MarkedTemplate {
  /** The template with sentinels around every output, and every round of a loop, that belongs to one mapped part. */
  readonly source: string;
  /** Mapped parts that the template mixes with others, or uses where no stretch of text is theirs (`set`, macros). */
  readonly mixed: readonly Part[];
  /** Mapped parts that have a stretch of text of their own. */
  readonly marked: readonly Part[];
}

const quoted = String.raw`"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'`;
const tagPattern = new RegExp(
  String.raw`(?<comment>\{#[\s\S]*?#\})|` +
    String.raw`(?<raw>\{%-?\s*(?:raw|verbatim)\s*-?%\}[\s\S]*?\{%-?\s*end(?:raw|verbatim)\s*-?%\})|` +
    String.raw`(?<output>\{\{-?(?<expression>(?:${quoted}|[^"'}]|\}(?!\}))*?)-?\}\})|` +
    String.raw`(?<block>\{%-?\s*(?<name>\w+)(?<rest>(?:${quoted}|[^"'%]|%(?!\}))*?)(?<trims>-?)%\})`,
  'g',
);

function open(part: Part): string {
  return opening + String.fromCharCode(firstPartCharacter + parts.indexOf(part));
}

/** Marks a template by rewriting its source, so that the values themselves stay as they are in filters and tests. */
export function markTemplate(source: string, partOfVariable: PartOfVariable): MarkedTemplate {
  if (!isTemplate(source)) return { source, mixed: [], marked: [] };
  const mixed = new Set<Part>();
  const marked = new Set<Part>();
  const loops: (Part | undefined)[] = [];
  let result = '';
  let end = 0;

  const partsOf = (template: string): readonly Part[] => [
    ...new Set(
      [...variablesOf(nunjucks.parser.parse(template)).references].flatMap(
        (name) => partOfVariable[name] ?? [],
      ),
    ),
  ];
  /** The one part of an expression, when it stands alone; parts that meet another are mixed. */
  const ownPart = (template: string): Part | undefined => {
    const found = partsOf(template);
    const around = loops.find((part) => part !== undefined);
    const all = new Set(around === undefined ? found : [...found, around]);
    if (all.size > 1) for (const part of all) mixed.add(part);
    return all.size === 1 && around === undefined ? found[0] : undefined;
  };

  for (const match of source.matchAll(tagPattern)) {
    const { output, expression = '', block, name = '', rest = '', trims = '' } = match.groups ?? {};
    const before = source.slice(end, match.index);
    end = match.index + match[0].length;
    if (output !== undefined) {
      const part = ownPart(`{{${expression}}}`);
      if (part !== undefined) marked.add(part);
      if (part === undefined) result += before + output;
      else {
        // White space that the tag takes away must stay its neighbour, so the sentinels go around it.
        const left = output.startsWith('{{-') ? trailingSpace(before) : '';
        const right = output.endsWith('-}}') ? leadingSpace(source.slice(end)) : '';
        end += right.length;
        result += before.slice(0, before.length - left.length) + open(part) + left + output + right + closing;
      }
    } else if (block === undefined) {
      result += before + match[0];
    } else if (name === 'for') {
      const part = ownPart(`{% for ${rest} %}{% endfor %}`);
      loops.push(part);
      if (part !== undefined) marked.add(part);
      const space = trims === '-' && part !== undefined ? leadingSpace(source.slice(end)) : '';
      end += space.length;
      result += before + block + space + (part === undefined ? '' : open(part));
    } else if (name === 'endfor' || (name === 'else' && isLoopElse(source, match.index))) {
      const part = loops.at(-1);
      if (name === 'endfor') loops.pop();
      else loops.splice(-1, 1, undefined);
      const space = part !== undefined && block.startsWith('{%-') ? trailingSpace(before) : '';
      const text = before.slice(0, before.length - space.length);
      result += text + (part === undefined ? '' : closing) + space + block;
    } else {
      if (name === 'set' || name === 'macro' || name === 'call') {
        for (const part of partsOf(blockAlone(name, rest))) mixed.add(part);
      }
      result += before + block;
    }
  }
  return {
    source: result + source.slice(end),
    mixed: [...mixed],
    marked: [...marked].filter((part) => !mixed.has(part)),
  };
}

function leadingSpace(text: string): string {
  return /^\s*/.exec(text)?.[0] ?? '';
}

function trailingSpace(text: string): string {
  return text.slice(text.trimEnd().length);
}

function blockAlone(name: string, rest: string): string {
  if (name === 'set') return rest.includes('=') ? `{% set ${rest} %}` : '';
  return `{% ${name} ${rest} %}{% end${name} %}`;
}

/** True when an `else` belongs to a loop: the innermost block still open before it is a `for`. */
function isLoopElse(source: string, index: number): boolean {
  const blocks: string[] = [];
  for (const match of source.slice(0, index).matchAll(tagPattern)) {
    const name = match.groups?.['name'] ?? '';
    if (name === 'for' || name === 'if') blocks.push(name);
    else if (name === 'endfor' || name === 'endif') blocks.pop();
  }
  return blocks.at(-1) === 'for';
}

/** A stretch of rendered text; `part` is undefined for the template's own words. */
export interface Stretch {
  readonly part: Part | undefined;
  readonly text: string;
}

/** Cuts text at its sentinels. Undefined when they do not pair up. */
export function cutAtSentinels(text: string): readonly Stretch[] | undefined {
  const stretches: Stretch[] = [];
  let part: Part | undefined;
  let start = 0;
  const add = (stop: number) => {
    if (stop > start) stretches.push({ part, text: text.slice(start, stop) });
  };
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === opening) {
      if (part !== undefined) return undefined;
      add(index);
      part = parts[text.charCodeAt(index + 1) - firstPartCharacter];
      if (part === undefined) return undefined;
      index += 1;
      start = index + 1;
    } else if (character === closing) {
      if (part === undefined) return undefined;
      add(index);
      part = undefined;
      start = index + 1;
    }
  }
  if (part !== undefined) return undefined;
  add(text.length);
  return stretches;
}
