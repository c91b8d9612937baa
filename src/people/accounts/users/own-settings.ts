import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Tx } from '../../../kernel/database/transactions.js';

/** What a person set up to be told of, as a copy of their data says it. */
export const loadOwnSettings =
  declareContribution<(tx: Tx, user: string) => Promise<Record<string, unknown>>>('what a person is told of');
/** Removes it, and what they were told. */
export const removeOwnSettings = declareContribution<(tx: Tx, user: string) => Promise<void>>(
  'the end of what a person is told of',
);
