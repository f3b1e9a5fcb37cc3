/** Numbers as signed bytes with one scale, in base64: what an artifact keeps of weights. */
export interface Quantised {
  readonly scale: number;
  readonly bytes: string;
}

/** Rounds to 255 levels between plus and minus the largest absolute value. */
export function quantise(values: ArrayLike<number>): Quantised {
  let largest = 0;
  for (let position = 0; position < values.length; position++) {
    largest = Math.max(largest, Math.abs(values[position]));
  }
  const scale = largest === 0 ? 1 : largest / 127;
  const bytes = Int8Array.from(values, (value) => Math.round(value / scale));
  return { scale, bytes: Buffer.from(bytes.buffer).toString('base64') };
}

export function restoreQuantised({ scale, bytes }: Quantised): Float64Array {
  const buffer = Buffer.from(bytes, 'base64');
  const levels = new Int8Array(buffer.buffer, buffer.byteOffset, buffer.length);
  const values = new Float64Array(levels.length);
  // A loop, because models restore millions of weights and Float64Array.from with a function is slow.
  for (let position = 0; position < levels.length; position++) values[position] = levels[position] * scale;
  return values;
}
