import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openReadOnly } from '../../src/store/read-only.ts';
import { redactText } from '../../src/store/redact.ts';
import { maskSecrets } from '../../src/store/secrets.ts';
import type { Store } from '../../src/store/store.ts';
import { openForTest, temporaryFolder } from './fixtures/folder.ts';
import { chatRequest, chatResponse, recording, runRecord, scoredTrial } from './fixtures/records.ts';

const personal = 'Write to jane.doe@example.org or +49 170 7654321 about order ORD-2024-00123.';
const traces = ['jane.doe', '7654321', '00123'];

async function recordPersonal(store: Store): Promise<void> {
  await store.saveRecording(recording('personal', personal));
  await store.saveRecording(recording('harmless', 'order_status'));
  await store.recordTrial(
    'run-1',
    scoredTrial('case-1', {
      outcome: {
        kind: 'answered',
        output: personal,
        toolCalls: [{ id: 'call-1', name: 'find', arguments: { text: personal, order: 12_345_678 } }],
      },
      exchanges: [
        {
          purpose: 'answer',
          step: 'main',
          request: chatRequest(`${personal} ${'Please. '.repeat(50)}`),
          response: chatResponse(personal),
        },
      ],
      quality: {
        pass: false,
        score: 0,
        scores: [{ assertion: 'equals', score: 0, weight: 1, pass: false, reason: `Expected: ${personal}` }],
        judgeCharges: [],
      },
    }),
    { splits: 'test' },
  );
}

async function everyText(file: string): Promise<string> {
  const database = await openReadOnly(file);
  const tables = await database.query('SELECT table_name FROM information_schema.tables', { limit: 99 });
  const contents = [];
  for (const [table] of tables.rows) {
    const { rows } = await database.query(`SELECT * FROM ${String(table)}`, { limit: 10_000 });
    contents.push(JSON.stringify(rows));
  }
  database.close();
  return contents.join('\n');
}

describe('the content policy', () => {
  it('full keeps every text', async () => {
    const store = await openForTest(':memory:', { content: 'full' });
    await recordPersonal(store);
    const [trial] = await store.finishedTrials('run-1');
    expect(trial?.outcome).toMatchObject({ output: personal });
    expect((await store.recordings.find('personal'))?.replayable).toBe(true);
  });

  it('redacted keeps no trace of what it masks, and replays only what it did not change', async () => {
    const file = `${await temporaryFolder()}/store.duckdb`;
    const store = await openForTest(file, { content: 'redacted' });
    await recordPersonal(store);
    expect((await store.recordings.find('personal'))?.replayable).toBe(false);
    expect((await store.recordings.find('harmless'))?.replayable).toBe(true);
    const [trial] = await store.finishedTrials('run-1');
    expect(trial?.outcome).toMatchObject({
      output: 'Write to [e-mail] or [phone] about order [id].',
      toolCalls: [{ name: 'find', arguments: { order: '[number]' } }],
    });
    await store.close();
    const stored = await everyText(file);
    for (const trace of traces) expect(stored).not.toContain(trace);
  });

  it('digest keeps no word, but tells equal texts from different ones', async () => {
    const file = `${await temporaryFolder()}/store.duckdb`;
    const store = await openForTest(file, { content: 'digest' });
    await recordPersonal(store);
    expect((await store.recordings.find('harmless'))?.replayable).toBe(false);
    const [trial] = await store.finishedTrials('run-1');
    expect(trial?.outcome).toMatchObject({
      output: expect.stringMatching(/^\[digest [0-9a-f]{32}, 76 characters\]$/),
    });
    const answer = trial?.exchanges[0]?.response;
    expect(answer?.kind === 'chat' ? answer.text : '').toBe(
      trial?.outcome.kind === 'answered' ? trial.outcome.output : undefined,
    );
    await store.close();
    const stored = await everyText(file);
    for (const trace of [...traces, 'Choose one label', 'Please', 'Finds a parcel', 'Expected']) {
      expect(stored).not.toContain(trace);
    }
  });

  it.each(['full', 'redacted', 'digest'] as const)('%s stores no key of an API', async (content) => {
    const key = 'sk-proj-AbCdEfGhIjKlMnOpQrStUvWx';
    const file = `${await temporaryFolder()}/store.duckdb`;
    const store = await openForTest(file, { content });
    await store.startRun(
      runRecord('run-1', { options: { headers: { authorization: key }, url: `?key=${key}` } }),
    );
    await store.saveRecording(recording('leak', `My key is ${key}.`));
    await store.recordTrial(
      'run-1',
      scoredTrial('case-1', {
        outcome: { kind: 'failed', errorName: 'ModelCallError', message: `401: Bearer ${key}` },
        exchanges: [{ purpose: 'answer', step: 'main', request: chatRequest(`OPENAI_API_KEY=${key}`) }],
      }),
      { splits: 'test' },
    );
    expect((await store.recordings.find('leak'))?.replayable).toBe(false);
    await store.close();
    expect(await everyText(file)).not.toContain(key);
  });
});

describe('redacting', () => {
  it.each([
    ['mail JANE+x@mail.example.co.uk now', 'mail [e-mail] now'],
    ['call (030) 901820-33', 'call [phone]'],
    ['call 555-123-4567.', 'call [phone].'],
    ['card 4111 1111 1111 1111', 'card [card]'],
    ['number 123456789', 'number [number]'],
    ['see https://shop.example/track?id=7&mail=a%40b.c.', 'see https://shop.example/track?[query]'],
    ['IBAN DE89 3704 0044 0532 0130 00', 'IBAN [account]'],
    ['order 48213 and #4821', 'order [id] and [id]'],
    ['id 3f2504e0-4f89-11d3-9a0c-0305e82c3301', 'id [id]'],
    ['on 2026-11-21 it cost $1,299.50 for 3 items', 'on 2026-11-21 it cost $1,299.50 for 3 items'],
    ['on 21.11.2026 the iPhone 15 was B2B', 'on 21.11.2026 the iPhone 15 was B2B'],
  ])('turns "%s" into "%s"', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('leaves what is already redacted alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a9 @.-#(+/AZ:?='), maxLength: 60 }), (text) => {
        const once = redactText(text);
        expect(redactText(once)).toBe(once);
      }),
    );
  });

  it.each(['a', '1', 'a@', 'a.', 'http://', 'A1-', 'key', '(1', 'DE12', '#', 'order '])(
    'reads a long run of "%s" without trouble',
    (unit) => {
      const text = unit.repeat(50_000);
      expect(maskSecrets(redactText(text)).length).toBeGreaterThan(0);
    },
  );
});

describe('masking secrets', () => {
  it.each([
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: Bearer [secret]'],
    ['curl "https://api.example/v1?key=AIzaSyA1234567890"', 'curl "https://api.example/v1?key=[secret]"'],
    ['{"api_key": "abcdef123456"}', '{"api_key": "[secret]"}'],
    ['export ANTHROPIC_API_KEY=sk-ant-api03-abcdefghijkl', 'export ANTHROPIC_API_KEY=[secret]'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', '[secret]'],
    ['the key: turn it twice; a token of thanks', 'the key: turn it twice; a token of thanks'],
    ['monkey=business as usual', 'monkey=business as usual'],
  ])('turns "%s" into "%s"', (text, expected) => {
    expect(maskSecrets(text)).toBe(expected);
  });
});
