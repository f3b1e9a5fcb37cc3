import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { globSync } from 'tinyglobby';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const files = globSync(['*.md', 'docs/**/*.md', 'datasets/*.md'], { cwd: root });

function withoutCode(text: string): string {
  return text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '');
}

/** Headings become anchors as GitHub makes them. */
function anchorsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  it.each(files)('%s links to files and headings that exist', (file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    const links = [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link);
    for (const link of links.filter((target) => !/^https?:/.test(target))) {
      const [target, anchor] = link.split('#');
      const absolute = target === '' ? path.join(root, file) : path.resolve(root, path.dirname(file), target);
      expect(existsSync(absolute), `${file} → ${link}`).toBe(true);
      if (anchor !== undefined) expect(anchorsOf(readFileSync(absolute, 'utf8')), link).toContain(anchor);
    }
  });

  it.each(files)('%s names only npm scripts that exist', (file) => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const text = readFileSync(path.join(root, file), 'utf8');
    for (const [, script] of text.matchAll(/npm run ([\w:-]+)/g))
      expect(Object.keys(scripts)).toContain(script);
  });
});
