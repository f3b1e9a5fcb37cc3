import type { Identifiers } from './identifiers.ts';

type Names = readonly (keyof Identifiers)[];

const byOrder: Names = ['order_number'];
const byEmail: Names = ['email'];

/** By which identifiers each tool can be called; any one of them is enough, none are needed where the list is empty. */
const identifiersOf: ReadonlyMap<string, Names> = new Map([
  ['look_up_order', byOrder],
  ['track_parcel', byOrder],
  ['search_lost_parcel', byOrder],
  ['cancel_order', byOrder],
  ['change_address', byOrder],
  ['edit_order', byOrder],
  ['book_freight_appointment', byOrder],
  ['start_return', byOrder],
  ['start_exchange', byOrder],
  ['refund_status', ['return_number', ...byOrder]],
  ['report_damage', byOrder],
  ['report_wrong_contents', byOrder],
  ['open_warranty_claim', byOrder],
  ['resend_invoice', ['invoice_number', ...byOrder]],
  ['issue_business_invoice', byOrder],
  ['check_payment', byOrder],
  ['reset_password', byEmail],
  ['close_account', byEmail],
  ['check_points', byEmail],
  ['check_gift_card', ['card']],
  ['check_stock', []],
  ['search_policy', []],
  ['hand_over_to_person', []],
]);

export const toolNames: readonly string[] = [...identifiersOf.keys()];

/** A tool that finds nothing without a number is not called without one. */
export function isCallable(tool: string, identifiers: Identifiers): boolean {
  const accepted = identifiersOf.get(tool);
  if (accepted === undefined) return false;
  return accepted.length === 0 || accepted.some((name) => identifiers[name] !== undefined);
}

export function argumentsFor(tool: string, identifiers: Identifiers): { readonly [name: string]: string } {
  const accepted = identifiersOf.get(tool) ?? [];
  return Object.fromEntries(
    accepted.flatMap((name) => {
      const value = identifiers[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** What the shop's system answers: a case brings its records along, by tool. */
export function systemResult(tool: string, records: unknown): string | undefined {
  if (typeof records !== 'object' || records === null) return undefined;
  const found: unknown = Object.entries(records).find(([name]) => name === tool)?.[1];
  return typeof found === 'string' ? found : undefined;
}
