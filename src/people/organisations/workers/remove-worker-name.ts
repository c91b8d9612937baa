import type { Tx } from '../../../kernel/database/transactions.js';
import type { WorkerNames } from './worker-names.js';

/** Puts a mark in the place of a worker's name and certificate; number, kind and days stay, for records of service name them. */
export const removeWorkerName = (tx: Tx, names: WorkerNames, worker: string, mark: string): Promise<unknown> =>
  tx.query(
    `UPDATE worker SET name = $2, licence = CASE WHEN licence IS NOT NULL THEN $3 END,
       version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
    [worker, names.cover(worker, mark), mark],
  );
