import { SYSTEM } from '../../../kernel/access/principal.js';
import type { Transactions, Tx } from '../../../kernel/database/transactions.js';
import type { Reader } from '../../facts/loading/frame-types.js';
import type { SubjectRef } from '../../facts/loading/load.js';
import { placeLots } from '../../screening/markets/market-places.js';
import type { ReadReplica } from '../../../kernel/database/replica/read-replica.js';
import { createPreparedReader, rememberAnswers, type Passed, type RiskEngine } from '../risk-engine.js';
import { recordShares } from '../shares/body-shares.js';

/** Subjects of one transaction of a full pass. */
export interface Page {
  subjects: readonly SubjectRef[];
  run: string | null;
  /** It is a page of a pass over everything there is. */
  whole: boolean;
}

const listIds = (subjects: readonly SubjectRef[], type: SubjectRef['type']): string[] =>
  subjects.filter((subject) => subject.type === type).map(({ id }) => id);

/**
 * The replica, where it has all that was committed when the subjects had been locked: whatever changes their facts afterwards waits
 * for the lock to assess them anew, so that no answer by older facts is the last one.
 */
async function chooseFactsReader(tx: Tx, replica: ReadReplica): Promise<Reader> {
  if (!(await replica.isFit(true))) return createPreparedReader(tx);
  return rememberAnswers((sql, params) => replica.runPreparedQuery(sql, params));
}

/** Assesses some subjects in a transaction of its own, and does with it what belongs to it. */
export function assessPage(
  transactions: Transactions,
  engine: RiskEngine,
  { subjects, run, whole }: Page,
  replica: ReadReplica,
  follow?: (tx: Tx, passed: Passed) => Promise<void>,
): Promise<Passed> {
  return transactions.run(SYSTEM, async (tx) => {
    // A pass over everything comes to all bodies behind their purchases, also where it broke off and is made anew.
    if (whole) await recordShares(tx, listIds(subjects, 'tender'));
    const passed = await engine.assess(tx, subjects, run, (locked) => chooseFactsReader(locked, replica));
    await placeLots(tx, listIds(subjects, 'lot'));
    await follow?.(tx, passed);
    return passed;
  });
}
