/** Remembers the results of a pure function of a text, up to `limit` of them; the oldest go first. */
export function memoise<Result>(limit: number, compute: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const earlier = known.get(text);
    if (earlier !== undefined) return earlier;
    const result = compute(text);
    if (known.size >= limit) {
      const oldest = known.keys().next();
      if (!oldest.done) known.delete(oldest.value);
    }
    known.set(text, result);
    return result;
  };
}
