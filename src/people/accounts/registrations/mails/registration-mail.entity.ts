import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { closedListSql } from '../../../../kernel/database/checks.js';
import type { Default } from '../../../../kernel/database/row-types.js';
import { Registration } from '../registration.entity.js';

/** The states of a registration of which its applicant is told by mail. */
const MAILED_STATES = ['received', 'asked', 'rejected', 'confirmed'] as const;
export type MailedState = (typeof MAILED_STATES)[number];

/** A mail that says how a registration stands. What it says is read when it is sent. Its id is that of its target. */
@Entity('registration_mail')
@Index('registration_mail_registration', ['registrationId'])
export class RegistrationMail {
  @PrimaryColumn('uuid') id: string;
  @ForeignKey(() => Registration) @Column('uuid') registrationId: string;
  @Check(closedListSql('state', MAILED_STATES)) @Column('text') state: MailedState;
  /** Mailbox and language, encrypted and bound to the row; null once nothing is sent there any more. */
  @Column('bytea', { nullable: true }) sealed: Buffer | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) orderedAt: Default<Date>;
  /** When it was counted against the mailbox: once, however often its mail server is tried. */
  @Column('timestamptz', { nullable: true }) countedAt: Date | null;
  /** When its mail server took it. */
  @Column('timestamptz', { nullable: true }) sentAt: Date | null;
}
