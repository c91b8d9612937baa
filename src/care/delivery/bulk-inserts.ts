import { bulkInsertOf } from '../../kernel/database/rows.js';
import { Recipient } from './records/recipient.entity.js';
import { ServiceRecord } from './records/service-record.entity.js';
import { ServiceRecordRecipient } from './records/service-record-recipient.entity.js';

export const insertRecipients = bulkInsertOf(Recipient);
export const insertServiceRecords = bulkInsertOf(ServiceRecord);
export const insertRecordRecipients = bulkInsertOf(ServiceRecordRecipient);
