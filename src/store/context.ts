import type { ContentFilter } from './content.ts';
import type { StoredRow } from './rows.ts';
import type { Parameters } from './sql.ts';
import type { WriteQueue } from './write-queue.ts';

/** What the tables of one open store share. */
export interface StoreContext {
  readonly queue: WriteQueue;
  readonly filter: ContentFilter;
  /** Reads what is committed, beside the queue. */
  readonly read: (statement: string, parameters?: Parameters) => Promise<readonly StoredRow[]>;
  /** The same, with everything appended before. */
  readonly readAll: (statement: string, parameters?: Parameters) => Promise<readonly StoredRow[]>;
  /** Bodies that are in the database, or on their way to it, so that each is written once. */
  readonly writtenBodies: WrittenBodies;
}

export interface WrittenBodies {
  /** Responses that a recording of this session holds. */
  readonly recorded: Set<string>;
  /** `<run> <digest>` of requests and responses that a run of this session wrote. */
  readonly ofRun: Set<string>;
}
