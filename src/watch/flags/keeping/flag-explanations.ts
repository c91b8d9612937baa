import type { Tx } from '../../../kernel/database/transactions.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Flag } from '../flag.entity.js';
import type { FlagState } from '../flag.lifecycle.js';
import * as SQL from './flag-keeper-statements.js';
import { isFresh, isOpening, type Step, type Turn } from './flag-steps.rules.js';

type ExplainedFlag = Pick<StoredRow<Flag>, 'id' | 'indicator' | 'root_type' | 'root_id' | 'dataset' | 'region'>;
/** What an approver said, to be added to a case that is open. */
interface Explanation {
  flag: string;
  state: FlagState;
  tender: string;
  reason: string;
  by: string;
  buyer: string;
}

/** Who approved a draft has had a word about it, also where it joins a case that others opened. */
export async function addExplanations(
  tx: Tx,
  flags: readonly ExplainedFlag[],
  steps: readonly Step<ExplainedFlag>[],
  turns: readonly Turn[],
  now: Date,
): Promise<void> {
  const opened = new Set(steps.filter(isOpening).map(({ flag }) => flag.id));
  const joined = turns
    .filter((turn) => isFresh(turn) && !opened.has(turn.flag))
    .map(({ flag, type, id }) => ({ flag, type, id }));
  if (joined.length === 0) return;
  const said = await tx.query<Explanation>(SQL.READ_EXPLANATIONS, [JSON.stringify(joined)]);
  if (said.length === 0) return;
  const recorded = await tx.recordAll(
    said.map(({ flag: id, state, tender }) => {
      const flag = flags.find((each) => each.id === id) as ExplainedFlag;
      const data = { indicator: flag.indicator, rootCause: { type: flag.root_type, id: flag.root_id }, tender };
      const { dataset, region } = flag;
      return { aggregate: 'flag', id, action: 'explanation', from: state, to: state, data, dataset, region };
    }),
  );
  const rows = said.map((row, i) => ({ ...row, audit: recorded[i]?.audit }));
  await tx.query(SQL.ADD_EXPLANATIONS, [JSON.stringify(rows), now]);
}
