import { createBulkInsert } from '../../kernel/database/rows.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { Recipient } from './records/recipient.entity.js';
import { ServiceRecord } from './records/service-record.entity.js';
import { ServiceRecordRecipient } from './records/service-record-recipient.entity.js';

export const insertRecipients = createBulkInsert(Recipient);
export const insertServiceRecords = createBulkInsert(ServiceRecord);
export const insertRecordRecipients = createBulkInsert(ServiceRecordRecipient);

/** Records of a contract that name no recipient, and of which nobody said for which line they are, speak for each of its lines. */
export const insertRecordLines = (tx: Tx, contract: string): Promise<unknown> =>
  tx.query(
    `INSERT INTO service_record_line (record_id, service_line_id)
     SELECT s.id, l.service_line_id FROM service_record s JOIN contract_service_line l ON l.contract_id = s.contract_id
     WHERE s.contract_id = $1 AND NOT EXISTS (SELECT FROM service_record_recipient x WHERE x.record_id = s.id)
     ON CONFLICT DO NOTHING`,
    [contract],
  );
