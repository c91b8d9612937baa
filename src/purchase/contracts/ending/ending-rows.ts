import type { Fact } from '../../../kernel/actions/action.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { LockedContract } from '../conducted/conducted-contract.js';
import type { EndingKind } from './ending.rules.js';

/** An end of a contract that is proposed. */
export interface OpenEnding {
  id: string;
  kind: EndingKind;
  ground: string;
  reference: string;
  decision_on: PlainDate | null;
  remedy_id: string | null;
  reason: string;
  hear_until: PlainDate | null;
  heard: boolean;
  proposed_by: string;
}

/** What is proposed, under the lock of the contract. */
export const loadOpenEndings: Fact<LockedContract, OpenEnding[]> = ({ tx, root }) =>
  tx.query<OpenEnding>(
    `SELECT id, kind, ground, reference, decision_on::text AS decision_on, remedy_id, reason, hear_until::text AS hear_until,
       heard_at IS NOT NULL AS heard, proposed_by
     FROM contract_ending WHERE contract_id = $1 AND state = 'proposed'`,
    [root.id],
  );

const KIND_OF: Readonly<Record<string, EndingKind>> = {
  propose_termination: 'termination',
  withdraw_termination_proposal: 'termination',
  be_heard: 'termination',
  terminate: 'termination',
  propose_rescission: 'rescission',
  withdraw_rescission_proposal: 'rescission',
  rescind: 'rescission',
};
/** Of which kind of end an action speaks. */
export const toEndingKind = (action: string): EndingKind => KIND_OF[action] ?? 'withdrawal';
/** The end that an action of the contract is about. */
export const findOpenEnding = (endings: readonly OpenEnding[], action: string): OpenEnding | undefined =>
  endings.find(({ kind }) => kind === toEndingKind(action));

interface NewEnding {
  kind: EndingKind;
  ground: string;
  reference: string;
  reason: string;
  decisionOn?: PlainDate | null;
  remedy?: string | null;
  hearUntil?: PlainDate | null;
}

/** Stores what is proposed of a locked contract; answers its id. */
export async function insertEnding(tx: Tx, contract: string, ending: NewEnding): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO contract_ending (contract_id, kind, ground, reference, decision_on, remedy_id, reason, hear_until, proposed_at, proposed_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id`,
    [
      contract,
      ending.kind,
      ending.ground,
      ending.reference,
      ending.decisionOn ?? null,
      ending.remedy ?? null,
      ending.reason,
      ending.hearUntil ?? null,
      await tx.now(),
      tx.principal.id,
    ],
  );
  return row?.id ?? '';
}

/** What the other side says of it, once. */
export const storeStatement = async (tx: Tx, id: string, statement: string): Promise<unknown> =>
  tx.query(`UPDATE contract_ending SET statement = $2, heard_at = $3, heard_by = $4 WHERE id = $1`, [
    id,
    statement,
    await tx.now(),
    tx.principal.id,
  ]);

export const closeEnding = async (tx: Tx, id: string, state: 'carried_out' | 'withdrawn'): Promise<unknown> =>
  tx.query(`UPDATE contract_ending SET state = $2, decided_at = $3, decided_by = $4 WHERE id = $1`, [
    id,
    state,
    await tx.now(),
    state === 'carried_out' ? tx.principal.id : null,
  ]);

/** Proposals that cannot be carried out any more, since the contract has ended or was delivered. */
export const overtakeEndings = (tx: Tx, contract: string): Promise<unknown> =>
  tx.query(
    `UPDATE contract_ending e SET state = 'overtaken' FROM contract c
     WHERE c.id = $1 AND e.contract_id = c.id AND e.state = 'proposed' AND c.state NOT IN ('signed', 'active', 'halted')
       AND (e.kind <> 'rescission' OR c.state NOT IN ('delivered', 'accepted', 'part_accepted'))`,
    [contract],
  );
