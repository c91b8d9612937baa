import type { Tx } from '../../../kernel/database/transactions.js';
import type { Fact } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { isInOneHand } from '../../../people/accounts/same-person.queries.js';
import type { LockedContract } from '../conducted/conducted-contract.js';
import type { HaltGround, ServedBy } from './halt.rules.js';

/**
 * SQL: the days of a halt that has begun, up to today: from the day on which it began to the day before its contract went on, whoever
 * has written that down.
 */
export const haltedDaysSql = (halt: string): string =>
  `daterange(${halt}.began_on, greatest(${halt}.began_on, least(${halt}.ended_on, ${halt}.until + 1,
    CASE WHEN ${halt}.decided_at IS NULL THEN ${halt}.confirm_due + 1 END, business_today() + 1)))`;

/** A halt that is proposed, or in force. */
export interface OpenHalt {
  id: string;
  state: 'proposed' | 'in_force';
  ground: HaltGround;
  reference: string | null;
  until: PlainDate | null;
  confirmed: boolean;
  proposed_by: string | null;
}

/** SQL: a halt `h` was proposed, and its last day has passed before anybody ordered it. */
export const isUnorderedSql = (h: string): string =>
  `(${h}.state = 'proposed' AND ${h}.until < business_today()) IS TRUE`;

/** SQL: a halt `h` for danger waits for its confirmation. */
export const isUnconfirmedSql = (h: string): string =>
  `(${h}.state = 'in_force' AND ${h}.ground = 'danger_to_recipients' AND ${h}.decided_at IS NULL)`;

/** What is proposed of the contract and what is in force, under the lock of the contract. */
export const loadOpenHalts: Fact<LockedContract, OpenHalt[]> = ({ tx, root }) =>
  tx.query<OpenHalt>(
    `SELECT id, state, ground, reference, until::text AS until, decided_at IS NOT NULL AS confirmed, proposed_by
     FROM contract_halt WHERE contract_id = $1 AND state IN ('proposed', 'in_force')`,
    [root.id],
  );

/** Days that a written notice of an authority has had of the contract: that of the request, else of what is proposed. */
export const loadNoticeDays: Fact<LockedContract, number> = async ({ tx, root, given }) => {
  const { reference } = given as { reference?: string | null };
  const [row] = await tx.query<{ days: number }>(
    `SELECT coalesce(sum(least(h.until, h.ended_on) - h.began_on), 0)::int AS days FROM contract_halt h
     WHERE h.contract_id = $1 AND h.ground = 'authority_notice' AND h.state = 'ended' AND h.reference = coalesce($2,
       (SELECT p.reference FROM contract_halt p WHERE p.contract_id = $1 AND p.state = 'proposed'))`,
    [root.id, reference ?? null],
  );
  return row?.days ?? 0;
};

/**
 * Last day of the latest halt for danger by the caller that nobody else confirmed while they could, lapsed or ended before;
 * null where there is none, where no calendar said until when they could, or where another one for danger was confirmed since.
 */
export const loadUnconfirmedHalt: Fact<LockedContract, PlainDate | null> = async ({ tx, root, principal }) => {
  const [row] = await tx.query<{ on: PlainDate | null }>(
    `SELECT max(h.ended_on)::text AS on FROM contract_halt h
     WHERE h.contract_id = $1 AND h.ground = 'danger_to_recipients' AND h.state IN ('ended', 'lapsed')
       AND h.decided_at IS NULL AND h.confirm_due < business_today() AND ${isInOneHand('h.proposed_by')}
       AND NOT EXISTS (SELECT FROM contract_halt c WHERE c.contract_id = $1 AND c.ground = 'danger_to_recipients'
         AND c.decided_at IS NOT NULL AND c.proposed_at > h.proposed_at)`,
    [root.id, principal.id],
  );
  return row?.on ?? null;
};

/** Lines that the contract serves. */
export const loadServedLines: Fact<LockedContract, string[]> = async ({ tx, root }) => {
  const rows = await tx.query<{ id: string }>(
    `SELECT service_line_id AS id FROM contract_service_line WHERE contract_id = $1 ORDER BY service_line_id`,
    [root.id],
  );
  return rows.map(({ id }) => id);
};

/** Those of the bodies that are named as serving meanwhile which are on record, each with the record that it was merged into. */
export const loadServingBodies: Fact<LockedContract, Map<string, string | null>> = async ({ tx, root, given }) => {
  const { servedBy } = given as { servedBy?: readonly ServedBy[] | null };
  const rows = await tx.query<{ id: string; merged_into: string | null }>(
    `SELECT id, merged_into FROM organisation WHERE id = ANY ($1::uuid[]) AND dataset = $2 ORDER BY id FOR KEY SHARE`,
    [(servedBy ?? []).flatMap(({ organisation }) => organisation ?? []), root.dataset],
  );
  return new Map(rows.map((row) => [row.id, row.merged_into]));
};

interface NewHalt {
  state: 'proposed' | 'in_force';
  ground: string;
  reference?: string | null;
  reason?: string | null;
  until?: PlainDate | null;
  servedBy?: readonly ServedBy[] | null;
  confirmDue?: PlainDate | null;
  /** Null: it follows from a challenge or a decision. */
  by: string | null;
  today: PlainDate;
}

/** Stores a halt of a locked contract; answers its id. */
export async function insertHalt(tx: Tx, contract: string, halt: NewHalt): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO contract_halt (contract_id, state, ground, reference, reason, until, served_by, proposed_at, proposed_by,
       confirm_due, began_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11) RETURNING id`,
    [
      contract,
      halt.state,
      halt.ground,
      halt.reference ?? null,
      halt.reason ?? null,
      halt.until ?? null,
      halt.servedBy ? JSON.stringify(halt.servedBy) : null,
      await tx.now(),
      halt.by,
      halt.confirmDue ?? null,
      halt.state === 'in_force' ? halt.today : null,
    ],
  );
  return row?.id ?? '';
}

/** Another person has ordered a halt that was proposed, or confirmed one that is in force. */
export const decideHalt = async (tx: Tx, id: string, today: PlainDate): Promise<unknown> =>
  tx.query(
    `UPDATE contract_halt SET state = 'in_force', began_on = coalesce(began_on, $4::date), decided_at = $2, decided_by = $3
     WHERE id = $1`,
    [id, await tx.now(), tx.principal.id, today],
  );

/** The halt in force is over; a contract that ends is halted no more either. */
export const closeHalt = (
  tx: Tx,
  contract: string,
  state: 'ended' | 'lapsed',
  endedOn: PlainDate,
): Promise<{ id: string }[]> =>
  tx.query<{ id: string }>(
    `UPDATE contract_halt SET state = $2, ended_on = $3 WHERE contract_id = $1 AND state = 'in_force' RETURNING id`,
    [contract, state, endedOn],
  );

/** What was proposed is not done: taken back, or overtaken by what became of the contract. */
export const dropProposedHalt = (tx: Tx, contract: string, today: PlainDate): Promise<{ id: string }[]> =>
  tx.query<{ id: string }>(
    `UPDATE contract_halt SET state = 'withdrawn', ended_on = $2 WHERE contract_id = $1 AND state = 'proposed' RETURNING id`,
    [contract, today],
  );
