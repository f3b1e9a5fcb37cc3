import { z } from 'zod';
import { ConfigurationError, unknownName } from '../core/errors.ts';
import { isJsonObject } from '../core/json.ts';
import { type Message, type Segment, type ToolDefinition, textOfPart } from '../core/message.ts';
import type { ChatRequest } from '../core/request.ts';
import { rankByRelevance } from '../text/relevance.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';
import { compactResult } from './tool-pruning/compact-result.ts';
import { shorterTool } from './tool-pruning/shorter-schema.ts';

const settings = z
  .strictObject({
    count: z
      .number()
      .int()
      .min(1)
      .optional()
      .describe(
        'How many tools stay, besides the ones that always do: those closest to the user’s text by BM25.',
      ),
    always: z.array(z.string().min(1)).default([]).describe('Names of tools that always stay.'),
    descriptionWords: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('Cut descriptions of parameters to this many words; 0 removes them.'),
    dropExamples: z
      .boolean()
      .default(false)
      .describe('Leave examples and defaults out of the schemas of parameters.'),
    compactResults: z
      .boolean()
      .default(false)
      .describe('Leave white space and members that are null out of the results of tools.'),
  })
  .refine(
    ({ count, descriptionWords, dropExamples, compactResults }) =>
      count !== undefined || descriptionWords !== undefined || dropExamples || compactResults,
    { message: 'give at least one of count, descriptionWords, dropExamples, compactResults' },
  );

type Settings = z.output<typeof settings>;

function describeTool({ name, description, parameters }: ToolDefinition): string {
  const properties = parameters['properties'];
  const named = isJsonObject(properties)
    ? Object.entries(properties).map(([parameter, schema]) => {
        const text = isJsonObject(schema) ? schema['description'] : undefined;
        return `${parameter} ${typeof text === 'string' ? text : ''}`;
      })
    : [];
  const text = [name, description, ...named].join(' ');
  // `look_up_order` and `lookUpOrder` are three words each.
  return text.replace(/_/g, ' ').replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2');
}

/** Tools that were called before, or that the request demands by name, must stay: the vendor would refuse the request. */
function demanded({ messages, parameters }: ChatRequest): readonly string[] {
  const called = messages.flatMap(({ segments }) =>
    segments.flatMap(({ content }) => (content.type === 'tool-call' ? [content.name] : [])),
  );
  const { toolChoice } = parameters;
  return typeof toolChoice === 'object' ? [...called, toolChoice.name] : called;
}

function relevantTools(request: ChatRequest, { count, always }: Settings): readonly ToolDefinition[] {
  const { tools } = request;
  const names = tools.map(({ name }) => name);
  const unknown = always.filter((name) => !names.includes(name));
  if (unknown.length > 0 && tools.length > 0) {
    throw new ConfigurationError(
      unknown.map((name) => unknownName('tool', name, names)),
      {
        advice: 'Mend `always` of tool-pruning.',
      },
    );
  }
  if (count === undefined) return tools;
  const relevance = rankByRelevance(tools.map(describeTool), textOfPart(request.messages, 'user'));
  if (relevance === undefined) return tools;
  const fixed = new Set([...always, ...demanded(request)]);
  const open = relevance.order.filter((index) => !fixed.has(names[index]));
  const kept = new Set(open.slice(0, count));
  return tools.filter(({ name }, index) => fixed.has(name) || kept.has(index));
}

function withCompactResults(messages: readonly Message[]): readonly Message[] {
  const compact = (segment: Segment): Segment =>
    segment.content.type === 'tool-result' && !segment.protected
      ? { ...segment, content: { ...segment.content, result: compactResult(segment.content.result) } }
      : segment;
  return messages.map((message) =>
    message.segments.some(({ content }) => content.type === 'tool-result')
      ? { ...message, segments: message.segments.map(compact) }
      : message,
  );
}

/**
 * Makes tools weigh less: fewer of them, shorter schemas, shorter results. Which tools are sent depends on the request,
 * so with `count` a vendor's prefix cache no longer helps; gate the choice of tools and their arguments.
 */
export const toolPruning = defineOptimization({
  name: 'tool-pruning',
  layer: 'prompt',
  summary: 'sends the most relevant tools, with shorter schemas and compact results',
  settings,
  parts: () => ['tools'],
  build: (chosen) => {
    const shortened = new WeakMap<ToolDefinition, ToolDefinition>();
    const shorten = (tool: ToolDefinition): ToolDefinition => {
      if (chosen.descriptionWords === undefined && !chosen.dropExamples) return tool;
      const shorter = shortened.get(tool) ?? shorterTool(tool, chosen);
      shortened.set(tool, shorter);
      return shorter;
    };
    return chatMiddleware((request, next, context) => {
      if (request.tools.length === 0 && !chosen.compactResults) return next(request);
      const kept = relevantTools(request, chosen);
      if (request.tools.length > 0) {
        context.decide({
          name: 'tool-pruning.kept',
          choice: `${kept.length} of ${request.tools.length}`,
          score: kept.length / request.tools.length,
        });
      }
      return next({
        ...request,
        tools: kept.map(shorten),
        messages: chosen.compactResults ? withCompactResults(request.messages) : request.messages,
      });
    });
  },
  describe: ({ count, descriptionWords, dropExamples, compactResults }) => {
    const changes = [
      ...(count === undefined ? [] : [`the ${count} most relevant tools`]),
      ...(descriptionWords === undefined
        ? []
        : [`descriptions of parameters cut to ${descriptionWords} words`]),
      ...(dropExamples ? ['no examples in schemas'] : []),
      ...(compactResults ? ['compact tool results'] : []),
    ];
    return changes.join(', ');
  },
  summarise: (decisions) => {
    const shares = decisions
      .filter(({ name }) => name === 'tool-pruning.kept')
      .flatMap(({ score }) => score ?? []);
    const mean = shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
    return shares.length === 0 ? [] : [{ label: 'tools kept, mean', value: `${(mean * 100).toFixed(1)} %` }];
  },
});
