import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';
import type { FactorShown } from '../second-factor/factor-checks.js';
import type { WhyEnded } from './session-endings.js';

/**
 * One sign-in with the family of refresh tokens that came of it. Deleted a day after it expired; the audit keeps it
 * for ever.
 */
@Entity('session')
@Index('session_of_user', ['userId'])
@Check('session_check', '(ended_at IS NULL) = (ended_why IS NULL)')
export class Session {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) endedAt: Date | null;
  @Check(
    "ended_why IN ('signed_out', 'password_changed', 'password_reset', 'disabled', 'ended_by_admin', 'token_reused', 'second_factor')",
  )
  @Column('text', { nullable: true })
  endedWhy: WhyEnded | null;
  /** By what the second factor was shown; null: it was not. */
  @Check("second_factor IN ('app', 'recovery_code', 'provider')")
  @Column('text', { nullable: true })
  secondFactor: FactorShown | null;
  /** The mark of its account when it was made. */
  @Column('uuid', { nullable: true }) mark: string | null;
}
