import type { Verdict } from '../../core/verdict.ts';
import type { Evidence } from '../evidence.ts';
import { lookOf } from './boundaries.ts';
import {
  type Correction,
  compose,
  conclude,
  holmCorrection,
  largestP,
  lookCorrection,
} from './composition.ts';
import { findingsOf, type JudgeOptions, settingOf } from './findings.ts';
import { verdictSentence } from './verdict-sentence.ts';

/**
 * The verdicts that follow from the evidence, one per candidate in its order. Pure and total: equal evidence gives
 * byte-identical verdicts, and data that allow no answer give an undecided or failed gate whose sentence says why.
 * Statistics are described in docs/statistics.md.
 */
export function judge(evidence: Evidence, options: JudgeOptions = {}): readonly Verdict[] {
  const settings = evidence.candidates.map((candidate) => settingOf(evidence, candidate, options));
  const findings = settings.map(findingsOf);
  const pValues = findings.map((list) => largestP(list));
  return settings.map((setting, index): Verdict => {
    const { candidate, level } = setting;
    const look = lookOf(evidence, candidate);
    const correction: Correction =
      look === undefined
        ? holmCorrection(
            pValues.map((p) => p ?? 1),
            index,
            level,
          )
        : lookCorrection(evidence.candidates.length, look, level);
    const gates = findings[index].map((finding) => conclude(finding, correction));
    const kind = compose(gates);
    const p = pValues[index];
    return {
      candidate: candidate.name,
      kind,
      gates,
      ...(p === undefined ? {} : { p, adjustedP: correction.adjust(p) }),
      sentence: verdictSentence(candidate, kind, gates),
    };
  });
}
