import type { Tx } from '../../../kernel/database/transactions.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Flag } from '../flag.entity.js';
import * as SQL from './flag-keeper-statements.js';
import type { Step } from './flag-steps.rules.js';

type NamedFlag = Pick<StoredRow<Flag>, 'id' | 'indicator' | 'root_type' | 'root_id' | 'dataset' | 'region'>;

/** A step as the history keeps it. */
export interface WrittenStep extends Omit<Step<never>, 'flag'> {
  /** Id of the flag. */
  flag: string;
  audit: string | undefined;
}

/**
 * Records what facts did with some flags, in the audit and in the history of each.
 * @param findRegion of a flag, where it is another than the stored one
 */
export async function writeSteps<F extends NamedFlag>(
  tx: Tx,
  steps: readonly Step<F>[],
  findRegion: (flag: F) => string | null | undefined,
  now: Date,
): Promise<WrittenStep[]> {
  if (steps.length === 0) return [];
  const recorded = await tx.recordAll(
    steps.map(({ flag, action, from, to, data }) => ({
      aggregate: 'flag',
      id: flag.id,
      action,
      from,
      to,
      data: { indicator: flag.indicator, rootCause: { type: flag.root_type, id: flag.root_id }, ...data },
      dataset: flag.dataset,
      region: findRegion(flag) ?? flag.region,
    })),
  );
  const rows = steps.map(({ flag, ...step }, i) => ({ ...step, flag: flag.id, audit: recorded[i]?.audit }));
  await tx.query(SQL.WRITE_EVENTS, [JSON.stringify(rows), now]);
  return rows;
}
