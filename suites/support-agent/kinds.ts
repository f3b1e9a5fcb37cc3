export interface Kind {
  readonly name: string;
  /** What the desk writes behind the request for whoever chooses the tool. */
  readonly note: string;
  /** Areas of the handbook that such requests are mostly answered from. */
  readonly areas: readonly string[];
}

const kinds: readonly Kind[] = [
  {
    name: 'order_status',
    note: 'parcel, tracking, order on file',
    areas: ['standard-delivery', 'express-delivery', 'canada-and-europe'],
  },
  { name: 'cancel_order', note: 'cancel', areas: ['order-changes'] },
  {
    name: 'change_delivery',
    note: 'change, edit or appointment',
    areas: ['order-changes', 'freight-delivery', 'express-delivery'],
  },
  {
    name: 'return_request',
    note: 'register return, label',
    areas: ['returns', 'outlet-and-excluded-returns'],
  },
  { name: 'refund_status', note: 'refund, money', areas: ['refunds'] },
  { name: 'exchange_request', note: 'exchange', areas: ['exchanges'] },
  { name: 'damaged_item', note: 'damage on arrival', areas: ['damaged-on-arrival'] },
  {
    name: 'missing_or_wrong_item',
    note: 'wrong contents, missing item',
    areas: ['exchanges', 'standard-delivery'],
  },
  { name: 'payment_problem', note: 'payment', areas: ['payment-methods', 'pay-in-three'] },
  { name: 'invoice_request', note: 'invoice', areas: ['invoices-and-tax'] },
  { name: 'account_access', note: 'account, password', areas: ['accounts-and-security'] },
  { name: 'product_question', note: 'product', areas: ['repairs-and-spare-parts'] },
  {
    name: 'promo_and_gift_card',
    note: 'gift card, points',
    areas: ['promo-codes-and-gift-cards', 'circle-membership'],
  },
  { name: 'warranty_claim', note: 'warranty claim', areas: ['warranty', 'repairs-and-spare-parts'] },
  {
    name: 'general_question',
    note: 'general question',
    areas: ['standard-delivery', 'express-delivery', 'canada-and-europe', 'freight-delivery'],
  },
  { name: 'complaint', note: 'human being, person', areas: ['accounts-and-security'] },
];

const unknownKind: Kind = { name: 'unknown', note: 'not sorted', areas: [] };

/** The kind that a model's answer names; an answer without one leaves the request unsorted. */
export function kindOf(answer: string): Kind {
  return kinds.find(({ name }) => answer.includes(name)) ?? unknownKind;
}
