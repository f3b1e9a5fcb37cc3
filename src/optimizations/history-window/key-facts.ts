import { findProtectedSpans, type ProtectedKind } from '../../text/protected-spans.ts';
import { splitSentences } from '../../text/sentences.ts';

const telling: ReadonlySet<ProtectedKind> = new Set(['id', 'number', 'email', 'url', 'quote']);

/** The sentences of a transcript that hold an identifier, a number, an address or a quotation, each once, as they were said. */
export function keyFacts(transcript: string): readonly string[] {
  const facts = transcript.split('\n').flatMap((line) => {
    const speaker = /^(?:user|assistant|tool|system): /.exec(line)?.[0] ?? '';
    return splitSentences(line.slice(speaker.length))
      .map((sentence) => sentence.trim())
      .filter((sentence) => findProtectedSpans(sentence, telling).length > 0)
      .map((sentence) => speaker + sentence);
  });
  return [...new Set(facts)];
}
