import { STANDS } from './records/counted-records.queries.js';
import { handedOverSql, servingBodySql } from './serving-bodies.js';

/** SQL: the last day of contract `c`: of its window, or the one on which it was ended early, or on which all was delivered. */
const lastDaySql = (c: string): string => `least(${c}.window_end, ${c}.terminated_on, ${c}.delivered_on::text)`;

/**
 * SQL: recipient `p` came to be served under a contract when the one that they were registered under was over: its agency serves them, which
 * took them over without a contract, or goes on with them under another one. No record needs to say so.
 */
const wentOnSql = (
  p: string,
  contract: string,
): string => `(${p}.service_line_id IN (SELECT g.service_line_id FROM contract_service_line g WHERE g.contract_id = ${contract})
  AND EXISTS (SELECT FROM contract k JOIN contract o ON o.id = ${p}.contract_id
    WHERE k.id = ${contract} AND k.supplier_id = ${servingBodySql(p)} AND k.state NOT IN ('draft', 'void')
      AND ${lastDaySql('o')} < least(${lastDaySql('k')}, business_today()::text)
      AND k.window_start <= business_today()::text AND ${p}.since::text <= ${lastDaySql('k')}
      AND (${p}.until IS NULL OR ${p}.until::text > ${lastDaySql('o')} AND ${p}.until::text >= k.window_start)))`;

/**
 * SQL: recipient `p` is one of a contract: registered under it, served under it by a record that stands or before they went
 * on under another one, handed over from it, or served by its agency since the contract of their registration was over. Who has left since,
 * or is served by another body, was served all the same; otherwise the agency could take out of a
 * survey whom it would rather not have asked.
 */
export const contractRecipientSql = (
  p: string,
  contract: string,
): string => `(${p}.contract_id = ${contract} OR EXISTS (
  SELECT FROM service_record_recipient x JOIN service_record s ON s.id = x.record_id
  WHERE x.recipient_id = ${p}.id AND s.contract_id = ${contract} AND ${STANDS})
  OR EXISTS (SELECT FROM former_contract v WHERE v.recipient_id = ${p}.id AND v.contract_id = ${contract})
  OR (${handedOverSql(`${p}.id`, contract)}) IS NOT NULL OR ${wentOnSql(p, contract)})`;
