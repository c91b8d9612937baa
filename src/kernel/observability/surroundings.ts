import { AsyncLocalStorage } from 'node:async_hooks';
import type { Reader } from '../database/reader.js';
import type { Turn } from '../database/turns/request-turn.js';
import type { Trail } from './trail.js';

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
