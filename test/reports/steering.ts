/** What steers a terminal or reorders text: controls but tab and newline, bidirectional overrides and isolates. */
export const steering = /(?![\t\n])\p{Cc}|[\u202a-\u202e\u2066-\u2069\ufeff]/u;
