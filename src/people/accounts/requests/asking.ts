import type { Tx } from '../../../kernel/database/transactions.js';
import { changeData, type Changed } from '../../../kernel/database/merge-patch.js';
import { ACCOUNT_REQUEST } from '../acting/acting-kinds.js';
import type { SeatAsked } from '../seat-giver.js';
import type { SeatGiven } from '../seats.js';

interface Asking {
  user: string | null;
  organisation: string | null;
  role: string | null;
  bodies: readonly string[];
  decides: 'manager' | 'administrator';
  codeHash: Buffer | null;
  correction?: Changed;
  ground?: string;
}

/**
 * Asks for seats of an account, each to be answered by itself. One that waits already is not asked for twice, unless somebody else
 * decides by now: who was asked before would never answer, or not be heard.
 */
export async function askForSeats(
  tx: Tx,
  user: string,
  seats: readonly SeatAsked[],
  codeHash: Buffer | null,
): Promise<void> {
  // The code comes with the first that a second administrator answers.
  const withCode = seats.find(({ decides }) => decides === 'administrator');
  for (const seat of seats) {
    const { organisation, role, decides } = seat;
    const waiting = await tx.query<{ decides: string }>(
      `SELECT decides FROM account_request WHERE user_id = $1 AND state = 'asked' AND organisation_id IS NOT DISTINCT FROM $2::uuid AND role = $3`,
      [user, organisation, role],
    );
    if (waiting.some((request) => request.decides === decides)) continue;
    if (waiting.length > 0) await refuseWaiting(tx, user, seat);
    const bodies = organisation === null ? [] : [organisation.toLowerCase()];
    await ask(tx, { user, organisation, role, bodies, decides, codeHash: seat === withCode ? codeHash : null });
  }
}

/**
 * Asks a second administrator for the code of an account, and the manager of a body first where that has to consent. A code that was
 * asked for before is asked for no longer.
 */
export async function askForCode(
  tx: Tx,
  user: string,
  bodies: readonly string[],
  codeHash: Buffer,
  consents: string | null,
): Promise<void> {
  await refuseWaiting(tx, user, 'codes');
  const decides = consents === null ? 'administrator' : 'manager';
  await ask(tx, { user, organisation: consents, role: null, bodies, decides, codeHash });
}

/** SQL: the request `r` asks for a correction that was neither objected to, nor overtaken, nor made. */
export const isOpenCorrection = (r: string): string =>
  `${r}.correction IS NOT NULL AND ${r}.state <> 'refused' AND ${r}.applied_at IS NULL`;

/** Asks a second administrator for the correction of a body, and tells everybody who sits there. */
export const askForCorrection = (
  tx: Tx,
  { organisation, correction, ground }: { organisation: string; correction: Changed; ground: string },
): Promise<string> =>
  ask(tx, {
    ...{ user: null, organisation, role: null, bodies: [organisation], decides: 'administrator', codeHash: null },
    ...{ correction, ground },
  });

/** Nothing is asked for an account that is erased any more, and no half of a code of it is known. */
export async function removeRequestCodes(tx: Tx, user: string): Promise<void> {
  await refuseWaiting(tx, user, 'all');
  // One that asked for a code alone keeps one, of nothing.
  await tx.query(
    `UPDATE account_request SET code_hash = CASE WHEN role IS NULL THEN sha256(uuid_send(gen_random_uuid())) END,
       version = version + 1, updated_at = clock_timestamp() WHERE user_id = $1 AND code_hash IS NOT NULL`,
    [user],
  );
}

/** Another request takes the place of what waits, or it waits for nobody any more. */
async function refuseWaiting(tx: Tx, user: string, which: 'codes' | 'all' | SeatGiven): Promise<void> {
  const isAll = which === 'all';
  const seat = typeof which === 'string' ? null : which;
  const replaced = await tx.query<{ id: string; bodies: string[] }>(
    `UPDATE account_request SET state = 'refused', version = version + 1, updated_at = clock_timestamp(), answered_by = $2
     WHERE user_id = $1 AND state = 'asked'
       AND ($3 OR role IS NOT DISTINCT FROM $4::text AND ($4::text IS NULL OR organisation_id IS NOT DISTINCT FROM $5::uuid))
     RETURNING id, bodies`,
    [user, isAll ? null : tx.principal.id, isAll, seat?.role ?? null, seat?.organisation ?? null],
  );
  for (const { id, bodies: tenants } of replaced) {
    tx.bindRow(ACCOUNT_REQUEST, id, id);
    await tx.record({
      ...{ aggregate: 'account_request', id, action: 'refuse', data: { user, replaced: !isAll } },
      ...{ from: 'asked', to: 'refused', tenants },
    });
  }
}

async function ask(tx: Tx, asking: Asking): Promise<string> {
  const { user, organisation, role, bodies, decides, codeHash, correction, ground = null } = asking;
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO account_request (user_id, organisation_id, role, bodies, decides, code_hash, asked_by, correction, ground)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
    [
      ...[user, organisation, role, bodies, decides, codeHash, tx.principal.id],
      ...[correction ? JSON.stringify(correction) : null, ground],
    ],
  );
  const { id } = row as { id: string };
  tx.bindRow(ACCOUNT_REQUEST, id, id);
  await tx.record({
    ...{ aggregate: 'account_request', id, action: 'asked', data: { user, organisation, role, decides } },
    ...(correction && { data: { organisation, decides, ...changeData(correction) } }),
    ...{ to: 'asked', tenants: [...bodies] },
  });
  return id;
}
