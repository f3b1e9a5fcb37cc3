/** Written by `npm run pocket:version`. */
export const pocketVersion = '452149fa0f83';
