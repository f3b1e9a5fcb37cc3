import { z } from 'zod';
import { unknownName } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import type { Part } from '../core/message.ts';
import type { ConfiguredOptimization, Optimization } from '../optimizations/optimization.ts';
import { type ModelMention, modelsOfSettings } from './model-mentions.ts';
import type { SuitePaths } from './paths.ts';
import { readDataFile } from './prompt-files.ts';
import { partsOfStep } from './render-prompt.ts';
import { candidateSchema, type RawCandidate } from './schema.ts';
import { checkSchema, problemsOfIssues } from './schema-problems.ts';
import type { CandidateDefinition, StepDefinition } from './suite.ts';
import type { Locate, Path, Report } from './yaml-file.ts';

export interface CandidateContext {
  readonly registry: readonly Optimization[];
  readonly steps: readonly StepDefinition[];
  readonly stepNames: readonly string[];
  /** True when every step was read; otherwise what a prompt lacks cannot be judged. */
  readonly isPipelineSound: boolean;
  /** The attributes of requests that levers may read. */
  readonly attributes: readonly string[];
  readonly paths: SuitePaths;
  readonly locate: Locate;
  readonly report: Report;
}

export interface ReadCandidates {
  readonly candidates: readonly CandidateDefinition[];
  /** The models that candidates name, also those of candidates that are not valid. */
  readonly models: readonly ModelMention[];
}

/** Reads the candidates: each names a known optimization with valid settings that can act on this pipeline. */
export function readCandidates(value: unknown, context: CandidateContext): ReadCandidates {
  const list =
    checkSchema(z.array(z.unknown()).default([]), value, ['candidates'], context.locate, context.report) ??
    [];
  const candidates: CandidateDefinition[] = [];
  const models: ModelMention[] = [];
  const names = new Map<string, number>();
  for (const [index, item] of list.entries()) {
    const path = ['candidates', index];
    const raw = checkSchema(candidateSchema, item, path, context.locate, context.report);
    if (raw === undefined) continue;
    const earlier = names.get(raw.name);
    if (earlier !== undefined) {
      context.report({
        message: `two candidates are called "${raw.name}" (candidates[${earlier}] and candidates[${index}]).`,
        location: context.locate([...path, 'name']),
        found: raw.name,
      });
    }
    names.set(raw.name, earlier ?? index);
    const optimization = configure(raw, path, context);
    models.push(...modelsOfSettings(raw.with, optimization?.models, [...path, 'with']));
    if (optimization === undefined) continue;
    checkParts(raw, optimization, path, context);
    checkReadAttributes(raw, optimization, path, context);
    candidates.push({
      name: raw.name,
      description: raw.description,
      optimization,
      location: context.locate(path),
    });
  }
  return { candidates, models };
}

function configure(
  raw: RawCandidate,
  path: Path,
  context: CandidateContext,
): ConfiguredOptimization | undefined {
  const { registry, stepNames, locate, report } = context;
  const optimization = registry.find(({ name }) => name === raw.use);
  let isSound = optimization !== undefined;
  if (optimization === undefined) {
    report(
      unknownName(
        'optimization',
        raw.use,
        registry.map(({ name }) => name),
        locate([...path, 'use']),
      ),
    );
  }
  for (const [index, step] of (raw.steps ?? []).entries()) {
    if (stepNames.includes(step)) continue;
    isSound = false;
    report(unknownName('step', step, stepNames, locate([...path, 'steps', index])));
  }
  if (optimization === undefined) return undefined;
  const settings = readSettingsFiles(raw.with ?? {}, optimization.fileSettings, [...path, 'with'], context);
  if (settings === undefined) return undefined;
  if (
    checkSchema(optimization.settingsSchema, settings, [...path, 'with'], locate, report) === undefined ||
    !isSound
  ) {
    return undefined;
  }
  try {
    return optimization.configure(settings, raw.steps);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    for (const problem of problemsOfIssues(error.issues, [...path, 'with'], locate)) report(problem);
    return undefined;
  }
}

/**
 * The settings with the contents of files in the place of their names (`file://variant.md`), so that a change of the file
 * is a change of the candidate. Undefined after a problem.
 */
function readSettingsFiles(
  settings: unknown,
  fileSettings: readonly string[],
  path: Path,
  context: CandidateContext,
): unknown {
  if (!isJsonObject(settings)) return settings;
  const members = Object.entries(settings).map(
    ([key, value]) =>
      [key, fileSettings.includes(key) ? readFiles(value, [...path, key], context) : value] as const,
  );
  return members.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(members);
}

/** A text, or the texts of a list, read from the files that they name; a YAML or JSON file gives its value. */
function readFiles(value: unknown, path: Path, context: CandidateContext): unknown {
  const { paths, locate } = context;
  if (Array.isArray(value)) {
    const members = value.map((member, index) => readFiles(member, [...path, index], context));
    return members.includes(undefined) ? undefined : members;
  }
  if (typeof value !== 'string' || !value.startsWith('file://')) return value;
  if (/\.(?:ya?ml|json)$/i.test(value)) return readDataFile(value, locate(path), context)?.value;
  const file = paths.resolveFile(value, locate(path));
  return file === undefined ? undefined : paths.readText(file, locate(path));
}

/** A lever that rewrites a part needs a prompt that names the part, and may rewrite it. */
function checkParts(
  raw: RawCandidate,
  optimization: ConfiguredOptimization,
  path: Path,
  context: CandidateContext,
): void {
  if (!context.isPipelineSound) return;
  const steps = context.steps.filter(({ name }) => optimization.steps?.includes(name) ?? true);
  const named = new Set<Part>(steps.flatMap((step) => partsOfStep(step)));
  const open = new Set<Part>(
    steps.flatMap((step) => partsOfStep(step).filter((part) => !step.prompt.protect.includes(part))),
  );
  const where = steps.length === 1 ? `the prompt of step "${steps[0]?.name}"` : 'no prompt of its steps';
  for (const part of optimization.parts) {
    if (open.has(part)) continue;
    const why = named.has(part)
      ? 'which is protected'
      : steps.length === 1
        ? `which ${where} does not name`
        : `which ${where} names`;
    context.report({
      message: `candidate "${raw.name}": ${optimization.name} works on the part "${part}", ${why}.`,
      location: context.locate([...path, 'use']),
      found: part,
      allowed: [...open],
    });
  }
}

function checkReadAttributes(
  raw: RawCandidate,
  optimization: ConfiguredOptimization,
  path: Path,
  { attributes, locate, report }: CandidateContext,
): void {
  for (const name of optimization.attributes) {
    if (attributes.includes(name)) continue;
    const problem = unknownName('attribute', name, attributes, locate([...path, 'with']));
    const advice = 'list the metadata key under `attributes` of the suite.';
    report({ ...problem, message: `candidate "${raw.name}": ${problem.message} To read it, ${advice}` });
  }
}
