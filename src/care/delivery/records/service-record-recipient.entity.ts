import { Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Recipient } from './recipient.entity.js';
import { ServiceRecord } from './service-record.entity.js';

/** A recipient who was served by a record. */
@Entity('service_record_recipient')
@Index('service_record_recipient_days', ['recipientId', 'servedOn'])
export class ServiceRecordRecipient {
  @PrimaryColumn('uuid') recordId: string;
  @ManyToOne(() => ServiceRecord) record?: Relation<ServiceRecord>;
  @PrimaryColumn('uuid') recipientId: string;
  @ManyToOne(() => Recipient) recipient?: Relation<Recipient>;
  /** Day of the record, repeated here so that the days of one recipient are found without reading every record. */
  @Column('date') servedOn: PlainDate;
}
