import { holdsPermission } from '../../kernel/access/held.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { removeExternalIds } from '../../kernel/database/external-ids/external-ids.js';
import { isUnhandledSql, type PersonKeeper } from '../../people/personal-data/person-kinds.js';
import type { RecipientNames } from './records/recipient-names.js';

interface RecipientRow {
  holder_id: string;
  name: Buffer | null;
  number: number;
  line: string;
  community: string | null;
  since: PlainDate;
  until: PlainDate | null;
  contracts: string[];
}

/** Whom a line serves: named to the agency alone. Whom it served is proof of what a contract was paid for, and kept with it. */
export const createRecipientKeeper = (names: RecipientNames): PersonKeeper => ({
  async find(tx, id) {
    const [row] = await tx.query<RecipientRow>(
      `SELECT r.holder_id, r.name, r.no AS number, r.service_line_id AS line, r.community_id AS community,
         r.since::text, r.until::text, ARRAY(SELECT r.contract_id::text UNION SELECT s.contract_id::text
           FROM service_record_recipient p JOIN service_record s ON s.id = p.record_id WHERE p.recipient_id = r.id) AS contracts
       FROM recipient r WHERE r.id = $1 FOR NO KEY UPDATE OF r`,
      [id],
    );
    if (!row) return null;
    const { holder_id: holder, name, contracts, ...values } = row;
    const served = row.until === null || row.until >= todayInShanghai(await tx.now());
    return {
      bodies: [holder],
      takenPart: { bodies: [], contracts },
      neededFor: served ? 'served' : null,
      values: { displayName: names.read(id, name), servedBy: holder, ...values },
      shownIn: [`service_line:${row.line}`],
    };
  },
  mayAsk: (caller, _, { bodies }) =>
    holdsPermission(caller, 'service.record', bodies) || holdsPermission(caller, 'handover.receive', bodies),
  async remove(tx, id) {
    await tx.query(
      `UPDATE recipient SET name = NULL, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
      [id],
    );
    await tx.query(`DELETE FROM recipient_code WHERE recipient_id = $1`, [id]);
    await removeExternalIds(tx, 'recipient', id);
  },
  async listEnded(reader, before, after, most) {
    const rows = await reader.query<{ id: string }[]>(
      `SELECT r.id FROM recipient r WHERE r.until < ($1::timestamptz AT TIME ZONE 'Asia/Shanghai')::date AND r.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
         AND ${isUnhandledSql('recipient', 'r.id::text')} ORDER BY r.id LIMIT $3`,
      [before, after, most],
    );
    return rows.map(({ id }) => id);
  },
});
