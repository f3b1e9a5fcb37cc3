/** A paper or a vendor's page that a lever follows. */
export interface LeverSource {
  readonly title: string;
  readonly url: string;
}

/** What a reader wants to know about a lever before trying it, besides its summary and its settings. */
export interface LeverGuide {
  readonly whenToUse: string;
  readonly risk: string;
  readonly sources: readonly LeverSource[];
  /** Why no shipped suite has a candidate with it; undefined when one has. */
  readonly unmeasured?: string;
}

const frugalGpt: LeverSource = {
  title: 'FrugalGPT (Chen et al. 2023)',
  url: 'https://arxiv.org/abs/2305.05176',
};

const openAiReasoning: LeverSource = {
  title: 'OpenAI, reasoning models',
  url: 'https://platform.openai.com/docs/guides/reasoning',
};

/** The guide to every lever of the registry, by name; `tollgate levers NAME` and docs/levers.md are written from it. */
export const leverGuide: { readonly [lever: string]: LeverGuide } = {
  'response-cache': {
    whenToUse: 'Many users ask the same things, and an answer depends on the request alone.',
    risk: 'A similar question gets the wrong answer: another number, the opposite, another customer’s data. Answers grow old.',
    sources: [
      { title: 'GPTCache (Bang 2023)', url: 'https://aclanthology.org/2023.nlposs-1.24/' },
      { title: 'Learn then Test (Angelopoulos et al. 2021)', url: 'https://arxiv.org/abs/2110.01052' },
    ],
  },
  'model-swap': {
    whenToUse: 'First of all: nothing else changes so little and can save as much.',
    risk: 'The mean holds while hard or rare cases fail; gate slices and must-pass cases.',
    sources: [frugalGpt],
  },
  'fine-tune': {
    whenToUse:
      'A narrow task with some hundred labelled examples and enough traffic to pay the training back.',
    risk: 'It knows what it was trained on: a new label or a changed rule needs a new training. Hosted models may cost by the hour.',
    sources: [
      {
        title: 'Distilling step-by-step (Hsieh et al. 2023)',
        url: 'https://arxiv.org/abs/2305.02301',
      },
      {
        title: 'OpenAI, supervised fine-tuning',
        url: 'https://platform.openai.com/docs/guides/supervised-fine-tuning',
      },
    ],
  },
  routing: {
    whenToUse: 'Requests differ in difficulty, and the difficulty shows before anybody answers.',
    risk: 'A router that cannot tell hard from easy is a random one at the same price. It has to be fitted again when requests change.',
    sources: [
      { title: 'RouteLLM (Ong et al. 2024)', url: 'https://arxiv.org/abs/2406.18665' },
      { title: 'Hybrid LLM (Ding et al. 2024)', url: 'https://arxiv.org/abs/2404.14618' },
    ],
  },
  cascade: {
    whenToUse:
      'The difficulty shows in the cheap model’s answer: its form, its confidence, its agreement with itself.',
    risk: 'Escalated requests pay twice and wait twice. A cheap model that is wrong and sure is never caught.',
    sources: [
      frugalGpt,
      { title: 'AutoMix (Aggarwal et al. 2023)', url: 'https://arxiv.org/abs/2310.12963' },
      { title: 'Cascades by agreement (Yue et al. 2023)', url: 'https://arxiv.org/abs/2310.03094' },
    ],
  },
  'prompt-variant': {
    whenToUse: 'Somebody wrote a shorter prompt and wants to know what it costs in quality.',
    risk: 'A sentence that looks idle holds up rare cases; the test split needs such cases to notice.',
    sources: [frugalGpt],
  },
  'few-shot-pruning': {
    whenToUse: 'Examples are a large part of the prompt. Strong models often follow the rules without them.',
    risk: 'Examples carry rules that are written nowhere else. Examples chosen for each request defeat a vendor’s prefix cache.',
    sources: [
      { title: 'Rethinking demonstrations (Min et al. 2022)', url: 'https://arxiv.org/abs/2202.12837' },
      { title: 'Nearest examples (Liu et al. 2021)', url: 'https://arxiv.org/abs/2101.06804' },
      frugalGpt,
    ],
  },
  'history-window': {
    whenToUse: 'Conversations are long and every turn pays for all earlier ones.',
    risk: 'What the user said early is forgotten: an order number, an allergy. Summaries cost calls of their own.',
    sources: [
      { title: 'Running summaries (Wang et al. 2023)', url: 'https://arxiv.org/abs/2308.15022' },
      { title: 'MemGPT (Packer et al. 2023)', url: 'https://arxiv.org/abs/2310.08560' },
    ],
  },
  'context-pruning': {
    whenToUse: 'Retrieval sends more passages than an answer needs.',
    risk: 'The passage with the answer goes, above all when the question uses other words than the passage.',
    sources: [
      { title: 'BM25 (Robertson and Zaragoza 2009)', url: 'https://doi.org/10.1561/1500000019' },
      { title: 'Lost in the middle (Liu et al. 2023)', url: 'https://arxiv.org/abs/2307.03172' },
      { title: 'RECOMP (Xu et al. 2023)', url: 'https://arxiv.org/abs/2310.04408' },
    ],
  },
  'tool-pruning': {
    whenToUse: 'An agent carries many tools, and each request needs few.',
    risk: 'The right tool is not offered. Which tools are sent depends on the request, so a prefix cache no longer helps.',
    sources: [{ title: 'RAG-MCP (Gan and Sun 2025)', url: 'https://arxiv.org/abs/2505.03275' }],
  },
  'structured-context': {
    whenToUse:
      'The context or the results of tools hold JSON, above all lists of records with the same fields.',
    risk: 'Models read some layouts less well than others; columns of wide tables get mixed up.',
    sources: [
      { title: 'Table meets LLM (Sui et al. 2023)', url: 'https://arxiv.org/abs/2305.13062' },
      { title: 'TOON, a format of the same kind', url: 'https://github.com/toon-format/toon' },
    ],
  },
  'prompt-compression': {
    whenToUse:
      'Prompts are long and hold repetition, markup, or text that has nothing to do with the question.',
    risk: 'A condition or a negation goes. A prompt that falls below a vendor’s caching minimum can cost more than before.',
    sources: [
      { title: 'LLMLingua-2 (Pan et al. 2024)', url: 'https://arxiv.org/abs/2403.12968' },
      { title: 'Selective Context (Li et al. 2023)', url: 'https://arxiv.org/abs/2310.06201' },
      { title: 'RECOMP (Xu et al. 2023)', url: 'https://arxiv.org/abs/2310.04408' },
    ],
  },
  'prefix-order': {
    whenToUse:
      'The vendor has a prefix cache, and something that changes stands before something that does not.',
    risk: 'Models weigh the order of a prompt. Writing to the cache costs extra with some vendors, and traffic that is too thin never reads it.',
    sources: [
      { title: 'OpenAI, prompt caching', url: 'https://platform.openai.com/docs/guides/prompt-caching' },
      {
        title: 'Anthropic, prompt caching',
        url: 'https://docs.claude.com/en/docs/build-with-claude/prompt-caching',
      },
    ],
  },
  brevity: {
    whenToUse: 'Answers are longer than anybody reads; output tokens are the dear ones.',
    risk: 'The condition at the end of the answer goes with the padding.',
    sources: [
      { title: 'Concise chain of thought (Renze and Guven 2024)', url: 'https://arxiv.org/abs/2401.05618' },
      { title: 'Chain of Draft (Xu et al. 2025)', url: 'https://arxiv.org/abs/2502.18600' },
    ],
  },
  'structured-output': {
    whenToUse: 'A program reads the answer and needs some fields of it.',
    risk: 'A strict format can cost correctness in tasks that need thinking, and the schema is input of every request.',
    sources: [
      {
        title: 'OpenAI, structured outputs',
        url: 'https://platform.openai.com/docs/guides/structured-outputs',
      },
      { title: 'Let me speak freely? (Tam et al. 2024)', url: 'https://arxiv.org/abs/2408.02442' },
    ],
  },
  'reasoning-effort': {
    whenToUse: 'A reasoning model answers questions that need little thought.',
    risk: 'Answers that need several steps fail, and the mean hides it.',
    sources: [openAiReasoning],
  },
  verbosity: {
    whenToUse: 'The vendor has the parameter; otherwise `brevity` says the same in the prompt.',
    risk: 'As with `brevity`: conditions and exceptions go first.',
    sources: [
      {
        title: 'OpenAI, using GPT-5',
        url: 'https://platform.openai.com/docs/guides/latest-model',
      },
    ],
  },
  'output-limit': {
    whenToUse: 'Some answers run on; a limit above the usual length caps what they cost.',
    risk: 'Answers are cut off. With reasoning models the limit includes the thinking, and a low one can return nothing.',
    sources: [openAiReasoning],
  },
  'request-packing': {
    whenToUse: 'Many short requests come together below one long prompt, and each wants a short answer.',
    risk: 'A model confuses or forgets items; one lost numbering loses a whole pack. Requests wait until enough have come.',
    sources: [{ title: 'Batch prompting (Cheng et al. 2023)', url: 'https://arxiv.org/abs/2301.08721' }],
  },
  batch: {
    whenToUse: 'Nobody waits for the answer: mail, forms, nightly jobs.',
    risk: 'The answer may take as long as the vendor allows itself, usually a day.',
    sources: [
      { title: 'OpenAI, Batch API', url: 'https://platform.openai.com/docs/guides/batch' },
      {
        title: 'Anthropic, batch processing',
        url: 'https://docs.claude.com/en/docs/build-with-claude/batch-processing',
      },
    ],
  },
};
