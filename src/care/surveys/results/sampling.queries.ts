import { STANDS } from '../../delivery/records/counted-records.queries.js';

/**
 * SQL: a recipient `p` of a contract: registered under it, or served under it by a record that stands. Who has left since,
 * or is served under the next contract, was served all the same; otherwise the agency could take out of a survey whom it
 * would rather not have asked.
 */
export const contractRecipientSql = (contract: string): string => `(p.contract_id = ${contract} OR EXISTS (
  SELECT FROM service_record_recipient x JOIN service_record s ON s.id = x.record_id
  WHERE x.recipient_id = p.id AND s.contract_id = ${contract} AND ${STANDS}))`;
