import { digestText } from '../core/digest.ts';
import type { ModelResponse } from '../core/request.ts';
import type { RecordedResponse } from './records.ts';

/** Vectors as base64 of little-endian floats: a third of their decimal digits, and exact. */
interface PackedVectors {
  readonly kind: 'embedding';
  readonly bytesPerNumber: 4 | 8;
  readonly packed: readonly string[];
}

function pack(vector: readonly number[], bytesPerNumber: 4 | 8): string {
  const bytes = Buffer.alloc(vector.length * bytesPerNumber);
  vector.forEach((value, index) => {
    if (bytesPerNumber === 4) bytes.writeFloatLE(value, index * 4);
    else bytes.writeDoubleLE(value, index * 8);
  });
  return bytes.toString('base64');
}

function unpack(packed: string, bytesPerNumber: 4 | 8): readonly number[] {
  const bytes = Buffer.from(packed, 'base64');
  return Array.from({ length: bytes.length / bytesPerNumber }, (_, index) =>
    bytesPerNumber === 4 ? bytes.readFloatLE(index * 4) : bytes.readDoubleLE(index * 8),
  );
}

export function encodeResponse(response: RecordedResponse): string {
  if (response.kind === 'chat') return JSON.stringify(response);
  const single = response.vectors.every((vector) =>
    vector.every((value) => Object.is(Math.fround(value), value)),
  );
  const bytesPerNumber = single ? 4 : 8;
  const packed: PackedVectors = {
    kind: 'embedding',
    bytesPerNumber,
    packed: response.vectors.map((vector) => pack(vector, bytesPerNumber)),
  };
  return JSON.stringify(packed);
}

/** Reads what `encodeResponse` wrote. */
export function decodeResponse(text: string): RecordedResponse {
  const stored: Extract<RecordedResponse, { kind: 'chat' }> | PackedVectors = JSON.parse(text);
  if (stored.kind === 'chat') return stored;
  return {
    kind: 'embedding',
    vectors: stored.packed.map((vector) => unpack(vector, stored.bytesPerNumber)),
  };
}

export function withoutAttempts(response: ModelResponse): RecordedResponse {
  const { attempts: _, ...rest } = response;
  return rest;
}

/** The digest under which an exchange refers to a response; independent of the content policy. */
export function responseDigest(response: RecordedResponse): string {
  return digestText(
    response.kind === 'embedding'
      ? encodeResponse(response)
      : JSON.stringify([
          response.text,
          response.toolCalls,
          response.finishReason,
          response.confidence ?? null,
          response.answeredBy,
          response.raw ?? null,
        ]),
  );
}
