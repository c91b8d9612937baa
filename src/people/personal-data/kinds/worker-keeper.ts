import { holdsPermission } from '../../../kernel/access/held.js';
import { removeExternalIds } from '../../../kernel/database/external-ids/external-ids.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Permission } from '../../accounts/roles.js';
import { removeWorkerName } from '../../organisations/workers/remove-worker-name.js';
import type { WorkerNames } from '../../organisations/workers/worker-names.js';
import { isUnhandledSql, type PersonKeeper } from '../person-kinds.js';
import { TAKEN_OUT } from '../../../kernel/identity/taken-out.js';

interface WorkerRow {
  organisation_id: string;
  state: string;
  name: Buffer;
  no: number;
  kind: string;
  licence: string | null;
  since: PlainDate;
  until: PlainDate | null;
}

/** Whoever works for an agency: named in what it offered and in what it did. */
export const createWorkerKeeper = (names: WorkerNames): PersonKeeper => ({
  async find(tx, id) {
    const [row] = await tx.query<WorkerRow>(
      `SELECT organisation_id, state, name, no, kind, licence, since::text, until::text FROM worker WHERE id = $1 FOR NO KEY UPDATE`,
      [id],
    );
    if (!row) return null;
    const { organisation_id: organisation, state, name: covered, ...values } = row;
    return {
      bodies: [organisation],
      takenPart: { bodies: [organisation], contracts: [] },
      neededFor: state === 'left' ? null : 'works_here',
      values: { name: names.read(id, covered), organisation, ...values },
      shownIn: [`organisation:${organisation}`],
    };
  },
  mayAsk: (caller, _, { bodies }) => holdsPermission(caller, 'worker.manage' satisfies Permission, bodies),
  async remove(tx, id) {
    await removeWorkerName(tx, names, id, TAKEN_OUT);
    await removeExternalIds(tx, 'worker', id);
  },
  async listEnded(reader, before, after, most) {
    const rows = await reader.query<{ id: string }[]>(
      `SELECT w.id FROM worker w WHERE w.state = 'left' AND w.until < ($1::timestamptz AT TIME ZONE 'Asia/Shanghai')::date AND w.id > coalesce($2::uuid, '00000000-0000-0000-0000-000000000000')
         AND ${isUnhandledSql('worker', 'w.id::text')} ORDER BY w.id LIMIT $3`,
      [before, after, most],
    );
    return rows.map(({ id }) => id);
  },
});
