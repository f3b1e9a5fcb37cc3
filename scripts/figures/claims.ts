import { formatInterval, formatPercent, formatPoints, unknownFigure } from '../../src/reports/format.ts';
import type { CandidateReport, Report } from '../../src/reports/report.ts';
import { markdownTable } from './table.ts';

/** What others publish about a lever, and which of our candidates to put beside it. */
interface Claim {
  readonly claim: string;
  readonly source: { readonly title: string; readonly url: string };
  /** False where the figure is passed on without a measurement that one could read. */
  readonly isPrimary: boolean;
  readonly data: string;
  /** Suites, each with candidates of ours. */
  readonly ours: { readonly [suite: string]: readonly string[] };
  /** What of a candidate is comparable; its saving when unset. */
  readonly show?: (candidate: CandidateReport, baseline: Report['baseline']) => string;
  readonly difference: string;
}

/** A figure that the lever itself reports, such as its hit rate. */
function figure(label: string): NonNullable<Claim['show']> {
  return ({ figures }) => {
    const found = figures.find((each) => each.label === label);
    return `${label} ${found?.value ?? unknownFigure}`;
  };
}

function ratio(before: number, after: number): string {
  return after === 0 ? unknownFigure : `${(before / after).toFixed(1)} : 1`;
}

const claims: readonly Claim[] = [
  {
    claim: 'Prompts compressed 2 to 5 times; often told as 4 : 1 with less than 2 % loss',
    source: { title: 'LLMLingua-2 (Pan et al. 2024)', url: 'https://arxiv.org/abs/2403.12968' },
    isPrimary: true,
    data: 'Meetings, long documents, mathematics; GPT-3.5 and Mistral-7B. 2 to 5 times is the paper’s; for 4 : 1 below 2 % we found no primary source.',
    ours: {
      'support-answers': [
        'third-of-sentences',
        'one-passage',
        'three-passages',
        'five-passages',
        'clean-prompt',
      ],
    },
    show: ({ inputTokens }, baseline) => `input ${ratio(baseline.inputTokens.mean, inputTokens.mean)}`,
    difference:
      'Ours drop whole sentences or passages by BM25, not words by a classifier (`llmlingua-2` needs a model on disk and is not in a shipped suite). An extractive reader loses all when the one sentence goes.',
  },
  {
    claim: '30 to 60 % of requests answered from a semantic cache',
    source: {
      title: 'DeepIntShield, twelve layers',
      url: 'https://deepintshield.com/cut-llm-bill-twelve-ways/',
    },
    isPrimary: false,
    data: 'Support, retrieval and FAQ traffic, not described.',
    ours: { 'support-traffic': ['same-text', 'same-question', 'similar-question'] },
    show: figure('answered from the cache'),
    difference:
      'Our traffic repeats itself as much as we made it (Zipf). Similar questions count only as far as their wrong hits are bounded, which most published rates do not ask for.',
  },
  {
    claim: '61.6 to 68.8 % hits, 97 % of them right',
    source: { title: 'GPT Semantic Cache (Regmi and Pun 2024)', url: 'https://arxiv.org/abs/2411.05276' },
    isPrimary: true,
    data: '8,000 stored questions of four categories, 2,000 test questions made to resemble them; threshold .8.',
    ours: { 'support-traffic': ['similar-question'] },
    show: figure('semantic hits'),
    difference:
      'Their test questions are rewordings of stored ones; ours arrive in order, first questions included, and a bound of 2 % wrong hits has to be certified.',
  },
  {
    claim: '85 / 45 / 35 % cheaper at 95 % of the strong model’s quality',
    source: { title: 'RouteLLM, LMSYS', url: 'https://lmsys.org/blog/2024-07-01-routellm/' },
    isPrimary: true,
    data: 'MT-Bench, MMLU, GSM8K; GPT-4 and Mixtral-8x7B.',
    ours: { 'support-routing': ['learned-router', 'route-by-length'] },
    difference:
      '95 % of the strong model’s quality would be a loss of several points here; our gate asks for a loss of less than 3. On MT-Bench the weak model alone has 90 %.',
  },
  {
    claim: '40 to 70 % saved by routing',
    source: {
      title: 'LLM Academy, five levers',
      url: 'https://llm-academy.dev/gateway/cost-optimization/',
    },
    isPrimary: false,
    data: 'Not described.',
    ours: { 'support-routing': ['learned-router', 'route-by-length'] },
    difference: 'It depends on how good the cheap model is on its own, which the figure leaves out.',
  },
  {
    claim: 'Up to 98 % cheaper than the best model by a cascade, as good or better',
    source: { title: 'FrugalGPT (Chen et al. 2023)', url: 'https://arxiv.org/abs/2305.05176' },
    isPrimary: true,
    data: 'Headlines about the price of gold, the best of several data sets; twelve commercial APIs of 2023.',
    ours: {
      'support-triage': ['fine-tuned-then-large'],
      'support-answers': ['confidence-cascade'],
      'support-routing': ['cascade-confidence', 'cascade-agreement', 'cascade-model'],
    },
    difference:
      'Prices in 2023 lay two orders of magnitude apart. Ours lie 5 and 25 apart, and every escalated request is paid twice.',
  },
  {
    claim: '50 % off in the batch tier',
    source: { title: 'OpenAI, Batch API', url: 'https://platform.openai.com/docs/guides/batch' },
    isPrimary: true,
    data: 'A price list; Anthropic’s is the same.',
    ours: { 'support-routing': ['batch-email-and-form'] },
    difference:
      'Half price holds for requests that can wait, here e-mails and forms; the saving is half of their share.',
  },
  {
    claim: 'Cached input 50 to 90 % cheaper',
    source: {
      title: 'OpenAI, prompt caching',
      url: 'https://platform.openai.com/docs/guides/prompt-caching',
    },
    isPrimary: true,
    data: 'Price lists: half or a quarter of the input price at OpenAI, a tenth at Anthropic.',
    ours: { 'support-traffic': ['stable-first'] },
    difference:
      'A price for tokens that were found in the cache, not a saving. Ours is of the whole bill over a stream, misses, expiry and output included.',
  },
  {
    claim: 'Demonstrations matter more for form than for what they say, so many can go',
    source: { title: 'Min et al. 2022', url: 'https://arxiv.org/abs/2202.12837' },
    isPrimary: true,
    data: '12 models, classification and multiple choice; random labels in the examples cost little.',
    ours: {
      'support-triage': ['no-examples', 'fewer-examples'],
      'support-routing': ['best-example', 'examples-when-unsure'],
      'support-agent': ['zero-shot-classify'],
    },
    difference:
      'Our prompts state the rules beside the examples, and the pocket models were trained on such tickets.',
  },
  {
    claim: 'Small fine-tuned models 10 points better than GPT-4 on average',
    source: { title: 'LoRA Land (Zhao et al. 2024)', url: 'https://arxiv.org/abs/2405.00732' },
    isPrimary: true,
    data: '31 tasks, 10 base models of 2 to 8 billion parameters; GPT-4 without training or tuned prompts.',
    ours: { 'support-triage': ['fine-tuned-small'] },
    difference: 'We train a classifier on 350 tickets; they had thousands of examples for most tasks.',
  },
  {
    claim: 'Up to 5 times fewer tokens with six samples in one prompt',
    source: { title: 'Batch Prompting (Cheng et al. 2023)', url: 'https://arxiv.org/abs/2301.08721' },
    isPrimary: true,
    data: 'Ten data sets of commonsense, arithmetic and inference; Codex, GPT-3.5, GPT-4.',
    ours: { 'support-triage': ['packed-tickets'] },
    difference:
      'Our prompt is long beside a ticket, so that ten requests share much. Requests that share a prompt also fail together: they are one cluster, and few clusters show little.',
  },
  {
    claim: 'Records in about 40 % fewer tokens than JSON, answers no worse',
    source: { title: 'TOON, benchmarks', url: 'https://github.com/toon-format/toon' },
    isPrimary: true,
    data: '209 questions about records of eleven kinds, four models; the format’s authors measured.',
    ours: { 'support-orders': ['tables', 'compact-json'] },
    difference: 'Ours counts the whole request: the records are a part of it, beside rules and instructions.',
  },
  {
    claim: 'Answers 48.7 % shorter by asking for it; 22.7 % cheaper',
    source: { title: 'Renze and Guven 2024', url: 'https://arxiv.org/abs/2401.05618' },
    isPrimary: true,
    data: 'Multiple choice with a chain of thought; GPT-3.5 and GPT-4. GPT-3.5 lost 27.7 % on mathematics.',
    ours: { 'support-orders': ['asked-for-brevity', 'terse'] },
    difference:
      'Their answers are long chains of thought. Ours are a sentence or two, and input makes most of the bill.',
  },
];

