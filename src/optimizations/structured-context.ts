import { z } from 'zod';
import { type Part, parts, type Segment } from '../core/message.ts';
import { chatMiddleware, defineOptimization } from './optimization.ts';
import { type Layout, layoutWriter, shortestLayout } from './structured-context/shortest-layout.ts';

const settings = z.strictObject({
  parts: z
    .array(z.enum(parts))
    .min(1)
    .default(['context'])
    .describe('Parts of the prompt in whose texts JSON is laid out anew.'),
  toolResults: z.boolean().default(true).describe('Lay out the results of tools too.'),
  tables: z
    .boolean()
    .default(true)
    .describe('Write lists of flat objects as tables where that takes fewer tokens than compact JSON.'),
});

/**
 * Writes JSON in fewer tokens: without white space, or as a CSV or markdown table, whichever counts least. Numbers and
 * texts keep their bytes; only what stands between them changes.
 */
export const structuredContext = defineOptimization({
  name: 'structured-context',
  layer: 'prompt',
  summary:
    'writes JSON in the context and in tool results compactly or as tables, whichever takes fewer tokens',
  settings,
  parts: ({ parts: chosen, toolResults }) => (toolResults ? [] : chosen),
  build: ({ parts: chosen, toolResults, tables }) => {
    const wanted = new Set<Part>(chosen);
    const layOut = layoutWriter({ tables });
    return chatMiddleware((request, next, context) => {
      const layouts: Layout[] = [];
      const rewrite = (segment: Segment): Segment => {
        const { content } = segment;
        if (segment.protected) return segment;
        if (content.type === 'text' && wanted.has(segment.part)) {
          const written = layOut(content.text);
          layouts.push(...written.layouts);
          return written.text === content.text
            ? segment
            : { ...segment, content: { type: 'text', text: written.text } };
        }
        if (content.type !== 'tool-result' || !toolResults) return segment;
        if (typeof content.result === 'string') {
          const written = layOut(content.result);
          layouts.push(...written.layouts);
          return written.text === content.result
            ? segment
            : { ...segment, content: { ...content, result: written.text } };
        }
        // A provider writes JSON compactly, so only a table can be shorter.
        const written = shortestLayout(JSON.stringify(content.result), { tables });
        layouts.push(written);
        return written.layout === 'table'
          ? { ...segment, content: { ...content, result: written.text } }
          : segment;
      };
      const messages = request.messages.map((message) => ({
        ...message,
        segments: message.segments.map(rewrite),
      }));
      const changed = layouts.filter(({ layout }) => layout !== 'unchanged');
      const layoutsUsed = new Set(changed.map(({ layout }) => layout));
      if (layouts.length > 0) {
        context.decide({
          name: 'structured-context.layout',
          choice: changed.length === 0 ? 'unchanged' : [...layoutsUsed].sort().join(' and '),
          score: changed.reduce((sum, { tokensSaved }) => sum + tokensSaved, 0),
        });
      }
      return next(changed.length === 0 ? request : { ...request, messages });
    });
  },
  describe: ({ tables }) => (tables ? 'JSON as compact JSON or tables' : 'JSON without white space'),
  summarise: (decisions) => {
    const made = decisions.filter(({ name }) => name === 'structured-context.layout');
    const saved = made.reduce((sum, { score = 0 }) => sum + score, 0);
    const tables = made.filter(({ choice }) => choice.includes('table')).length;
    if (made.length === 0) return [];
    return [
      { label: 'tokens saved by layout, mean', value: (saved / made.length).toFixed(1) },
      { label: 'calls with a table', value: `${tables} of ${made.length}` },
    ];
  },
});
