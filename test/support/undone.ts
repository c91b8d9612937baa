import pg from 'pg';
import { isForRequest } from './seen.js';

type Query = (this: unknown, ...args: unknown[]) => unknown;

/** All that a commit checks is checked, and then nothing of it stays. */
const UNDO = 'SET CONSTRAINTS ALL IMMEDIATE; ROLLBACK';

/**
 * Does `work`, whose requests are answered as ever, and undoes what each of them would have committed. So one object can
 * be asked about again and again, however the answers turn out. Answers what `work` did, and how many commits were undone.
 */
export async function undoing<T>(work: () => Promise<T>): Promise<{ answer: T; undone: number }> {
  let undone = 0;
  const prototype = pg.Client.prototype as unknown as { query: Query };
  const original = prototype.query;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    if (args[0] !== 'COMMIT' || !isForRequest()) return original.apply(this, args);
    undone += 1;
    return original.apply(this, [UNDO, ...args.slice(1)]);
  };
  try {
    return { answer: await work(), undone };
  } finally {
    prototype.query = original;
  }
}
