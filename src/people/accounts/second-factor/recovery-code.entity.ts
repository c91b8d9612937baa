import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** One of the codes that stand in for the second factor, each once. */
@Entity('recovery_code')
@Index('recovery_code_of_user', ['userId'])
export class RecoveryCode {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  /** A keyed hash of the account and the code: copied to another account it is none. */
  @Check(has32Bytes('hash')) @Column('bytea', { unique: true }) hash: Buffer;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
