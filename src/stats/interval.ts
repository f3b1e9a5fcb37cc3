/** An estimate with its confidence interval, in the unit of the estimate. */
export interface ConfidenceInterval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}
