import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../../kernel/clock/plain-date.js';
import { has32Bytes } from '../../../../kernel/database/checks.js';
import type { Default } from '../../../../kernel/database/row-types.js';
import { Recipient } from '../recipient.entity.js';

/** The code by which a recipient confirms a service, as HMAC under a key outside the database. */
@Entity('recipient_code')
export class RecipientCode {
  @ForeignKey(() => Recipient) @PrimaryColumn('uuid') recipientId: string;
  @Check(has32Bytes('code')) @Column('bytea', { unique: true }) code: Buffer;
  @Column('timestamptz', { default: () => 'business_now()' }) issuedAt: Default<Date>;
  /** The user or key to whom it was shown; null: not known, of a code from before this was noted. */
  @Column('uuid', { nullable: true }) issuedBy: string | null;
  /** Wrong codes that were tried on one day of business time. */
  @Check('wrong >= 0') @Column('integer', { default: 0 }) wrong: Default<number>;
  @Column('date', { nullable: true }) wrongOn: PlainDate | null;
}
