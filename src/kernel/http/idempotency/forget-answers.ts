import type { Tx } from '../../database/transactions.js';

/** Answers that are kept for a repetition and name this id: a repetition is then done anew, and refused by what it finds. */
export const forgetAnswers = (tx: Tx, id: string): Promise<unknown> =>
  tx.query(`DELETE FROM idempotent_request WHERE strpos(answer::text, $1) > 0 OR strpos(problem::text, $1) > 0`, [id]);
