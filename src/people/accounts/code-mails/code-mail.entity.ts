import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** Where the one-time code of an account is mailed, until it is used, ended or given anew. Its id is that of its target. */
@Entity('code_mail')
@Index('code_mail_asked_by', ['askedBy'])
export class CodeMail {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => AppUser) @Column('uuid', { unique: true }) userId: string;
  /** Who had it sent there, and counts as its holder: the mailbox may be their own. */
  @ForeignKey(() => AppUser) @Column('uuid', { nullable: true }) askedBy: string | null;
  /** Mailbox and language, encrypted and bound to the row; null once nothing is sent there any more. */
  @Column('bytea', { nullable: true }) sealed: Buffer | null;
  /** Its first letter and its domain, for people. */
  @Column('text') addressMasked: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) askedAt: Default<Date>;
  /** When its mail server took it. */
  @Column('timestamptz', { nullable: true }) sentAt: Date | null;
}
