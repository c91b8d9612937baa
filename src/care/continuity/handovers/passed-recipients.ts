import { SYSTEM } from '../../../kernel/access/principal.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { transferRecipients } from '../../delivery/recipient-moves.js';
import { toItsParties } from '../../delivery/records/served-contract.js';
import { contractEndSql } from '../plan-standing.queries.js';
import { isDueSql, receiverContractSql } from './standing-handovers.queries.js';

/** The two parties of the contract, and who takes the recipients over. */
export const toHandoverParties = (contract: ConductedContract, receiver: string) => {
  const parties = toItsParties(contract);
  return { ...parties, tenants: [...new Set([...parties.tenants, receiver])] };
};

/** Handover of a locked contract, with what its passing needs. */
interface Passing {
  id: string;
  fromId: string;
  receiverId: string;
  toContractId: string | null;
}

/**
 * Recipients of a handover are the receiver's from this day on; a name that rests on nothing stays behind, and nobody can read it
 * any more. Who has left before that day, or is no longer with who offered them, does not pass.
 */
export async function passRecipients(
  tx: Tx,
  contract: ConductedContract,
  { id: handover, fromId, receiverId, toContractId }: Passing,
  on: PlainDate,
): Promise<void> {
  const passing = await tx.query<{ id: string }>(
    `SELECT p.id FROM handover_recipient n JOIN recipient p ON p.id = n.recipient_id
     WHERE n.handover_id = $1 AND p.holder_id = $2 AND (p.until IS NULL OR p.until >= $3) ORDER BY p.id FOR NO KEY UPDATE OF p`,
    [handover, fromId, on],
  );
  await transferRecipients(
    tx,
    { holder: receiverId, contract: toContractId },
    `SELECT recipient_id AS recipient, consent_on IS NOT NULL OR legal_basis IS NOT NULL AS keeps_name
     FROM handover_recipient WHERE handover_id = $3 AND recipient_id = ANY ($4::uuid[])`,
    [handover, passing.map(({ id }) => id)],
  );
  await tx.recordAll(
    passing.map(({ id }) => ({
      ...toHandoverParties(contract, receiverId),
      aggregate: 'recipient',
      id,
      action: 'handed_over',
      data: { handover },
    })),
  );
}

/**
 * Passes what was acknowledged of a locked contract and whose day has come. Answers whether there was any; its version stays, for
 * nobody has changed it.
 */
export async function passDueRecipients(tx: Tx, contract: ConductedContract): Promise<boolean> {
  const due = await tx.query<Passing & { on: PlainDate }>(
    `SELECT h.id, h.from_id AS "fromId", h.receiver_id AS "receiverId", ${receiverContractSql('h', 'c')} AS "toContractId",
       greatest(h.passes_on, ${contractEndSql('c')} + 1)::text AS "on"
     FROM handover h JOIN contract c ON c.id = h.contract_id WHERE h.contract_id = $1 AND ${isDueSql('h')} ORDER BY h.id FOR NO KEY UPDATE OF h`,
    [contract.id],
  );
  if (due.length === 0) return false;
  // Recipients of all of them at once: group by group they would be locked in another order than those of a batch of records.
  await tx.query(
    `SELECT FROM recipient p WHERE p.id IN (SELECT n.recipient_id FROM handover_recipient n WHERE n.handover_id = ANY ($1::uuid[]))
     ORDER BY p.id FOR NO KEY UPDATE`,
    [due.map(({ id }) => id)],
  );
  const { actor } = tx;
  tx.actor = SYSTEM;
  try {
    for (const handover of due) await passRecipients(tx, contract, handover, handover.on);
    // A contract that was prolonged since served them longer; the receiver's may have been signed since they were taken over.
    await tx.query(
      `UPDATE handover h SET passes_on = g.day, to_contract_id = g.contract, passed_at = $4, updated_at = clock_timestamp()
       FROM unnest($1::uuid[], $2::date[], $3::uuid[]) AS g(id, day, contract) WHERE h.id = g.id`,
      [due.map(({ id }) => id), due.map(({ on }) => on), due.map(({ toContractId }) => toContractId), await tx.now()],
    );
    await tx.recordAll(
      due.map(({ id, receiverId, on }) => ({
        ...toHandoverParties(contract, receiverId),
        aggregate: 'handover',
        id,
        action: 'passed',
        data: { contract: contract.id, on },
      })),
    );
  } finally {
    tx.actor = actor;
  }
  return true;
}
