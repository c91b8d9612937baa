import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../../kernel/database/checks.js';
import type { Default } from '../../../../kernel/database/row-types.js';

/** A leaking counter of sign-in attempts per account, per address, or per both. */
@Entity('sign_in_attempt')
@Index('sign_in_attempt_age', ['forgetAt'])
export class SignInAttempt {
  /** A keyed hash, because people type passwords into the login field. */
  @Check(has32Bytes('key')) @PrimaryColumn('bytea') key: Buffer;
  @Column('double precision', { default: () => '0' }) level: Default<number>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) countedAt: Default<Date>;
  @Column('timestamptz', { nullable: true }) blockedUntil: Date | null;
  @Column('timestamptz', { nullable: true }) trustedUntil: Date | null;
  @Column('timestamptz', { default: () => "clock_timestamp() + interval '1 day'" }) forgetAt: Default<Date>;
}
