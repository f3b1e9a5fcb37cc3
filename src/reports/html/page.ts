import { createHash } from 'node:crypto';
import { shorten, visibleLine } from '../visible-text.ts';
import { html, type SafeHtml, toText, trusted } from './safe-html.ts';
import { styles } from './styles.ts';

/**
 * The document around the content. Its content security policy allows this one style sheet, by its digest, and
 * nothing else: no script, no image from elsewhere, no form, no other base.
 */
export function page(title: string, content: SafeHtml): string {
  const digest = createHash('sha256').update(styles).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`;
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Tollgate">
<title>${shorten(visibleLine(title), 160)}</title>
<link rel="icon" href="data:,">
<style>${trusted(styles)}</style>
</head>
<body>
${content}
</body>
</html>
`;
  return toText(document);
}
