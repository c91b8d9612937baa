import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** Where mails to the holder of an account go, once they have shown that it is theirs. Encrypted, and bound to the account. */
@Entity('mail_address')
export class MailAddress {
  @ForeignKey(() => AppUser) @PrimaryColumn('uuid') userId: string;
  @Column('bytea') sealed: Buffer;
  /** SHA-256 of the code that was sent there; null once it was shown. */
  @Check(has32Bytes('code_hash')) @Column('bytea', { nullable: true }) codeHash: Buffer | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) askedAt: Default<Date>;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  /** Since when its mail server says that it takes nothing: then it is to be confirmed anew. */
  @Column('timestamptz', { nullable: true }) refusedAt: Date | null;
}
