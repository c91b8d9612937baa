import type { Tx } from '../../kernel/database/transactions.js';

/** A table is read whole as fast as by an index until it has about so many rows. */
const MANY = 300;

/**
 * A connection keeps the plans of its statements, and those that were made while the tables were empty read them whole for each row.
 * So plans are made anew whenever twice as many steps are done.
 */
export async function planAnew(tx: Tx, steps: number): Promise<void> {
  if (steps > 0 && Number.isInteger(Math.log2(steps))) await tx.query('DISCARD PLANS');
}

/**
 * Within one long transaction, whose rows nothing tells the planner of, they are counted whenever they are twice as many; what is
 * planned for a table is then planned anew by itself.
 */
export const countRows = (tx: Tx): Promise<unknown> => tx.query('SELECT analyze_written_tables($1)', [MANY]);
