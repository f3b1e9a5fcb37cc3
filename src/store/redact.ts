/**
 * Masks what commonly identifies a person or an order. It works on patterns, so names and street addresses stay: where
 * those matter, choose `content: digest`. When in doubt it masks: a figure with seven digits or more is taken for a number
 * of something.
 */
export function redactText(text: string): string {
  return text
    .replace(urlWithQuery, '$1?[query]')
    .replace(email, '[e-mail]')
    .replace(iban, '[account]')
    .replace(numberOfOrder, '$1[id]')
    .replace(token, (found) => (looksLikeId(found) ? '[id]' : found))
    .replace(digits, maskDigits);
}

const urlWithQuery = /(\b(?:https?:\/\/|www\.)[^\s?#"'<>]{1,2000})\?[^\s"'<>]*/gi;

// Each match starts where no such character stands before, so that long runs are read once.
const email = /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;

const iban = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g;

/** Digits with at most two separators between them: phones, cards, long numbers. */
const digits = /(?<![\p{L}\p{N}])\+?\(?\d(?:[\s()./-]{0,2}\d){6,}(?![\p{L}\p{N}])/gu;

const numberOfOrder =
  /\b((?:order|invoice|ticket|booking|customer|account|tracking|reference|case)(?: ?(?:number|no\.?|id))?[ :#]{1,3})\d{4,}\b/gi;

const token = /#?[\p{L}\p{N}]+(?:[-_][\p{L}\p{N}]+)*/gu;

const dateOrTime = /^(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})(?:[ ]\d{1,2})?$/;

function looksLikeId(found: string): boolean {
  const count = found.replace(/\D/g, '').length;
  if (count < 3 || dateOrTime.test(found)) return false;
  if (found.startsWith('#') || /^\p{Lu}{2,}[-_]?\d+$/u.test(found)) return true;
  return count >= 4 && /\p{L}/u.test(found);
}

function maskDigits(found: string): string {
  if (dateOrTime.test(found)) return found;
  const count = found.replace(/\D/g, '').length;
  if (count >= 13 && count <= 19) return '[card]';
  return /^\d+$/.test(found) ? '[number]' : '[phone]';
}
