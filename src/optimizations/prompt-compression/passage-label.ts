const label =
  /^\s*(?:\[[^\]\n]{1,48}\]|\d{1,3}[.)]|(?:passage|document|source|chunk|excerpt)\s+\w{1,12}\s*[:.)-])\s*/i;

/** What numbers a passage in the prompt (`[3]`, `3.`, `Passage 3:`), apart from the passage itself. */
export function splitPassageLabel(text: string): { readonly label: string; readonly body: string } {
  const found = label.exec(text)?.[0] ?? '';
  return { label: found, body: text.slice(found.length) };
}
