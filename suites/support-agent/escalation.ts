const demand =
  /\b(?:human|real person|actual person|somebody real|manager|supervisor|employee|member of staff|lawyer|attorney)\b|\b(?:speak|talk) (?:to|with) (?:a |some|an? )/i;

/** Whoever demands a person gets one, whatever a model makes of the rest of the request. */
export function demandsPerson(request: string): boolean {
  return demand.test(request);
}
