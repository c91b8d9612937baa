import { createBulkInsert } from '../../kernel/database/rows.js';
import { Recipient } from './records/recipient.entity.js';
import { ServiceRecord } from './records/service-record.entity.js';
import { ServiceRecordRecipient } from './records/service-record-recipient.entity.js';

export const insertRecipients = createBulkInsert(Recipient);
export const insertServiceRecords = createBulkInsert(ServiceRecord);
export const insertRecordRecipients = createBulkInsert(ServiceRecordRecipient);
