import { runPreparedStatement } from '../../kernel/database/prepared.js';
import type { Reader } from '../../kernel/database/reader.js';
import { idsSql } from '../../kernel/database/sql.js';
import { STANDS } from '../delivery/records/counted-records.queries.js';
import { findUnshownItems, type Tick } from './acceptance.rules.js';

/** Of these rounds, by id, those with an item that nothing shows any more: its records were corrected or withdrawn. */
export async function findUnshownRounds(reader: Reader, ids: readonly string[]): Promise<Set<string>> {
  const rows = await runPreparedStatement<{ id: string; ticks: Tick[]; standing: string[] }>(
    reader,
    `SELECT a.id, a.ticks, ARRAY(SELECT s.id::text FROM service_record s WHERE s.contract_id = a.contract_id AND s.within_contract
       AND s.id IN (SELECT cited.id::uuid FROM jsonb_array_elements(a.ticks) tick(item), jsonb_array_elements_text(tick.item -> 'records') cited(id))
       AND ${STANDS}) AS standing
     FROM acceptance a WHERE a.id = ANY (${idsSql('$1')})`,
    [ids],
  );
  return new Set(
    rows.filter(({ ticks, standing }) => findUnshownItems(ticks, new Set(standing)).length > 0).map(({ id }) => id),
  );
}
