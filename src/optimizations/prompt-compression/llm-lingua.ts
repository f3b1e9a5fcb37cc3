import { existsSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { ConfigurationError } from '../../core/errors.ts';
import { countTokens } from '../../pricing/count-tokens.ts';
import { findProtectedSpans } from '../../text/protected-spans.ts';
import { type LlmLinguaSettings, llmLinguaPackages } from './settings.ts';

/** Drops words of a text without protected spans and without line breaks. */
export type GapCompressor = (gap: string) => Promise<string>;

/** Too short to lose a word. */
const shortestGap = 4;

async function compressLine(line: string, compress: GapCompressor): Promise<string> {
  const [, before = '', body = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(line) ?? [];
  if (body.split(/\s+/).length < shortestGap) return line;
  const shorter = (await compress(body)).replace(/\s+/g, ' ').trim();
  // A compressor that adds text, or leaves none where a sentence stood, is not believed.
  return shorter === '' || shorter.length >= body.length ? line : before + shorter + after;
}

async function compressGap(gap: string, compress: GapCompressor): Promise<string> {
  const lines: string[] = [];
  for (const line of gap.split(/(?<=\n)/)) lines.push(await compressLine(line, compress));
  return lines.join('');
}

/**
 * Compresses only what stands between the protected spans of a text, line by line; the spans and the line breaks are
 * copied. The compressor never sees a span: its tokeniser would break numbers apart and fail on special tokens.
 */
export async function compressBetweenSpans(text: string, compress: GapCompressor): Promise<string> {
  let result = '';
  let position = 0;
  for (const { start, end } of findProtectedSpans(text)) {
    result += await compressGap(text.slice(position, start), compress);
    result += text.slice(start, end);
    position = end;
  }
  return result + (await compressGap(text.slice(position), compress));
}

interface PromptCompressor {
  readonly compress: (text: string, options: { readonly rate: number }) => Promise<string>;
}

interface FactoryOptions {
  readonly transformerJSConfig: { readonly device: 'cpu'; readonly dtype: 'fp32' };
  readonly oaiTokenizer: { readonly encode: (text: string) => { readonly length: number } };
  readonly modelSpecificOptions: { readonly subfolder: string; readonly use_external_data_format?: object };
}

type Factory = (
  model: string,
  options: FactoryOptions,
) => Promise<{ readonly promptCompressor: PromptCompressor }>;

interface LlmLinguaModule {
  readonly LLMLingua2: { readonly WithBERTMultilingual: Factory; readonly WithXLMRoBERTa: Factory };
}

interface TransformersModule {
  readonly env: { allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string };
}

/**
 * Loads the optional packages and the model. No vendor is asked and nothing is downloaded.
 *
 * @throws ConfigurationError that names the packages, or the folder, when either cannot be loaded
 */
export async function loadLlmLingua(chosen: LlmLinguaSettings): Promise<GapCompressor> {
  const folder = resolve(chosen.modelDirectory);
  const [library, runtime] = llmLinguaPackages;
  try {
    // The names are variables, so that neither the compiler nor a bundler needs packages that most people do not have.
    const transformers: TransformersModule = await import(runtime);
    const { LLMLingua2: factories }: LlmLinguaModule = await import(library);
    transformers.env.allowRemoteModels = false;
    transformers.env.allowLocalModels = true;
    transformers.env.localModelPath = dirname(folder);
    const create = chosen.family === 'bert' ? factories.WithBERTMultilingual : factories.WithXLMRoBERTa;
    const hasExternalData = existsSync(join(folder, chosen.subfolder, 'model.onnx_data'));
    const { promptCompressor } = await create(basename(folder), {
      transformerJSConfig: { device: 'cpu', dtype: 'fp32' },
      oaiTokenizer: { encode: (text) => ({ length: countTokens(text) }) },
      modelSpecificOptions: {
        subfolder: chosen.subfolder,
        ...(hasExternalData ? { use_external_data_format: { 'model.onnx': 1 } } : {}),
      },
    });
    return (gap) => promptCompressor.compress(gap, { rate: chosen.keepShare });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      [{ message: `prompt-compression: llmlingua-2 cannot be loaded from "${folder}": ${reason}` }],
      {
        advice: `Check modelDirectory and family, and that ${llmLinguaPackages.join(' and ')} are installed.`,
        cause: error,
      },
    );
  }
}
