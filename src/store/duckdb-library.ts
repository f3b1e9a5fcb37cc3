import { createRequire } from 'node:module';
import type * as Library from '@duckdb/node-api';

const library: typeof Library = createRequire(import.meta.url)('@duckdb/node-api');

/**
 * What the store uses of DuckDB's client. Required, because for an import Node first searches each of the package's 180
 * CommonJS files for names of exports, which takes as long as running them.
 */
export const { DuckDBInstance, DuckDBTimestampValue, DuckDBTypeId, StatementType } = library;
