import { Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Recipient } from '../../delivery/records/recipient.entity.js';
import { Handover } from './handover.entity.js';

/** A recipient whose name is handed over, and on what legal basis. */
@Entity('handover_recipient')
@Index('handover_recipient_back', ['recipientId'])
export class HandoverRecipient {
  @PrimaryColumn('uuid') handoverId: string;
  @ManyToOne(() => Handover) handover?: Relation<Handover>;
  @PrimaryColumn('uuid') recipientId: string;
  @ManyToOne(() => Recipient) recipient?: Relation<Recipient>;
  /** Day of the consent to passing on the name; null with `legal_basis` null: only the number is passed on. */
  @Column('date', { nullable: true }) consentOn: PlainDate | null;
  /** Another basis than consent. */
  @Column('text', { nullable: true }) legalBasis: string | null;
}
