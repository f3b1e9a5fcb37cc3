/** Written by `npm run pocket:version`. */
export const pocketVersion = 'cdc332eb595d';
