/** Written by `npm run pocket:version`. */
export const pocketVersion = 'bbaef33d5f2e';
