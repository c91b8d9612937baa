import type { Reader } from '../../../kernel/database/reader.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import { idsSql } from '../../../kernel/database/sql.js';
import { countedRecordsSql } from '../../delivery/records/counted-records.queries.js';
import { chooseRemedy, findOutdatedItems, type SettledItem, type SettlementRemedy } from './settlement.rules.js';

const COUNTED = countedRecordsSql({
  contract: 'proposed.contract_id',
  standards: `coalesce(served.content #> '{price,items}', '[]')`,
  to: 'proposed.period_to',
});

/** Of these settlements, by id, those that are not confirmed as they were proposed, each with the action by which that is put right. */
export async function findOutdatedSettlements(
  reader: Reader,
  ids: readonly string[],
): Promise<Map<string, SettlementRemedy>> {
  const rows = await runPreparedStatement<{
    id: string;
    items: SettledItem[];
    counted: { no: number; total: number }[];
  }>(
    reader,
    `SELECT proposed.id, proposed.items, (SELECT coalesce(jsonb_agg(unit), '[]') FROM (${COUNTED}) unit) AS counted
     FROM settlement proposed JOIN contract served ON served.id = proposed.contract_id WHERE proposed.id = ANY (${idsSql('$1')})`,
    [ids],
  );
  return new Map(
    rows.flatMap(({ id, items, counted }) => {
      const outdated = findOutdatedItems(items, new Map(counted.map(({ no, total }) => [no, total])));
      return outdated.length === 0 ? [] : [[id, chooseRemedy(outdated)] as const];
    }),
  );
}
