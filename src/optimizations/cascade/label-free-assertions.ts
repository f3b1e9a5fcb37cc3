const types = [
  'contains',
  'contains-all',
  'contains-any',
  'contains-html',
  'contains-json',
  'contains-xml',
  'icontains',
  'icontains-all',
  'icontains-any',
  'is-html',
  'is-json',
  'is-refusal',
  'is-xml',
  'javascript',
  'regex',
  'starts-with',
  'word-count',
] as const;

/**
 * promptfoo's assertions that look at the output alone, so that production can run them without knowing the right
 * answer. Those that ask a model are left out: the verifier `model` does that through the meter.
 */
export const labelFreeAssertions = [...types, ...types.map((type) => `not-${type}` as const)];
