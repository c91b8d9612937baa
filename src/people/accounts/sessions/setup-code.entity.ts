import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** A one-time code with which a user sets a password, stored as SHA-256. */
@Entity('setup_code')
@Index('setup_code_open', ['userId'], { unique: true, where: 'used_at IS NULL' })
export class SetupCode {
  @Check(has32Bytes('hash')) @PrimaryColumn('bytea') hash: Buffer;
  @Column('uuid') userId: string;
  @ManyToOne(() => AppUser) user?: Relation<AppUser>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
