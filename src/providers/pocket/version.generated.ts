/** Written by `npm run pocket:version`. */
export const pocketVersion = 'c937e37fee41';
