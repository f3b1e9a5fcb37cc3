/** What a verifier may look at without a label: a request, its answer, and what is known of how it was made. */
export interface AnswerToVerify {
  readonly request: string;
  readonly answer: string;
  /** The model's own confidence in [0, 1], where it gives one. */
  readonly confidence: number | undefined;
  /** The share of samples that agree with the answer, where samples were drawn. */
  readonly agreement: number | undefined;
  /** Whether the answer was cut at the output limit. */
  readonly cut: boolean;
  /** Which of the suite's own checks the answer passes. */
  readonly checks: readonly boolean[];
}

const numberPattern = /\d+(?:[.,]\d+)*/g;
const hedges =
  /\b(?:however|unclear|not enough|cannot|can['’]t|do(?:es)? not know|don['’]t know|not sure|assum\w+|unable|unfortunately|sorry|might|maybe|perhaps)\b/i;
const finished = /[\p{L}\p{N}.!?)\]}"'’%`]\s*$/u;
const equation =
  /(\d+(?:\.\d+)?(?:\s*[-+*×/÷]\s*\d+(?:\.\d+)?)+)\s*=\s*[$€£]?\s*(-?\d+(?:\.\d+)?)(?![\d.,/]*[-+*×/÷]\s*\d)/g;

function numbersIn(text: string): readonly string[] {
  return text.match(numberPattern) ?? [];
}

/** A sum of products without parentheses: `2 + 3 * 4`. */
function evaluate(expression: string): number {
  const parts = expression.match(/\d+(?:\.\d+)?|[-+*×/÷]/g) ?? [];
  let sum = 0;
  let sign = 1;
  let product = Number(parts[0]);
  for (let position = 1; position + 1 < parts.length; position += 2) {
    const operator = parts[position];
    const operand = Number(parts[position + 1]);
    if (operator === '*' || operator === '×') product *= operand;
    else if (operator === '/' || operator === '÷') product /= operand;
    else {
      sum += sign * product;
      sign = operator === '-' ? -1 : 1;
      product = operand;
    }
  }
  return sum + sign * product;
}

/** Equations in a text whose two sides differ by more than rounding. */
export function falseEquations(text: string): number {
  const plain = text.replaceAll('\\*', '*').replace(/(\d),(?=\d{3}\b)/g, '$1');
  return [...plain.matchAll(equation)].filter(([, left, right]) => {
    const value = evaluate(left ?? '');
    return Math.abs(value - Number(right)) > 0.01 + 0.02 * Math.abs(value);
  }).length;
}

function lastNumber(text: string): number {
  const last = numbersIn(text).at(-1)?.replaceAll(',', '');
  return last === undefined ? 0 : Number(last) || 0;
}

/** Named numbers about an answer, the same names in the same order for the same number of checks. */
export function answerFeatures(subject: AnswerToVerify): ReadonlyMap<string, number> {
  const { request, answer, confidence, agreement, cut, checks } = subject;
  const asked = new Set(numbersIn(request));
  const said = new Set(numbersIn(answer));
  const used = [...asked].filter((number) => said.has(number)).length;
  const isTrue = (condition: boolean) => (condition ? 1 : 0);
  return new Map([
    ['confidence', confidence ?? 0],
    ['agreement', agreement ?? 0],
    ['cut', isTrue(cut)],
    ['empty', isTrue(answer.trim() === '')],
    ['answer length', Math.log1p(answer.length)],
    ['request length', Math.log1p(request.length)],
    ['lines', Math.log1p(answer.trim().split('\n').length)],
    ['numbers in the answer', Math.log1p(numbersIn(answer).length)],
    ['numbers in the request', Math.log1p(numbersIn(request).length)],
    ['new numbers', Math.log1p(said.size - used)],
    ['numbers of the request used', asked.size === 0 ? 1 : used / asked.size],
    ['long decimals', isTrue(/\d\.\d{3}/.test(answer))],
    ['last number', Math.log1p(Math.abs(lastNumber(answer)))],
    ['false equations', falseEquations(answer)],
    ['hedged', isTrue(hedges.test(answer))],
    ['finished', isTrue(finished.test(answer))],
    ...checks.map((passed, index): [string, number] => [`check ${index + 1}`, isTrue(passed)]),
  ]);
}
