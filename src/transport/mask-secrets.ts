export type Mask = (text: string) => string;

/** Shapes of keys and of the places where keys stand. The first group is kept, the rest is replaced. */
const shapes: readonly RegExp[] = [
  /(\b(?:sk|rk|pk)-)[A-Za-z0-9_-]{8,}/g,
  /(\b(?:gsk|hf|xai|ghp|gho|r8)_)[A-Za-z0-9_-]{8,}/g,
  /(\bxai-)[A-Za-z0-9_-]{8,}/g,
  /(\bAIza)[A-Za-z0-9_-]{16,}/g,
  /(\bAKIA)[A-Z0-9]{12,}/g,
  /(\bBearer\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
  /(\b(?:api[_-]?key|x-api-key|access[_-]?token|auth[_-]?token|secret|password)["']?\s*[=:]\s*["']?)[A-Za-z0-9._~+/=-]{8,}/gi,
  /([?&](?:key|token)=)[A-Za-z0-9._~+/=-]{8,}/gi,
];

const secretName = /(?:_|^)(?:API_?KEY|ACCESS_?KEY|KEY|TOKEN|SECRET|PASSWORD)$/i;

/**
 * Hides API keys in text that people or databases will see: everything that looks like one, and the values of
 * environment variables that are named like one.
 */
export function createMask(environment: { readonly [name: string]: string | undefined }): Mask {
  const values = Object.entries(environment)
    .flatMap(([name, value]) =>
      secretName.test(name) && value !== undefined && value.length >= 8 ? [value] : [],
    )
    // The longest first: one secret may begin with another.
    .sort((a, b) => b.length - a.length);
  return (text) => {
    const withoutValues = values.reduce((current, value) => current.replaceAll(value, '[secret]'), text);
    return shapes.reduce((current, shape) => current.replace(shape, '$1[secret]'), withoutValues);
  };
}
