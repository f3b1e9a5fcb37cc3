import type { SourceLocation } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { RequestAttributes } from './middleware.ts';

/** `train` fits routers and models and lends examples, `tune` chooses thresholds, `test` is seen by gates only. */
export const splits = ['train', 'tune', 'test'] as const;
export type Split = (typeof splits)[number];

/** An assertion in promptfoo's format; the scorer interprets it. */
export type Assertion = JsonObject;

/** A request of a stream. */
export interface StreamPosition {
  /** When it arrived, in milliseconds since 1970 (UTC). */
  readonly arrival: number;
  /** Requests with the same canonical request have the same answer. A label: fitting and gates see it, levers at work never. */
  readonly canonical: string;
}

interface CaseFields {
  /** Unique in its suite and stable when other cases are added. */
  readonly id: string;
  readonly vars: { readonly [name: string]: Json };
  readonly assertions: readonly Assertion[];
  /** promptfoo's `threshold`: the case passes when the weighted score reaches it. */
  readonly threshold?: number;
  /** promptfoo's `options` of the test: transforms, graders. */
  readonly options?: JsonObject;
  /** The case's metadata with text values: channel, criticality, … */
  readonly tags: { readonly [name: string]: string };
  /** Those of the tags that production knows of a request, which levers may read; the suite names them. */
  readonly attributes?: RequestAttributes;
  /** The place of the case in a stream of requests; undefined in a suite that is no stream. */
  readonly stream?: StreamPosition;
  readonly description?: string;
  readonly location: SourceLocation;
}

/** A case that fitting may see. */
export type FitCase = CaseFields & { readonly split: 'train' | 'tune' };

/** A case that only gates see; fitting on it does not compile. */
export type TestCase = CaseFields & { readonly split: 'test' };

export type Case = FitCase | TestCase;

export function isTestCase(candidate: Case): candidate is TestCase {
  return candidate.split === 'test';
}

export function isFitCase(candidate: Case): candidate is FitCase {
  return candidate.split !== 'test';
}

/**
 * The output that a case expects, where its assertions name one: the value of its first `equals` assertion.
 * Fine-tuning and few-shot levers learn from it.
 */
export function expectedOutput(candidate: Case): string | undefined {
  const equals = candidate.assertions.find((assertion) => assertion['type'] === 'equals');
  const value = equals?.['value'];
  return typeof value === 'string' ? value : undefined;
}
