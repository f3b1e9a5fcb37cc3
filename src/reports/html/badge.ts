import type { GateStatus, VerdictKind } from '../../core/verdict.ts';
import { verdictWords } from '../figures.ts';
import { keySign } from './chart.ts';
import { html, type SafeHtml } from './safe-html.ts';

/** A verdict with its sign, so that it does not depend on colour. */
export function badge(kind: VerdictKind, label: string = verdictWords[kind]): SafeHtml {
  return html`<span class="badge tone-${kind}">${keySign(kind)}${label}</span>`;
}

const statuses: { readonly [status in GateStatus]: readonly [tone: string, label: string] } = {
  passed: ['promote', 'Passed'],
  failed: ['reject', 'Failed'],
  undecided: ['undecided', 'Undecided'],
  'not-measured': ['neutral', 'Not measured'],
};

export function statusBadge(status: GateStatus): SafeHtml {
  const [tone, label] = statuses[status];
  return html`<span class="status tone-${tone}">${label}</span>`;
}
