import { randomInt } from 'node:crypto';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** An id that sorts by start, in UTC, and is unlikely to be taken: `20261121-004210-k3f9`. */
export function newRunId(startedAt: Date): string {
  const [day = '', time = ''] = startedAt.toISOString().replaceAll(/[-:]/g, '').split(/[T.]/);
  const suffix = Array.from({ length: 4 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return `${day}-${time}-${suffix}`;
}
