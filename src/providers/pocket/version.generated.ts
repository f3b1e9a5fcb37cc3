/** Written by `npm run pocket:version`. */
export const pocketVersion = '3a0d7cd8ee33';