function measuredBeside({ ours, show }: Claim, reports: readonly Report[]): string {
  const lines = reports.flatMap((report) =>
    report.candidates
      .filter(({ name }) => ours[report.suite.name]?.includes(name))
      .map((candidate) => {
        const shown = show?.(candidate, report.baseline);
        return [
          `\`${report.suite.name}\`, \`${candidate.name}\`: ${shown === undefined ? '' : `${shown}; `}${outcome(candidate)}`,
        ];
      }),
  );
  return lines.length === 0 ? unknownFigure : lines.join('<br>');
}

function outcome({ saving, difference, verdict }: CandidateReport): string {
  const saved =
    saving === null
      ? `saving ${unknownFigure}`
      : `saves ${formatPercent(saving.estimate)} (${formatInterval(saving.low, saving.high, formatPercent)})`;
  const quality =
    difference === null
      ? `quality ${unknownFigure}`
      : `quality ${formatPoints(difference.estimate)} points (${formatInterval(difference.low, difference.high, formatPoints)})`;
  return `${saved}, ${quality}, ${verdict}`;
}

/** Every claim beside what our suites measured. */
export function claimsTable(reports: readonly Report[]): string {
  return markdownTable(
    ['claim', 'who says it', 'on what data', 'what ours measured', 'why they differ'],
    claims.map((claim) => [
      claim.claim,
      `[${claim.source.title}](${claim.source.url})${claim.isPrimary ? '' : ', as reported'}`,
      claim.data,
      measuredBeside(claim, reports),
      claim.difference,
    ]),
  );
}

/** Candidates that the claims name and no shipped suite has. */
export function unknownCandidates(known: { readonly [suite: string]: readonly string[] }): readonly string[] {
  return claims.flatMap(({ ours }) =>
    Object.entries(ours).flatMap(([suite, names]) =>
      names.filter((name) => known[suite]?.includes(name) !== true).map((name) => `${suite} ${name}`),
    ),
  );
}
