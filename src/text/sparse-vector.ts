/** A sparse vector: ascending indices and their values, of equal length. */
export interface SparseVector {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}

export function sparseVector(entries: ReadonlyMap<number, number>): SparseVector {
  const indices = Int32Array.from(entries.keys()).sort();
  return { indices, values: Float64Array.from(indices, (index) => entries.get(index) ?? 0) };
}

export function dot(a: SparseVector, b: SparseVector): number {
  let sum = 0;
  let i = 0;
  let j = 0;
  while (i < a.indices.length && j < b.indices.length) {
    const difference = a.indices[i] - b.indices[j];
    if (difference === 0) sum += a.values[i++] * b.values[j++];
    else if (difference < 0) i++;
    else j++;
  }
  return sum;
}

/** The dot product with a dense vector. */
export function dotDense(dense: Float64Array, { indices, values }: SparseVector): number {
  let sum = 0;
  for (let i = 0; i < indices.length; i++) sum += dense[indices[i]] * values[i];
  return sum;
}

export function norm(vector: SparseVector): number {
  let sum = 0;
  for (const value of vector.values) sum += value * value;
  return Math.sqrt(sum);
}

/** The vector at length 1; the zero vector stays zero. */
export function unit(vector: SparseVector): SparseVector {
  const length = norm(vector);
  return length === 0 ? vector : { indices: vector.indices, values: vector.values.map((v) => v / length) };
}

/** Cosine similarity in [-1, 1]; 0 when either vector is zero. */
export function cosine(a: SparseVector, b: SparseVector): number {
  const lengths = norm(a) * norm(b);
  return lengths === 0 ? 0 : dot(a, b) / lengths;
}
