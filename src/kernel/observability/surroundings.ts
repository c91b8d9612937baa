import { AsyncLocalStorage } from 'node:async_hooks';
import type { Reader } from '../database/reader.js';
import type { Span } from './traces/span.js';

/** What is around a piece of work. */
export interface Surroundings {
  /** The transaction that is open, which `Transactions` alone looks into. */
  readonly open: unknown;
  /** The request or job that it is done for. */
  readonly trail: Trail | undefined;
  /** The request's turn to write. */
  readonly turn: Turn | undefined;
  /** Where it reads outside a transaction; undefined: at the primary. */
  readonly reader: Reader | undefined;
}

/**
 * One for the whole process and for all that surrounds work: each storage in use costs every await of the process, and those of
 * applications that were closed would stay in use.
 */
const storage = new AsyncLocalStorage<Surroundings>();

const NOTHING: Surroundings = { open: undefined, trail: undefined, turn: undefined, reader: undefined };

export const findSurroundings = (): Surroundings | undefined => storage.getStore();

/** Does a work with something else around it; what is not named stays as it is. */
export const surround = <T>(change: Partial<Surroundings>, work: () => T): T => {
  const { open, trail, turn, reader } = storage.getStore() ?? NOTHING;
  return storage.run({ open, trail, turn, reader, ...change }, work);
};

/** What a request is about, for its turn to write. */
export interface Turn {
  /** The first id of its path, or the route where it may wait for a program elsewhere; null where it is neither, or only reads. */
  root: string | null;
}

/** What a process is at: a request, or a job that works for one. */
export interface Trail {
  /** Null also where nothing may tell of the request. */
  readonly request: string | null;
  readonly span: Span | undefined;
  /** Nothing of it is counted either. */
  readonly isSecret?: boolean;
}
