import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    benchmark: { include: ['bench/**/*.bench.ts'] },
    // DuckDB is a native addon: each test file gets a process of its own.
    pool: 'forks',
    maxWorkers: Math.min(4, availableParallelism()),
    // Wide enough for a laptop that is busy; a test that needs more says so itself.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // The bundle is finished code of 8 MB; transforming it again would take longer than loading it.
    server: { deps: { external: [/\/dist\/vendor\//] } },
  },
});
