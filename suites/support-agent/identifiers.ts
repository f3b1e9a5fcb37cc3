/** Numbers and addresses by which the shop's system finds things, as a customer writes them. */
export interface Identifiers {
  readonly order_number?: string;
  readonly return_number?: string;
  readonly invoice_number?: string;
  readonly email?: string;
  readonly card?: string;
}

const patterns: { readonly [name in keyof Identifiers]-?: RegExp } = {
  order_number: /\bQM-\d{5}\b/i,
  return_number: /\bR-\d{5}\b/i,
  invoice_number: /\bINV-\d{4}-\d{4}\b/i,
  email: /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/u,
  card: /\bGQ-[\dA-Z-]{13}\b/i,
};

/** The first of each that stands in the request. Models misread digits; a copy from the text does not. */
export function readIdentifiers(request: string): Identifiers {
  return Object.fromEntries(
    Object.entries(patterns).flatMap(([name, pattern]) => {
      const found = pattern.exec(request)?.[0];
      return found === undefined ? [] : [[name, found]];
    }),
  );
}

const names: { readonly [name in keyof Identifiers]-?: string } = {
  order_number: 'order number',
  return_number: 'return number',
  invoice_number: 'invoice number',
  email: 'e-mail of the account',
  card: 'code of a gift card',
};

/** What the request holds, in words: "order number"; "no number" when it holds none. */
export function describeIdentifiers(identifiers: Identifiers): string {
  const found = Object.entries(names).flatMap(([name, words]) => (name in identifiers ? [words] : []));
  return found.length === 0 ? 'no number' : found.join(', ');
}
