import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { Reader } from '../../../kernel/database/reader.js';
import { paidSql, scheduledSql } from '../../../purchase/contracts/contributions/deals.queries.js';

/** SQL: facts `f` of payments of a contract that are none of its instalments: they were made before it went on here. */
const earlierPaymentsSql = (contract: string): string =>
  `fact f WHERE f.subject_type = 'contract' AND f.subject_id = ${contract} AND f.kind = 'payment' AND f.data ? 'amount'
       AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id)
       AND NOT EXISTS (SELECT FROM payment p WHERE p.contract_id = ${contract} AND f.source ->> 'reference' = 'payment:' || p.id)`;
const FEN = `round((f.data ->> 'amount')::numeric * 100)`;

/** SQL: fen that were paid of a contract before it went on here. */
export const paidBeforeSql = (contract: string): string =>
  `(SELECT coalesce(sum(${FEN}), 0)::bigint FROM ${earlierPaymentsSql(contract)})`;

/** A payment from before the contract went on here, by its fact. Money in fen as text. */
export interface EarlierPayment {
  fact: string;
  on: PartialDate | null;
  amount: string;
}

/** Each of them that is of a sum. */
export const listEarlierPayments = (reader: Reader, contract: string): Promise<EarlierPayment[]> =>
  reader.query<EarlierPayment[]>(
    `SELECT f.id AS fact, f.data ->> 'on' AS "on", ${FEN}::bigint::text AS amount FROM ${earlierPaymentsSql('$1')} AND ${FEN} > 0 ORDER BY f.seq`,
    [contract],
  );

/**
 * SQL: the instalment (its id as SQL), which is due or approved, may not be owed any more. Holds of every one of which that is so, and of
 * few others: the contract has ended or was amended, its acceptance is a record alone (which may be all that the instalment was met by), it
 * was accepted after a settlement that carried a minus, or more is asked for and paid than it comes to.
 */
export const mayBeUnowedSql = (instalment: string): string => `EXISTS (
  SELECT FROM payment own JOIN contract k ON k.id = own.contract_id WHERE own.id = ${instalment} AND (
    k.terminated_on IS NOT NULL OR k.state IN ('draft', 'void') OR own.claimed IS NULL
    OR own.trigger = 'acceptance' AND k.accepted_amount IS NULL
    OR own.trigger <> 'signing' AND k.accepted_amount IS NULL
      AND EXISTS (SELECT FROM fact f WHERE f.subject_type = 'contract' AND f.subject_id = k.id AND f.kind = 'acceptance')
    OR k.accepted_amount IS NOT NULL AND EXISTS (SELECT FROM settlement s WHERE s.contract_id = k.id AND s.state = 'confirmed' AND s.carried < 0)
    OR EXISTS (SELECT FROM contract_amendment a WHERE a.contract_id = k.id AND a.state = 'in_force')
    OR (SELECT sum(o.claimed) FROM payment o WHERE o.contract_id = k.id AND o.state IN ('due', 'approved', 'failed', 'paid'))
      + ${paidBeforeSql('k.id')} > coalesce(k.accepted_amount, coalesce(k.amount, 0) + k.supplements)))`;

paidSql.contribute(
  (contract) =>
    `SELECT coalesce(sum(p.claimed), 0) + ${paidBeforeSql(contract)} FROM payment p WHERE p.contract_id = ${contract} AND p.state = 'paid'`,
);
scheduledSql.contribute(
  (contract) =>
    `SELECT coalesce(sum(coalesce(p.claimed, p.amount)), 0) + ${paidBeforeSql(contract)} FROM payment p
     WHERE p.contract_id = ${contract} AND NOT p.dropped AND p.state <> 'cancelled'`,
);
