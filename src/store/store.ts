import type { Split } from '../core/case.ts';
import type { Json } from '../core/json.ts';
import type { ScoredTrial } from '../core/trial.ts';
import type { Verdict } from '../core/verdict.ts';
import type {
  ArmRecord,
  ArtifactRecord,
  CandidateRecord,
  NewRecording,
  PriceRecord,
  PromotionRecord,
  Recording,
  RunDigests,
  RunEnd,
  RunRecord,
  StoredTrial,
  TestUse,
} from './records.ts';
import type { Sql } from './sql.ts';

/** How much of requests, responses and outputs is kept. */
export const storedContents = ['full', 'redacted', 'digest'] as const;
export type StoredContent = (typeof storedContents)[number];

export interface StoreOptions {
  /** Path of the database, or `:memory:`. Missing folders are created. */
  readonly file: string;
  readonly content: StoredContent;
  readonly readOnly?: boolean;
}

/**
 * Everything that Tollgate remembers. Methods that append return as soon as the queue has room; what they were given
 * is committed within 250 ms, together or not at all. Methods that read see everything appended before.
 *
 * Every method throws RunFailedError when an earlier append could not be committed, or when the store is closed.
 */
export interface Store extends RunStore, TrialStore, RecordingStore {
  readonly file: string;
  readonly content: StoredContent;
  readonly readOnly: boolean;
  readonly saveArtifact: (artifact: ArtifactRecord) => Promise<void>;
  /** The newest artifact with this key. */
  readonly findArtifact: (key: string) => Promise<ArtifactRecord | undefined>;
  readonly promotions: PromotionLedger;
  readonly testUses: TestUseLog;
  /** One transaction over the tables themselves, after everything appended before; for retention (`purge`). */
  readonly maintain: <Result>(work: (sql: Sql) => Promise<Result>) => Promise<Result>;
  /** Commits everything appended so far. */
  readonly flush: () => Promise<void>;
  /** Flushes, checkpoints and lets go of the file. A second call does nothing. */
  readonly close: () => Promise<void>;
}

export interface RunStore {
  /** Committed when it returns. @throws RunFailedError when the id is taken. */
  readonly startRun: (run: RunRecord) => Promise<void>;
  /** Committed when it returns, with everything recorded before. @throws RunFailedError for an unknown id. */
  readonly finishRun: (id: string, end: RunEnd) => Promise<void>;
  readonly findRun: (id: string) => Promise<RunRecord | undefined>;
  /** Newest first. */
  readonly listRuns: (filter: {
    readonly suite?: string;
    readonly limit: number;
  }) => Promise<readonly RunRecord[]>;
  /** The newest run of the suite with the same digests that did not finish; what `--resume` continues. */
  readonly latestUnfinishedRun: (suiteName: string, digests: RunDigests) => Promise<RunRecord | undefined>;
  /** Replaces what was saved for the run. */
  readonly saveArms: (runId: string, arms: readonly ArmRecord[]) => Promise<void>;
  readonly listArms: (runId: string) => Promise<readonly ArmRecord[]>;
  /** Replaces what was saved for the run. */
  readonly saveCandidates: (runId: string, candidates: readonly CandidateRecord[]) => Promise<void>;
  readonly listCandidates: (runId: string) => Promise<readonly CandidateRecord[]>;
  /** Replaces what was saved for the run. */
  readonly savePrices: (runId: string, prices: readonly PriceRecord[]) => Promise<void>;
  readonly listPrices: (runId: string) => Promise<readonly PriceRecord[]>;
  /** Replaces what was saved for the run. */
  readonly saveVerdicts: (runId: string, verdicts: readonly Verdict[]) => Promise<void>;
  readonly listVerdicts: (runId: string) => Promise<readonly Verdict[]>;
  /** What the verdicts follow from. Replaces what was saved for the run. */
  readonly saveEvidence: (runId: string, evidence: object) => Promise<void>;
  readonly findEvidence: (runId: string) => Promise<Json | undefined>;
}

export interface TrialContext {
  /** The split that the trial's case belongs to. */
  readonly splits: Split;
}

export interface TrialEntry extends TrialContext {
  readonly trial: ScoredTrial;
}

export interface TrialFilter {
  readonly armIds?: readonly string[];
  readonly caseIds?: readonly string[];
}

export interface TrialStore {
  /** Appends a trial with its charges, decisions, scores and exchanges; a trial recorded twice counts once, as last recorded. */
  readonly recordTrial: (runId: string, trial: ScoredTrial, context: TrialContext) => Promise<void>;
  /** Appends trials that become visible at once: after a crash either all of them are there or none. */
  readonly recordTogether: (runId: string, entries: readonly TrialEntry[]) => Promise<void>;
  /** The trials that a resumed run need not pay for again, in the order in which they were recorded. */
  readonly finishedTrials: (runId: string, filter?: TrialFilter) => Promise<readonly StoredTrial[]>;
}

export interface RecordingLookup {
  /** The newest recording of the key. Calls made within a few milliseconds become one query. */
  readonly find: (key: string) => Promise<Recording | undefined>;
}

export interface RecordingStore {
  readonly saveRecording: (recording: NewRecording) => Promise<void>;
  /** The newest recording of each key that has one, also of those not yet committed. */
  readonly findRecordings: (keys: readonly string[]) => Promise<ReadonlyMap<string, Recording>>;
  readonly recordings: RecordingLookup;
}

export interface PromotionLedger {
  /** Committed when it returns. */
  readonly append: (promotion: PromotionRecord) => Promise<void>;
  /** Oldest first; of every suite when no name is given. */
  readonly list: (suiteName?: string) => Promise<readonly PromotionRecord[]>;
  /** The last entry of the suite: its stack is the baseline. */
  readonly current: (suiteName: string) => Promise<PromotionRecord | undefined>;
}

export interface TestUseLog {
  /** Every use of a suite's test split, oldest first: of one candidate, or of all. */
  readonly list: (filter: {
    readonly suiteName: string;
    readonly candidateDigest?: string;
  }) => Promise<readonly TestUse[]>;
  /** Committed when it returns. */
  readonly append: (use: TestUse) => Promise<void>;
}
