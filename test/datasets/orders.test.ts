import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { words } from '../../src/text/words.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const orderSchema = z.strictObject({
  order: z.string().regex(/^QM-\d{5}$/),
  placed: z.iso.date(),
  item: z.string(),
  quantity: z.int().min(1),
  total: z.string().regex(/^\$\d+\.\d\d$/),
  payment: z.enum(['card', 'PayPal', 'gift card', 'invoice']),
  status: z.enum(['delivered', 'shipped', 'processing', 'cancelled', 'returned']),
  carrier: z.string().nullable(),
  tracking: z.string().nullable(),
  delivered: z.iso.date().nullable(),
  refund: z.string().nullable(),
});
const caseSchema = z.strictObject({
  vars: z.strictObject({ question: z.string(), orders: z.array(orderSchema).min(4) }),
  assert: z.array(z.strictObject({ type: z.enum(['icontains', 'regex']), value: z.string() })).length(1),
  metadata: z.strictObject({
    id: z.string(),
    split: z.enum(['tune', 'test']),
    customer: z.string(),
    kind: z.enum(['field', 'record', 'rule', 'comparison']),
    difficulty: z.enum(['plain', 'hard']),
  }),
});
const cases = readFileSync(path.join(root, 'datasets/support/orders.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => caseSchema.parse(JSON.parse(line)));
const rules = readFileSync(path.join(root, 'suites/support-orders/rules.md'), 'utf8');

type Case = (typeof cases)[number];

function holds({ assert: [{ type, value }] }: Case, text: string): boolean {
  return type === 'regex' ? new RegExp(value).test(text) : text.toLowerCase().includes(value.toLowerCase());
}

describe('the questions about orders', () => {
  it('have ids of their own, more than a hundred of them in the test split', () => {
    expect(new Set(cases.map(({ metadata }) => metadata.id)).size).toBe(cases.length);
    expect(cases.filter(({ metadata }) => metadata.split === 'test').length).toBeGreaterThanOrEqual(100);
  });

  it('ask of a customer whose orders are the same in each case, and all in one split', () => {
    const known = new Map<string, Case>();
    for (const each of cases) {
      const first = known.get(each.metadata.customer) ?? each;
      expect(each.vars.orders).toEqual(first.vars.orders);
      expect(each.metadata.split).toBe(first.metadata.split);
      known.set(each.metadata.customer, first);
    }
  });

  it('are of customers who share no order number and no tracking number', () => {
    const owner = new Map<string, string>();
    for (const { vars, metadata } of cases) {
      for (const name of vars.orders.flatMap(({ order, tracking }) => [order, tracking ?? order])) {
        expect(owner.get(name) ?? metadata.customer, name).toBe(metadata.customer);
        owner.set(name, metadata.customer);
      }
    }
  });

  it('have an answer that stands in the orders, or for a rule in the rules; numbers of orders are counted', () => {
    const missing = cases.filter((each) => {
      const { kind } = each.metadata;
      if (kind === 'comparison' && /^how many/i.test(each.vars.question)) return false;
      const values = each.vars.orders.flatMap((order) => Object.values(order).map(String));
      return kind === 'rule' ? !holds(each, rules) : !values.some((value) => holds(each, value));
    });
    expect(missing.map(({ metadata }) => metadata.id)).toEqual([]);
  });

  it('do not give the answer away', () => {
    expect(
      cases.filter((each) => holds(each, each.vars.question)).map(({ metadata }) => metadata.id),
    ).toEqual([]);
  });

  it('do not share a wording with a question of another split', () => {
    const splitOf = new Map<string, string>();
    for (const { vars, metadata } of cases) {
      const text = words(vars.question).join(' ');
      expect(splitOf.get(text) ?? metadata.split, metadata.id).toBe(metadata.split);
      splitOf.set(text, metadata.split);
    }
  });

  it('are about orders whose dates, parcels and refunds fit their status', () => {
    for (const { status, carrier, tracking, delivered, refund, placed } of cases.flatMap(
      ({ vars }) => vars.orders,
    )) {
      expect(carrier === null).toBe(status === 'processing' || status === 'cancelled');
      expect(tracking === null).toBe(carrier === null);
      expect(delivered !== null).toBe(status === 'delivered' || status === 'returned');
      expect(refund !== null).toBe(status === 'cancelled' || status === 'returned');
      if (delivered !== null) expect(delivered > placed).toBe(true);
    }
  });
});
