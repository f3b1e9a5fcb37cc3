/** Written by `npm run pocket:version`. */
export const pocketVersion = 'd669bec233ff';
