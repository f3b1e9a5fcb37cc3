import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { ConfigurationError, TollgateError } from '../core/errors.ts';
import type { Json } from '../core/json.ts';
import { findOptimization } from '../optimizations/registry.ts';
import type { Evidence } from './evidence.ts';
import type { Stack } from './stack.ts';

const json: z.ZodType<Json> = z.json();

const entrySchema = z.strictObject({
  use: z.string(),
  with: json,
  steps: z.array(z.string()).optional(),
  /** gzip and base64 of the artifact's JSON. */
  artifact: z.string().optional(),
});

const lockSchema = z.strictObject({
  version: z.literal(1),
  suite: z.string(),
  promotedAt: z.string(),
  run: z.string(),
  candidate: z.string(),
  /** The reason of a promotion that the verdict did not support. */
  forced: z.string().optional(),
  digests: z.strictObject({ suite: z.string(), dataset: z.string(), code: z.string(), prices: z.string() }),
  verdict: z.strictObject({ kind: z.enum(['promote', 'reject', 'undecided']), sentence: z.string() }),
  stack: z.array(entrySchema),
  stackDigest: z.string(),
  /** gzip and base64 of the evidence's JSON: per-case quality and cost of every arm of the run. */
  evidence: z.string(),
});

/** What `tollgate promote` writes beside the suite: the stack that is now the baseline, and why. */
export type LockFile = z.output<typeof lockSchema>;

export function lockFileOf(suiteFile: string): string {
  return `${suiteFile.replace(/\.ya?ml$/, '')}.lock.yaml`;
}

export function pack(value: unknown): string {
  const zipped = gzipSync(JSON.stringify(value), { level: 9 });
  // The operating system's number in the header differs between machines; the same evidence must give the same file.
  zipped[9] = 255;
  return zipped.toString('base64').replace(/.{1,100}/g, '$&\n');
}

/** @throws TollgateError when the text is not what `pack` wrote. */
export function unpack(packed: string): Json {
  try {
    const value: Json = JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8'));
    return value;
  } catch (cause) {
    throw new TollgateError('the packed part of the lock file is damaged', {
      advice: 'Restore the file from version control, or promote again.',
      cause,
    });
  }
}

const header = `# Written by \`tollgate promote\`: the promoted stack and its evidence. Commit it; do not edit it.
# \`tollgate verify\` computes the verdict again from this file; \`tollgate rollback\` goes back to the one before.
`;

export function formatLockFile(lock: LockFile): string {
  return header + stringify(lock, { lineWidth: 110, blockQuote: 'literal' });
}

/** @throws ConfigurationError when the text is not a lock file of this version. */
export function parseLockFile(text: string, file: string): LockFile {
  const result = lockSchema.safeParse(parse(text));
  if (result.success) return result.data;
  throw new ConfigurationError(
    result.error.issues.map((issue) => ({
      message: `${issue.path.join('.') || 'lock file'}: ${issue.message}`,
      location: { file },
    })),
    { advice: 'Restore the file from version control, or delete it to start from the frozen original.' },
  );
}

export async function readLockFile(file: string): Promise<LockFile | undefined> {
  return existsSync(file) ? parseLockFile(await readFile(file, 'utf8'), file) : undefined;
}

/** Replaces the file in one step; `undefined` removes it. */
export async function replaceLockFile(file: string, text: string | undefined): Promise<void> {
  if (text === undefined) return rm(file, { force: true });
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, text);
  await rename(draft, file);
}

export function packStack(stack: Stack): LockFile['stack'] {
  return stack.map(({ optimization, artifact }) => ({
    use: optimization.name,
    with: optimization.settings,
    ...(optimization.steps === undefined ? {} : { steps: [...optimization.steps] }),
    ...(artifact === undefined ? {} : { artifact: pack(artifact) }),
  }));
}

/** @throws ConfigurationError when the lock names an optimization or a setting that this version does not know. */
export function unpackStack(lock: LockFile, file: string): Stack {
  return lock.stack.map((entry) => {
    const optimization = findOptimization(entry.use);
    if (optimization === undefined) {
      throw new ConfigurationError([{ message: `unknown optimization "${entry.use}"`, location: { file } }]);
    }
    return {
      optimization: optimization.configure(entry.with, entry.steps),
      artifact: entry.artifact === undefined ? undefined : unpack(entry.artifact),
    };
  });
}

/** The evidence that a lock file rests on; checked only as far as judging it needs. */
export function unpackEvidence(lock: LockFile): Evidence {
  const evidence: unknown = unpack(lock.evidence);
  if (!isEvidence(evidence)) throw new TollgateError('the lock file holds no evidence of a known version');
  return evidence;
}

export function isEvidence(value: unknown): value is Evidence {
  return (
    typeof value === 'object' &&
    value !== null &&
    'version' in value &&
    value.version === 1 &&
    'cases' in value &&
    'baseline' in value &&
    'candidates' in value &&
    'gates' in value
  );
}
