import type { Json } from '../core/json.ts';
import { isJsonObject } from '../core/json.ts';

const mask = '[secret]';

/** Keys of vendors by their prefixes, tokens of the Authorization header, and JSON web tokens. */
const keys =
  /\b(?:sk|pk|rk)-[\w-]{12,}|\b(?:gsk|hf|ghp|gho|ghs|github_pat|glpat|xai|xox[abprs])[_-][\w-]{16,}|\bAIza[\w-]{30,}|\bA[KS]IA[A-Z0-9]{16}\b|\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g;

const bearer = /\b(Bearer|Basic)(\s+)[\w.~+/=-]{8,}/gi;

const nameOfSecret = `(?:x[-_])?api[-_ ]?key|access[-_ ]?key|secret[-_ ]?(?:access[-_ ]?)?key|client[-_ ]?secret|access[-_ ]?token|auth[-_ ]?token|authorization|password`;

/** `key=…`, `OPENAI_API_KEY=…`, `?token=…`. */
const assigned = new RegExp(
  String.raw`((?<![a-z0-9])(?:${nameOfSecret}|key|token|secret)=["']?)[^\s"'&,;)}\]\[]{6,}`,
  'gi',
);

/** `"api_key": "…"`; a bare "key": or "token": is too common in prose and JSON to be one. */
const declared = new RegExp(
  String.raw`((?<![a-z0-9])(?:${nameOfSecret})\\?["']?\s{0,4}:\s{0,4}\\?["']?)(?!Bearer\b|Basic\b)[^\s"'\\&,;)}\]\[]{8,}`,
  'gi',
);

/** Every pattern above needs one of these; most texts have none, and are read once only. */
const suspicious =
  /[sprg]k[-_]|hf_|gh[pos]_|_pat_|pat-|xai-|xox|AIza|A[KS]IA|eyJ|bearer|basic|key|token|secret|password|authorization/i;

const nameOfSecretMember = new RegExp(`^(?:${nameOfSecret})$`, 'i');

/** Replaces everything that looks like a key of an API with `[secret]`; whatever the content policy, none is stored. */
export function maskSecrets(text: string): string {
  if (!suspicious.test(text)) return text;
  return text
    .replace(keys, mask)
    .replace(bearer, `$1$2${mask}`)
    .replace(assigned, `$1${mask}`)
    .replace(declared, `$1${mask}`);
}

/** The same for every text of a JSON value, and for members whose name says that they hold a secret. */
export function maskSecretsInJson(value: Json): Json {
  if (typeof value === 'string') return maskSecrets(value);
  if (Array.isArray(value)) return value.map(maskSecretsInJson);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      nameOfSecretMember.test(name) && typeof member === 'string' && member !== ''
        ? mask
        : maskSecretsInJson(member),
    ]),
  );
}
