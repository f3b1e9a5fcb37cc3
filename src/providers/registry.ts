import { echoProvider } from './echo.ts';
import { pocketProvider } from './pocket/pocket.ts';
import type { Provider } from './provider.ts';

/** Every provider; a model id begins with the provider's name and a colon. */
export const providers: readonly Provider[] = [pocketProvider, echoProvider];
