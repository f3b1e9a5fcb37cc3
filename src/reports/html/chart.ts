import type * as PlotLibrary from '@observablehq/plot';
import { visibleLine } from '../visible-text.ts';
import { html, type SafeHtml, trusted } from './safe-html.ts';

export type Plot = typeof PlotLibrary;
export type PlotOptions = PlotLibrary.PlotOptions;

/** Where a value stands on a drawn axis, in pixels. */
export type Position = (value: number) => number;

interface Drawing {
  readonly outerHTML: string;
  readonly setAttribute: (name: string, value: string) => void;
  readonly scale: (name: string) => { readonly apply: (value: number) => unknown } | undefined;
}

export interface Charts {
  readonly plot: Plot;
  /** An SVG of the plot; colours are CSS variables of the page, so that it follows light and dark. */
  readonly draw: (title: string, description: string, options: PlotOptions) => SafeHtml;
  /** Where the plot would put values, for labels that must not lie on each other. */
  readonly positions: (options: PlotOptions) => { readonly x: Position; readonly y: Position };
}

/** Loads the chart library; only the HTML report needs it. linkedom's build for workers is one file, not 124. */
export async function loadCharts(): Promise<Charts> {
  const [plot, { parseHTML }] = await Promise.all([import('@observablehq/plot'), import('linkedom/worker')]);
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const render = (options: PlotOptions): Drawing =>
    plot.plot({ document, className: 'chart', ...options, style: undefined });
  return {
    plot,
    draw(title, description, options) {
      const svg = render(options);
      svg.setAttribute('role', 'img');
      svg.setAttribute('aria-label', visibleLine(`${title}. ${description}`));
      // The page's own style sheet has the rules; its content security policy would refuse these.
      return trusted(svg.outerHTML.replace(/<style>[^<]*<\/style>/g, ''));
    },
    positions(options) {
      const drawing = render(options);
      const scaleOf = (name: string): Position => {
        const scale = drawing.scale(name);
        return (value) => Number(scale?.apply(value) ?? 0);
      };
      return { x: scaleOf('x'), y: scaleOf('y') };
    },
  };
}

/** A chart with its heading, in one drawing per screen width where two are given, and what it says as a table. */
export function figure(options: {
  readonly title: string;
  readonly caption: string;
  readonly wide: SafeHtml;
  readonly narrow?: SafeHtml;
  readonly legend?: SafeHtml;
  readonly table?: SafeHtml;
  /** Inside a candidate the heading stands one level lower. */
  readonly inCandidate?: boolean;
}): SafeHtml {
  const { title, caption, wide, narrow, legend, table, inCandidate = false } = options;
  const heading = inCandidate ? html`<h4>${title}</h4>` : html`<h3>${title}</h3>`;
  const drawings =
    narrow === undefined
      ? html`<div class="drawing">${wide}</div>`
      : html`<div class="drawing wide">${wide}</div><div class="drawing narrow">${narrow}</div>`;
  const figures =
    table === undefined
      ? undefined
      : html`<details class="figures"><summary>The same in figures</summary>${table}</details>`;
  return html`<figure><figcaption>${heading}<p>${caption}</p></figcaption>${legend}${drawings}${figures}</figure>`;
}

const keyShapes = {
  promote: '<circle cx="6" cy="6" r="4.5"/>',
  undecided: '<path d="M6,0.5L11.5,6L6,11.5L0.5,6Z"/>',
  reject: '<path class="cross" d="M1.5,1.5L10.5,10.5M10.5,1.5L1.5,10.5"/>',
  baseline: '<rect x="1.5" y="1.5" width="9" height="9"/>',
} as const;

export type Key = keyof typeof keyShapes;

/** The small sign that stands for a verdict in charts and their legends; shape and colour both tell. */
export function keySign(key: Key): SafeHtml {
  return html`<svg class="key key-${key}" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">${trusted(keyShapes[key])}</svg>`;
}

export function legend(keys: readonly (readonly [Key, string])[]): SafeHtml {
  return html`<ul class="legend">${keys.map(([key, label]) => html`<li>${keySign(key)}${label}</li>`)}</ul>`;
}
