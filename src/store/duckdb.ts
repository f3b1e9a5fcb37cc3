import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { ConfigurationError, RunFailedError } from '../core/errors.ts';
import { DuckDBInstance } from './duckdb-library.ts';
import { lockedBy } from './lock.ts';

export const memory = ':memory:';

export interface Database {
  /** Absolute, or `:memory:`. */
  readonly file: string;
  readonly connect: () => Promise<DuckDBConnection>;
  /** Disconnects and lets go of the file. */
  readonly close: () => void;
}

/**
 * `write` for the store itself, `read` for the store without writing, `sql` for statements of a user, who may look at
 * nothing but the database.
 */
export type Access = 'write' | 'read' | 'sql';

const settings: { readonly [access in Access]: Record<string, string> } = {
  // The default checkpoint stalls commits for most of a second while large rows are written.
  write: { checkpoint_threshold: '2GB' },
  read: { access_mode: 'READ_ONLY' },
  sql: {
    access_mode: 'READ_ONLY',
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    lock_configuration: 'true',
  },
};

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw new RunFailedError(`the store ${file} cannot be read: ${error.message}`, { cause: error });
    },
  );
}

async function prepareFile(file: string, access: Access): Promise<void> {
  if (access !== 'write') {
    if (await exists(file)) return;
    throw new ConfigurationError([{ message: `there is no store at ${file}.` }], {
      advice: 'Run a suite first, or check store.file.',
    });
  }
  await mkdir(dirname(file), { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new RunFailedError(`the folder of the store ${file} cannot be created: ${error.message}`, {
      cause: error,
      advice: 'Check store.file and the permissions of its folder.',
    });
  });
}

function openingError(error: unknown, file: string): Error {
  if (!(error instanceof Error)) return new RunFailedError(`the store ${file} cannot be opened`);
  const locked = lockedBy(error, file);
  if (locked !== undefined) return locked;
  if (/different configuration/.test(error.message)) {
    return new RunFailedError(`the store ${file} is already open in this process, in another mode.`, {
      cause: error,
      advice: 'Close it first.',
    });
  }
  if (/not a valid DuckDB database|newer version of DuckDB|older version of DuckDB/i.test(error.message)) {
    return new ConfigurationError([{ message: `${file} is not a database that this Tollgate can read.` }], {
      cause: error,
      advice: 'Use another file as store.file.',
    });
  }
  return new RunFailedError(`the store ${file} cannot be opened: ${error.message}`, { cause: error });
}

/**
 * Opens a database file; one process shares one instance per file.
 *
 * @throws RunFailedError when another process holds it (and says which), or for other trouble with the file.
 * @throws ConfigurationError when there is nothing to read, or the file is not a database.
 */
export async function openDatabase(path: string, access: Access): Promise<Database> {
  const file = path === memory ? memory : resolve(path);
  if (file !== memory) await prepareFile(file, access);
  const instance = await (file === memory
    ? DuckDBInstance.create(memory, access === 'write' ? settings.write : {})
    : DuckDBInstance.fromCache(file, settings[access])
  ).catch((error: unknown) => {
    throw openingError(error, path);
  });
  const connections: DuckDBConnection[] = [];
  return {
    file,
    connect: async () => {
      const connection = await instance.connect();
      connections.push(connection);
      return connection;
    },
    close: () => {
      for (const connection of connections) connection.closeSync();
      instance.closeSync();
    },
  };
}
