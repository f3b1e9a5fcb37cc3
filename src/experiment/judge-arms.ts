import type { Verdict } from '../core/verdict.ts';
import type { ArmTrials } from './arm-trials.ts';
import type { Evidence } from './evidence.ts';
import type { Arms } from './fit-arms.ts';
import { gatherEvidence } from './gather-evidence.ts';
import { judge } from './judge/judge.ts';
import type { Plan } from './plan.ts';
import { countPromotions } from './promotion-ledger.ts';
import { recordVerdicts, testSplitUses, withRounds } from './record-verdicts.ts';
import type { Session } from './session.ts';

/** What the gates said, and on what evidence. */
export interface Judged {
  readonly evidence: Evidence;
  readonly verdicts: readonly Verdict[];
  /** How many different verdicts the test split has been used for, these included. */
  readonly testUses: number;
  /** How many promotions the baseline stands on. */
  readonly promotions: number;
}

/** Gathers the evidence of a run, judges it, and writes both down. */
export async function judgeArms(
  plan: Plan,
  arms: Arms,
  trials: ArmTrials,
  session: Session,
): Promise<Judged> {
  const evidence = await withRounds(gatherEvidence(plan, arms, trials), plan, arms, session);
  const verdicts = judge(evidence);
  await recordVerdicts(verdicts, evidence, plan, arms, session);
  return {
    evidence,
    verdicts,
    testUses: await testSplitUses(session),
    promotions: await countPromotions(plan.lock, session),
  };
}
