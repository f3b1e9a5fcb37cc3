/** A run in a process of its own, for tests that kill it: `slow-run.ts SUITE LOG`. Every call is logged when it starts. */
import { appendFileSync } from 'node:fs';
import { runSuite } from '../../src/workbench.ts';
import { shopProvider } from './shop-provider.ts';

const [suiteFile, log] = process.argv.slice(2);

await runSuite({
  suiteFile,
  providers: [
    shopProvider({
      milliseconds: 20,
      onCall: (request) =>
        appendFileSync(
          log,
          `${JSON.stringify({ at: Date.now(), request: JSON.stringify(request.messages) + request.model })}\n`,
        ),
    }),
  ],
});
