import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Recipient } from '../../delivery/records/recipient.entity.js';
import { Handover } from './handover.entity.js';

/** A recipient whose name is handed over, and on what legal basis. */
@Entity('handover_recipient')
@Index('handover_recipient_back', ['recipientId'])
export class HandoverRecipient {
  @ForeignKey(() => Handover) @PrimaryColumn('uuid') handoverId: string;
  @ForeignKey(() => Recipient) @PrimaryColumn('uuid') recipientId: string;
  /** Day of the consent to passing on the name; null with `legal_basis` null: only the number is passed on. */
  @Column('date', { nullable: true }) consentOn: PlainDate | null;
  /** Another basis than consent. */
  @Column('text', { nullable: true }) legalBasis: string | null;
}
