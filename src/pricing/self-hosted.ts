/** A model on hardware of one's own or rented by the hour. */
export interface SelfHosting {
  /** What the hardware costs an hour, in dollars. */
  readonly dollarsPerHour: number;
  /** Input and output tokens together that it handles a second under full load. */
  readonly tokensPerSecond: number;
  /** The share of that load which it has over the hours that are paid for, above 0 and at most 1. */
  readonly utilisation: number;
}

/**
 * The effective price in dollars per million tokens, input and output alike: hourly price over the tokens of an hour. $2.50 at
 * 700 tokens a second, fully used, is $0.992. Idle hours are in the utilisation; machines come whole, so a bill for
 * little traffic is higher than this price says.
 */
export function selfHostedPrice({ dollarsPerHour, tokensPerSecond, utilisation }: SelfHosting): number {
  return (dollarsPerHour / (tokensPerSecond * 3_600 * utilisation)) * 1e6;
}

/** What is wrong with the figures of a self-hosted model, as ends of a sentence. */
export function selfHostingProblems({
  dollarsPerHour,
  tokensPerSecond,
  utilisation,
}: SelfHosting): readonly string[] {
  return [
    ...(Number.isFinite(dollarsPerHour) && dollarsPerHour >= 0
      ? []
      : [`dollarsPerHour is ${dollarsPerHour}; it must be 0 or more.`]),
    ...(Number.isFinite(tokensPerSecond) && tokensPerSecond > 0
      ? []
      : [`tokensPerSecond is ${tokensPerSecond}; it must be above 0.`]),
    ...(utilisation > 0 && utilisation <= 1
      ? []
      : [`utilisation is ${utilisation}; it must be above 0 and at most 1.`]),
  ];
}
