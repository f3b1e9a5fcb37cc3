/** Written by `npm run pocket:version`. */
export const pocketVersion = 'faa411087338';
