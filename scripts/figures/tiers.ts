import { illustrativePrice } from '../../src/pricing/illustrative-prices.ts';
import { tiers } from '../../src/providers/pocket/tiers.ts';
import { formatNumber } from '../../src/reports/format.ts';
import { markdownTable } from './table.ts';

/** What the embedded models can take in, and what they are said to cost. */
export function tiersTable(): string {
  return markdownTable(
    [
      'model',
      'context, tokens',
      'output, tokens',
      'examples read',
      'earlier turns read',
      'word forms',
      'synonyms',
      'price in / out, invented',
    ],
    Object.values(tiers).map((tier) => {
      const price = illustrativePrice(`pocket:${tier.name}`);
      return [
        `\`pocket:${tier.name}\``,
        formatNumber(tier.contextWindow),
        formatNumber(tier.maximumOutputTokens),
        formatNumber(tier.examplesRead),
        Number.isFinite(tier.turnsRead) ? formatNumber(tier.turnsRead) : 'all',
        tier.readsWordForms ? 'yes' : 'no',
        tier.knowsSynonyms ? 'yes' : 'no',
        `$${price?.input} / $${price?.output} per million`,
      ];
    }),
  );
}
