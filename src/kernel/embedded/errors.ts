/** Why the embedded PostgreSQL could not be had; the message is meant for the person at the terminal. */
export type EmbeddedFailure =
  | 'unsupported_platform'
  | 'folder_not_writable'
  | 'folder_in_use'
  | 'other_major_version'
  | 'no_server_user'
  | 'initdb_failed'
  | 'start_failed'
  | 'connection_lost';

export class EmbeddedDatabaseError extends Error {
  constructor(
    readonly failure: EmbeddedFailure,
    message: string,
  ) {
    super(message);
    this.name = 'EmbeddedDatabaseError';
  }
}

const UNWRITABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOSPC', 'EISDIR']);

/** The `code` of a system or PostgreSQL error, or an empty string. */
export function readErrorCode(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

/** Runs file system work on the data folder and turns a refusal of the system into a sentence that says what to do. */
export function writing<T>(folder: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = readErrorCode(error);
    if (!UNWRITABLE.has(code)) throw error;
    throw new EmbeddedDatabaseError(
      'folder_not_writable',
      `The data folder ${folder} cannot be written (${code}). Start as the user it belongs to, or set DATA_DIR to a folder you may write, or set DATABASE_URL to use your own PostgreSQL.`,
    );
  }
}
