import path from 'node:path';

/** A file as a person who typed the command would name it: relative where it lies below the working directory. */
export function displayPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith('..') ? file : relative;
}
