import type { Tx } from '../../kernel/database/transactions.js';

/**
 * Recipients are served under another contract from now on. `moves` is SQL: the rows `recipient`, `contract`, `former`, the
 * contract whose agency served them until now; that and the one of their registration are kept. All of them are locked before the first is changed, in the order of all locks of recipients.
 * Answers who they are and under which contract.
 */
export const moveRecipients = (
  tx: Tx,
  moves: string,
  params: readonly unknown[],
): Promise<{ id: string; to: string }[]> =>
  tx.query<{ id: string; to: string }>(
    `WITH m AS MATERIALIZED (${moves}), held AS MATERIALIZED (
       SELECT h.id, h.contract_id FROM recipient h WHERE h.id IN (SELECT m.recipient FROM m) ORDER BY h.id FOR NO KEY UPDATE),
     moved AS (
       UPDATE recipient r SET contract_id = m.contract, version = r.version + 1, updated_at = clock_timestamp()
       FROM m JOIN held ON held.id = m.recipient WHERE r.id = held.id AND (SELECT count(*) FROM held) > 0
       RETURNING r.id, m.contract AS to, m.former, held.contract_id AS registered),
     kept AS (
       INSERT INTO former_contract (recipient_id, contract_id)
       SELECT DISTINCT moved.id, x.contract FROM moved CROSS JOIN LATERAL (VALUES (moved.former), (moved.registered)) x(contract)
       WHERE x.contract <> moved.to ON CONFLICT DO NOTHING)
     SELECT moved.id, moved.to FROM moved`,
    [...params],
  );

/** Whoever takes recipients over: under which contract, where that is known. */
interface Receiver {
  holder: string;
  contract: string | null;
}

/**
 * Recipients, who are locked, are another body's from now on; a name that rests on nothing stays behind, and nobody can read it any more.
 * `recipients` is SQL, its parameters from `$3` on: the rows `recipient`, `keeps_name`.
 */
export const transferRecipients = (
  tx: Tx,
  { holder, contract }: Receiver,
  recipients: string,
  params: readonly unknown[],
): Promise<unknown> =>
  tx.query(
    `WITH moved AS (
       UPDATE recipient r SET holder_id = $1, contract_id = coalesce($2, r.contract_id), name = CASE WHEN g.keeps_name THEN r.name END,
         version = r.version + 1, updated_at = clock_timestamp()
       FROM (${recipients}) g JOIN recipient old ON old.id = g.recipient WHERE r.id = old.id
       RETURNING r.id, r.contract_id AS to, old.contract_id AS registered)
     INSERT INTO former_contract (recipient_id, contract_id)
     SELECT moved.id, moved.registered FROM moved WHERE moved.registered <> moved.to ON CONFLICT DO NOTHING`,
    [holder, contract, ...params],
  );
