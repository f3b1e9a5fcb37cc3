/** The page's only style sheet. Every colour is a variable, so that charts follow light and dark too. */
export const styles = `
:root {
  color-scheme: light dark;
  --background: #f7f7f5; --surface: #ffffff; --text: #1b1f24; --muted: #59626d; --line: #dfe2e6; --soft: #f1f2f4;
  --accent: #2f5bd0; --promote: #17734d; --reject: #b3261e; --undecided: #8a5a00; --neutral: #59626d;
  --promote-soft: #e3f3eb; --reject-soft: #fbe9e7; --undecided-soft: #faf0d9; --neutral-soft: #eceef1;
  --series-1: #3b6fd4; --series-2: #c9752d; --series-3: #2e8f83; --series-4: #9a55b4; --series-5: #a8862a; --series-6: #7b8794;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --background: #101317; --surface: #181c22; --text: #e7e9ec; --muted: #a0a9b4; --line: #2e343d; --soft: #20252c;
    --accent: #8fb0ff; --promote: #5fd09c; --reject: #ff9388; --undecided: #e6b95c; --neutral: #a0a9b4;
    --promote-soft: #15352a; --reject-soft: #421f1d; --undecided-soft: #3a2e13; --neutral-soft: #272c34;
    --series-1: #7fa6f5; --series-2: #e79a58; --series-3: #5cbfb1; --series-4: #c48ade; --series-5: #d0b152; --series-6: #9aa5b1;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0 auto; max-width: 70rem; padding: 2rem 1.25rem 4rem; background: var(--background); color: var(--text); font: 1rem/1.55 var(--sans); overflow-wrap: anywhere; }
h1, h2, h3, h4, h5 { line-height: 1.25; margin: 0; text-wrap: balance; }
h1 { font-size: 1.75rem; letter-spacing: -0.01em; }
h2 { font-size: 1.3rem; margin-bottom: 0.9rem; letter-spacing: -0.005em; }
h3 { font-size: 1.05rem; }
section > h3 { margin-top: 1.5rem; }
h4 { font-size: 0.95rem; margin: 1.75rem 0 0.6rem; }
h5 { font-size: 0.85rem; margin: 1rem 0 0.35rem; }
p { margin: 0.5rem 0; }
a { color: var(--accent); text-underline-offset: 0.15em; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
ul { margin: 0.5rem 0; padding-left: 1.2rem; }
li { margin: 0.2rem 0; }
b, strong, th { font-weight: 600; }
small { font-size: 0.85em; font-weight: 400; color: var(--muted); }
code, pre { font-family: var(--mono); font-size: 0.85rem; }
pre { margin: 0.4rem 0; padding: 0.7rem 0.85rem; background: var(--soft); border: 1px solid var(--line); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; max-height: 24rem; overflow-y: auto; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.muted { color: var(--muted); font-size: 0.9rem; }
.note { color: var(--muted); font-size: 0.85rem; }
.product { margin: 0 0 0.35rem; color: var(--muted); font-size: 0.85rem; font-weight: 600; }
.headline { margin: 0.5rem 0 0.9rem; font-size: 1.2rem; line-height: 1.4; max-width: 46rem; text-wrap: pretty; }
.badges, .legend, .tags, nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 0.4rem 0.6rem; margin: 0.6rem 0; padding: 0; }
.badges li, .legend li, .tags li, nav li { margin: 0; }
.badge, .status { display: inline-flex; align-items: center; gap: 0.4rem; padding: 0.12rem 0.6rem; border-radius: 99px; font-size: 0.85rem; font-weight: 600; white-space: nowrap; }
.status { padding: 0.05rem 0.5rem; font-size: 0.8rem; }
.badge.tone-promote, .status.tone-promote { background: var(--promote-soft); color: var(--promote); }
.badge.tone-reject, .status.tone-reject { background: var(--reject-soft); color: var(--reject); }
.badge.tone-undecided, .status.tone-undecided { background: var(--undecided-soft); color: var(--undecided); }
.status.tone-neutral { background: var(--neutral-soft); color: var(--neutral); }
.key { flex: none; }
.key-promote { fill: var(--promote); } .key-reject { fill: none; stroke: var(--reject); stroke-width: 2.25; } .key-undecided { fill: var(--undecided); } .key-baseline { fill: var(--text); }
.series-1 { fill: var(--series-1); } .series-2 { fill: var(--series-2); } .series-3 { fill: var(--series-3); } .series-4 { fill: var(--series-4); } .series-5 { fill: var(--series-5); } .series-6 { fill: var(--series-6); }
.legend { gap: 0.3rem 1.1rem; font-size: 0.85rem; color: var(--muted); }
.legend li { display: inline-flex; align-items: center; gap: 0.4rem; }
.tags { font-size: 0.8rem; }
.tags li { padding: 0.05rem 0.5rem; background: var(--soft); border-radius: 4px; color: var(--muted); }
.notice { margin: 1rem 0; padding: 0.7rem 0.95rem; background: var(--undecided-soft); border-left: 3px solid var(--undecided); border-radius: 0 6px 6px 0; font-size: 0.92rem; }
.notice ul { margin-bottom: 0; }
nav { margin: 1.5rem 0 0; padding: 0.6rem 0; border-block: 1px solid var(--line); }
nav ul { margin: 0; gap: 0.3rem 1.4rem; font-size: 0.92rem; }
section { margin-top: 2.5rem; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13.5rem), 1fr)); gap: 0.75rem 1.5rem; margin: 1rem 0; }
.facts div { min-width: 0; }
.facts dt { color: var(--muted); font-size: 0.83rem; }
.facts dd { margin: 0.1rem 0 0; font-variant-numeric: tabular-nums; }
header .facts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); padding: 0.95rem 1.1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
header .facts dd b { font-size: 1.2rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--muted); font-size: 0.85rem; padding: 0.55rem 0.7rem 0; }
caption.hidden { padding: 0; }
td > div { max-width: 34rem; overflow-wrap: break-word; }
tbody th > div { max-width: 17rem; overflow-wrap: break-word; }
th, td { padding: 0.5rem 0.7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
thead th { color: var(--muted); font-size: 0.8rem; vertical-align: bottom; overflow-wrap: normal; }
tbody th { font-weight: 600; }
thead th > div { max-width: 13rem; overflow-wrap: break-word; }
th.number > div { margin-left: auto; }
.figures td.text > div { min-width: 6.5rem; }
th.number, td.number { text-align: right; }
td.number > div { margin-left: auto; }
.scroll { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
tbody tr:last-child > * { border-bottom: 0; }
td.number, .estimate { white-space: nowrap; }
.figures th, .figures td { padding: 0.4rem 0.55rem; }
.change { display: block; color: var(--muted); font-size: 0.85rem; font-weight: 400; }
.estimate { display: block; }
.missing { display: block; margin-top: 0.25rem; color: var(--undecided); font-size: 0.88rem; }
.mark { display: inline-block; vertical-align: middle; max-width: 100%; overflow: visible; }
.mark .zero { stroke: var(--muted); stroke-opacity: 0.55; } .mark .limit { stroke: var(--text); stroke-opacity: 0.6; stroke-dasharray: 2 2; }
.mark .range { stroke-width: 2; stroke-opacity: 0.65; } .mark .end { fill: none; stroke-width: 1.5; }
.mark.tone-promote .range, .mark.tone-promote .end { stroke: var(--promote); } .mark.tone-promote circle { fill: var(--promote); }
.mark.tone-reject .range, .mark.tone-reject .end { stroke: var(--reject); } .mark.tone-reject circle { fill: var(--reject); }
.mark.tone-undecided .range, .mark.tone-undecided .end { stroke: var(--undecided); } .mark.tone-undecided circle { fill: var(--undecided); }
.mark.tone-neutral .range, .mark.tone-neutral .end { stroke: var(--neutral); } .mark.tone-neutral circle { fill: var(--neutral); }
figure { margin: 0 0 1.5rem; padding: 1rem 1.1rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; min-width: 0; }
figcaption h4 { font-size: 1rem; margin: 0; }
figcaption p { color: var(--muted); font-size: 0.88rem; margin: 0.25rem 0 0.5rem; max-width: 46rem; }
.matrix .mark { width: 88px; }
.chart { display: block; max-width: 100%; height: auto; color: var(--muted); font-family: var(--sans); font-size: 12px; }
.chart text { white-space: pre; }
.two { display: grid; grid-template-columns: minmax(0, 1.32fr) minmax(0, 1fr); gap: 1rem; align-items: start; }
.drawing.narrow { display: none; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: 1rem; margin-top: 1.75rem; align-items: start; }
.pair figure { margin: 0; }
summary { cursor: pointer; }
.figures { margin-top: 0.6rem; font-size: 0.9rem; }
.figures > summary { color: var(--accent); width: fit-content; }
.figures > .scroll { margin-top: 0.5rem; }
.candidate { margin-bottom: 0.75rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
.candidate > summary { padding: 0.8rem 1.1rem; }
.candidate > summary h3 { display: inline; margin-right: 0.5rem; }
.candidate > summary .change { margin-top: 0.2rem; }
.candidate > .content { padding: 0.2rem 1.1rem 1.1rem; border-top: 1px solid var(--line); scroll-margin-top: 6rem; }
.sentence { font-size: 1.03rem; max-width: 50rem; text-wrap: pretty; }
.regression { margin: 0.5rem 0; border: 1px solid var(--line); border-radius: 8px; padding: 0.55rem 0.85rem; }
.regression[open] > summary { margin-bottom: 0.4rem; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 0.5rem 1.25rem; }
.side { min-width: 0; }
.side table { font-size: 0.82rem; }
del, ins { text-decoration: none; border-radius: 3px; padding: 0 0.15em; }
del { background: var(--reject-soft); color: var(--reject); text-decoration: line-through; text-decoration-thickness: 1px; }
ins { background: var(--promote-soft); color: var(--promote); }
.command { background: var(--surface); }
@media (max-width: 64rem) { .two { grid-template-columns: minmax(0, 1fr); gap: 0; } }
@media (max-width: 42rem) {
  body { padding: 1.25rem 0.9rem 3rem; }
  h1 { font-size: 1.45rem; }
  .headline { font-size: 1.08rem; }
  .drawing.wide { display: none; }
  .drawing.narrow { display: block; }
  figure, .candidate > .content { padding-inline: 0.8rem; }
  .facts { grid-template-columns: repeat(auto-fit, minmax(min(100%, 9.5rem), 1fr)); }
  .scroll:has(> .stacked) { background: none; border: 0; border-radius: 0; }
  .stacked, .stacked tbody, .stacked tr, .stacked th, .stacked td { display: block; width: 100%; }
  .stacked thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .stacked tr { margin-bottom: 0.7rem; padding: 0.5rem 0.8rem; background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
  .stacked tbody th, .stacked td { padding: 0.25rem 0; border: 0; text-align: left; white-space: normal; }
  .stacked td { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: 0.75rem; align-items: start; }
  .stacked td::before { content: attr(data-label); color: var(--muted); font-size: 0.82rem; overflow-wrap: normal; }
  .stacked .estimate { white-space: normal; }
  .stacked tbody th > div, .stacked td > div { max-width: none; min-width: 0; margin: 0; }
  .plain td.number { white-space: normal; }
  .plain th, .plain td { padding-inline: 0.5rem; }
  .plain tbody th > div { max-width: 8.5rem; }
  .figures td.text > div { min-width: 6rem; }
}
@media print {
  :root { --background: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  pre { max-height: none; }
  figure, tr, .regression { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
