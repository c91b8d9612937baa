import { declareContribution } from '../../../kernel/contributions/contributed.js';
import type { Reader } from '../../../kernel/database/reader.js';

/** What was paid of a contract, and what it comes to, in fen. Payments are of a later room, which says here how. */
export const loadPaidMoney =
  declareContribution<(reader: Reader, contract: string) => Promise<{ paid: bigint; whole: bigint }>>(
    'money paid of a contract',
  );
