import type { Tx } from '../../kernel/database/transactions.js';

/** A table is read whole as fast as by an index until it has about so many rows. */
const FEW = 300;
/** What one transaction writes makes no other plans for a table of more rows. */
const MANY = 200_000;

/**
 * A connection keeps the plans of its statements, and those that were made while the tables were empty read them whole for each row.
 * So plans are made anew whenever twice as many steps are done.
 */
export async function planAnew(tx: Tx, steps: number): Promise<void> {
  if (steps > 0 && Number.isInteger(Math.log2(steps))) await tx.query('DISCARD PLANS');
}

/**
 * The same within one long transaction, of whose rows nothing tells the planner: they are counted, after a step and whenever four times
 * as many steps are done. Until it ends no vacuum looks at the tables and takes them for empty.
 */
export async function countRows(tx: Tx, steps: number): Promise<void> {
  if (steps > 0 && Number.isInteger(Math.log2(steps) / 2))
    await tx.query('SELECT analyze_written_tables($1, $2)', [FEW, MANY]);
  await planAnew(tx, steps);
}
