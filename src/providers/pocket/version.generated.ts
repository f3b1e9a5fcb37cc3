/** Written by `npm run pocket:version`. */
export const pocketVersion = '4e2ca7775afe';
