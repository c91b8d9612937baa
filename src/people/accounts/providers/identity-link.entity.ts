import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** An account that somebody signs in to by an identity elsewhere. Each identity is linked once. */
@Entity('identity_link')
@Index('identity_link_of_user', ['userId', 'createdAt', 'id'])
export class IdentityLink {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  /** Its name in the settings. */
  @Column('text') provider: string;
  /** A keyed hash of issuer and subject. */
  @Check(has32Bytes('subject')) @Column('bytea', { unique: true }) subject: Buffer;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
}
