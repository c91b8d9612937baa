import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../../kernel/database/checks.js';
import type { Default } from '../../../../kernel/database/row-types.js';

/** One failed sign-in, kept for six months. Whoever has the database alone cannot tell the login or the network. */
@Entity('sign_in_failure')
@Index('sign_in_failure_age', ['at'])
@Index('sign_in_failure_login', ['login', 'at'])
export class SignInFailure {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) at: Default<Date>;
  /** A keyed hash, because people type passwords into the login field. */
  @Check(has32Bytes('login')) @Column('bytea') login: Buffer;
  @Check(has32Bytes('network')) @Column('bytea') network: Buffer;
}
