import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Tx } from '../../../kernel/database/transactions.js';

/** SQL: how many contracts of the line `line` are being performed, or are to be. */
export const runningContractsSql = declareContribution<(line: string) => string>('running contracts of a service line');

/** Whether somebody relies on a line: it meets a need, serves somebody, or was bought. */
export const isReliedOn = declareContribution<(tx: Tx, line: string) => Promise<boolean>>(
  'whether a service line is relied on',
);

/** The first day on which a line was served, by its contracts and its recipients; null where it never was. */
export const firstServedOn = declareContribution<(tx: Tx, line: string) => Promise<string | null>>(
  'the first day on which a service line was served',
);
