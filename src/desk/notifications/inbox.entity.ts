import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Language } from '../../kernel/errors/texts.js';
import type { Default } from '../../kernel/database/row-types.js';
import { AppUser } from '../../people/accounts/users/app-user.entity.js';

export const MAIL_RHYTHMS = ['never', 'at_once', 'daily'] as const;
export type MailRhythm = (typeof MAIL_RHYTHMS)[number];

/** Somebody who wants to be told of what begins to wait for them. */
@Entity('inbox')
@Index('inbox_due', ['nextLookAt'])
export class Inbox {
  @ForeignKey(() => AppUser) @PrimaryColumn('uuid') userId: string;
  /** Kinds of tasks of which they are not told. */
  @Column('text', { array: true }) muted: string[];
  /** When their tasks are compared with what they were told. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) nextLookAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  /** How often what they were told is brought to their mailbox. */
  @Check("mail IN ('never', 'at_once', 'daily')") @Column('text', { default: 'never' }) mail: Default<MailRhythm>;
  @Check("lang IN ('zh', 'en')") @Column('text', { default: 'zh' }) lang: Default<Language>;
  /** Not before. */
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) nextMailAt: Default<Date>;
}
