import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import { VersionedRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';

/** An API key of a body, stored as SHA-256. */
@Entity('api_key')
@Index('api_key_order', ['createdAt', 'id'])
@Index('api_key_organisation', ['organisationId'])
@Index('api_key_holder', ['holderId'])
export class ApiKey extends VersionedRow {
  @Check(has32Bytes('hash')) @Column('bytea', { unique: true }) hash: Buffer;
  @Column('text') hint: string;
  @Column('text') name: string;
  @ForeignKey('Organisation') @Column('uuid') organisationId: string;
  @ForeignKey(() => AppUser) @Column('uuid') holderId: string;
  /** Short name of the other system whose key it is. */
  @Column('text', { nullable: true }) system: string | null;
  @Check('cardinality(scopes) > 0') @Column('text', { array: true }) scopes: string[];
  @Check("state IN ('active', 'revoked')") @Column('text', { default: 'active' }) state: Default<'active' | 'revoked'>;
  @Column('timestamptz') expiresAt: Date;
  @Column('timestamptz', { nullable: true }) rotatedAt: Date | null;
  /** The mark of its account when it was made. */
  @Column('uuid', { nullable: true }) mark: string | null;
}
