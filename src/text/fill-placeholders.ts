/**
 * Puts values into `{{name}}` placeholders in one pass, so that a value that itself holds braces stays as it is.
 * Placeholders without a value stay too.
 */
export function fillPlaceholders(template: string, values: ReadonlyMap<string, string>): string {
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) => values.get(name) ?? whole);
}
