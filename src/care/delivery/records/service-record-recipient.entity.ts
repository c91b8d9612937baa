import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Recipient } from './recipient.entity.js';
import { ServiceRecord } from './service-record.entity.js';

/** A recipient who was served by a record. */
@Entity('service_record_recipient')
@Index('service_record_recipient_days', ['recipientId', 'servedOn'])
export class ServiceRecordRecipient {
  @ForeignKey(() => ServiceRecord) @PrimaryColumn('uuid') recordId: string;
  @ForeignKey(() => Recipient) @PrimaryColumn('uuid') recipientId: string;
  /** Day of the record, repeated here so that the days of one recipient are found without reading every record. */
  @Column('date') servedOn: PlainDate;
}
