import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Protocol Buffers' wire format: a varint, a field with a number, a field with bytes. */
function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 127) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}
const numberField = (field: number, value: number) => Buffer.concat([varint(field * 8), varint(value)]);
const bytesField = (field: number, value: Buffer | string) => {
  const bytes = typeof value === 'string' ? Buffer.from(value) : value;
  return Buffer.concat([varint(field * 8 + 2), varint(bytes.length), bytes]);
};
const message = (...fields: readonly Buffer[]) => Buffer.concat(fields);

const float32 = 1;
const int64 = 7;

/** A tensor of the graph's signature, each dimension a name or a number (onnx.proto: ValueInfoProto). */
function valueInfo(name: string, type: number, dimensions: readonly (string | number)[]): Buffer {
  const shape = dimensions.map((dimension) =>
    bytesField(1, typeof dimension === 'number' ? numberField(1, dimension) : bytesField(2, dimension)),
  );
  const tensorType = message(numberField(1, type), bytesField(2, message(...shape)));
  return message(bytesField(1, name), bytesField(2, bytesField(1, tensorType)));
}

/**
 * A token classifier of one operation: the logits of a token are its row of a table (Gather). Tokens with an even number
 * are to be dropped, the others kept.
 */
function tokenClassifier(vocabularySize: number): Buffer {
  const table = Buffer.alloc(vocabularySize * 8);
  for (let token = 0; token < vocabularySize; token++) {
    table.writeFloatLE(token % 2 === 0 ? 2 : -2, token * 8);
    table.writeFloatLE(token % 2 === 0 ? -2 : 2 + token / vocabularySize, token * 8 + 4);
  }
  const weights = message(
    numberField(1, vocabularySize),
    numberField(1, 2),
    numberField(2, float32),
    bytesField(8, 'table'),
    bytesField(9, table),
  );
  const gather = message(
    bytesField(1, 'table'),
    bytesField(1, 'input_ids'),
    bytesField(2, 'logits'),
    bytesField(3, 'classify'),
    bytesField(4, 'Gather'),
  );
  const graph = message(
    bytesField(1, gather),
    bytesField(2, 'classifier'),
    bytesField(5, weights),
    bytesField(11, valueInfo('input_ids', int64, ['batch', 'sequence'])),
    bytesField(11, valueInfo('attention_mask', int64, ['batch', 'sequence'])),
    bytesField(12, valueInfo('logits', float32, ['batch', 'sequence', 2])),
  );
  return message(
    numberField(1, 8),
    bytesField(7, graph),
    bytesField(8, message(bytesField(1, ''), numberField(2, 13))),
  );
}

const special = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];

/** Writes a model that transformers.js can load: a BERT tokeniser of these words, and the classifier above. */
export function writeTinyModel(folder: string, words: readonly string[]): void {
  const vocabulary = [...special, ...words];
  const ids = Object.fromEntries(vocabulary.map((word, id) => [word, id]));
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const writeJson = (name: string, value: unknown) =>
    writeFileSync(join(folder, name), JSON.stringify(value));
  writeJson('config.json', {
    model_type: 'bert',
    architectures: ['BertForTokenClassification'],
    vocab_size: vocabulary.length,
    num_labels: 2,
    id2label: { 0: 'drop', 1: 'keep' },
    label2id: { drop: 0, keep: 1 },
  });
  writeJson('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    do_lower_case: false,
    model_max_length: 512,
    ...Object.fromEntries(special.map((token) => [`${token.slice(1, -1).toLowerCase()}_token`, token])),
  });
  writeJson('tokenizer.json', {
    version: '1.0',
    added_tokens: special.map((content, id) => ({
      id,
      content,
      special: true,
      single_word: false,
      lstrip: false,
      rstrip: false,
      normalized: false,
    })),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: false,
      lowercase: false,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: '[CLS]', type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: '[SEP]', type_id: 0 } },
      ],
      pair: [],
      special_tokens: {
        '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] },
        '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] },
      },
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: false },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: ids,
    },
  });
  writeFileSync(join(folder, 'onnx', 'model.onnx'), tokenClassifier(vocabulary.length));
}
