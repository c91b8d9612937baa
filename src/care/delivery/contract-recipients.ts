import { STANDS } from './records/counted-records.queries.js';
import { handedOverSql } from './records/standing-days.js';

/**
 * SQL: recipient `p` is one of a contract: registered under it, served under it by a record that stands or before they went
 * on under another one, or handed over from it. Who has left since, or is served by another body, was served all the same; otherwise the agency could take out of a
 * survey whom it would rather not have asked.
 */
export const contractRecipientSql = (
  p: string,
  contract: string,
): string => `(${p}.contract_id = ${contract} OR EXISTS (
  SELECT FROM service_record_recipient x JOIN service_record s ON s.id = x.record_id
  WHERE x.recipient_id = ${p}.id AND s.contract_id = ${contract} AND ${STANDS})
  OR EXISTS (SELECT FROM former_contract k WHERE k.recipient_id = ${p}.id AND k.contract_id = ${contract})
  OR (${handedOverSql(`${p}.id`, contract)}) IS NOT NULL)`;
