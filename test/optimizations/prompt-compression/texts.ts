import fc from 'fast-check';

const pieces = [
  'the parcel takes 3 to 5 business days',
  'it costs $1,234.56 or 20 % less',
  'do not open QM-48213',
  'say "Good news, it is on the way"',
  '`npm  ci`',
  '{{ticket}}',
  '{"a": 1,  "b": [1, 2]}',
  'https://quillmoor.example/help?a=1',
  'mail help@quillmoor.example',
  '<answer  kind="short">',
  '<|endoftext|>',
  'never before 9:30 am',
  'very **very** __good__ boots',
  'order_status is a label',
  '```\ncode   here\n```',
  'please  read    carefully',
  'Answer with the label only.',
  '| a | b |',
  '---',
  '5   kg',
  'unless  you are 18',
] as const;

/** Text with everything that compression must leave alone, and with what it likes to remove. */
export const textWithSpans = fc
  .array(
    fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(' ', '  ', '. ', '.\n', '\n\n\n', '\n- ', ', ')),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((list) => `x${list.map(([piece, separator]) => ` ${piece}${separator}`).join('')}`);
