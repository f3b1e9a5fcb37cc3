import type { Message, Part, Segment } from '../../core/message.ts';

/** Segments that belong together: nothing in them is separated from its neighbour by an empty line. */
export type Block = readonly Segment[];

/** Parts whose order inside a message carries meaning: turns and calls stay where they are. */
const fixedParts: ReadonlySet<Part> = new Set(['history', 'tools']);

function textOf({ content }: Segment): string | undefined {
  return content.type === 'text' ? content.text : undefined;
}

/** A protected segment, an image, a tool call, a turn, or white space alone: nothing is moved past it. */
function isBarrier(block: Block): boolean {
  return block.some(
    (segment) => segment.protected || fixedParts.has(segment.part) || (textOf(segment) ?? '').trim() === '',
  );
}

/**
 * Cuts a message into blocks where one segment ends, or the next begins, with an empty line. A heading that a template
 * writes directly above a variable ("Context:") so stays with it.
 */
export function blocksOf(segments: readonly Segment[]): readonly Block[] {
  const blocks: Segment[][] = [];
  let endsBlock = true;
  for (const segment of segments) {
    const text = textOf(segment);
    if (endsBlock || text === undefined || /^\s*\n\s*\n/.test(text)) blocks.push([segment]);
    else blocks.at(-1)?.push(segment);
    endsBlock = text === undefined || /\n\s*\n\s*$/.test(text);
  }
  return blocks;
}

/** The text of a block without the white space around it. */
export function blockText(block: Block): string {
  return block
    .map((segment) => textOf(segment) ?? '')
    .join('')
    .trim();
}

interface Gaps {
  readonly before: string;
  readonly after: string;
}

function gapsOf(block: Block): Gaps {
  const text = block.map((segment) => textOf(segment) ?? '').join('');
  return {
    before: /^\s*/.exec(text)?.[0] ?? '',
    after: text.trim() === '' ? '' : (/\s*$/.exec(text)?.[0] ?? ''),
  };
}

/** The block with other white space around it. Its words stay byte for byte. */
function withGaps(block: Block, { before, after }: Gaps): Block {
  return block.map((segment, index): Segment => {
    let text = textOf(segment) ?? '';
    if (index === 0) text = before + text.trimStart();
    if (index === block.length - 1) text = text.trimEnd() + after;
    return { ...segment, content: { type: 'text', text } };
  });
}

/** Stable blocks first, each kind in its own order; the white space between two places stays at its place. */
function ordered(run: readonly Block[], isStable: (text: string) => boolean): readonly Block[] {
  const stable = run.map((block) => isStable(blockText(block)));
  const target = [...run.filter((_, index) => stable[index]), ...run.filter((_, index) => !stable[index])];
  if (target.every((block, index) => block === run[index])) return run;
  const gaps = run.map(gapsOf);
  return target.map((block, index) => withGaps(block, gaps[index]));
}

/** The message with its stable blocks first, or the message itself when nothing moves. */
export function withStableFirst(message: Message, isStable: (text: string) => boolean): Message {
  const blocks = blocksOf(message.segments);
  const result: Block[] = [];
  let run: Block[] = [];
  const close = (): void => {
    result.push(...ordered(run, isStable));
    run = [];
  };
  for (const block of blocks) {
    if (!isBarrier(block)) {
      run.push(block);
      continue;
    }
    close();
    result.push(block);
  }
  close();
  if (result.every((block, index) => block === blocks[index])) return message;
  return { ...message, segments: result.flat() };
}
