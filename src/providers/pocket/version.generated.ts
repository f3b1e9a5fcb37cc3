/** Written by `npm run pocket:version`. */
export const pocketVersion = 'a0b82c8638c7';
