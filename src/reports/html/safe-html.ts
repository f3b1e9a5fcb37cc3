import { visibleText } from '../visible-text.ts';

const markup = Symbol('markup');

/** Markup that this package wrote; text from elsewhere cannot pretend to be it. */
export interface SafeHtml {
  readonly [markup]: string;
}

export type Content = string | number | SafeHtml | undefined | readonly Content[];

const entities: { readonly [character: string]: string } = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Text for an element or a quoted attribute, its invisible characters made visible. */
export function escapeHtml(text: string): string {
  return visibleText(text).replace(/[&<>"'`]/g, (character) => entities[character] ?? character);
}

function isSafe(content: Content): content is SafeHtml {
  return typeof content === 'object' && markup in content;
}

function isList(content: Content): content is readonly Content[] {
  return Array.isArray(content);
}

function render(content: Content): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return escapeHtml(content);
  if (typeof content === 'number') return String(content);
  if (isList(content)) return content.map(render).join('');
  return isSafe(content) ? content[markup] : '';
}

/** A template whose values are escaped; only values made by `html` and `trusted` go through as they are. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): SafeHtml {
  return {
    [markup]: parts.map((part, index) => (index === 0 ? part : render(values[index - 1]) + part)).join(''),
  };
}

/** Markup from a source that escapes by itself: a chart library, our own style sheet. Never text from a run. */
export function trusted(text: string): SafeHtml {
  return { [markup]: text };
}

export function toText(content: SafeHtml): string {
  return content[markup];
}

export const nothing: SafeHtml = { [markup]: '' };
