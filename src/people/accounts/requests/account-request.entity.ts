import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { closedListSql, has32Bytes } from '../../../kernel/database/checks.js';
import { VersionedRow } from '../../../kernel/database/column-types.js';
import type { Changed } from '../../../kernel/database/merge-patch.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { ROLE_CODES, type RoleCode } from '../../../law/code-lists/code-lists.js';
import { AppUser } from '../users/app-user.entity.js';
import type { RequestState } from './account-request.lifecycle.js';

/**
 * A seat, a one-time code or both, or the correction of what a body is known by, asked for by an administrator and answered by
 * somebody else: a manager of the body, or a second administrator. It gives and changes nothing before it is in force.
 */
@Entity('account_request')
@Index('account_request_order', ['createdAt', 'id'])
@Index('account_request_user', ['userId'])
@Check(
  'account_request_asks',
  `CASE WHEN correction IS NULL THEN user_id IS NOT NULL AND num_nonnulls(role, code_hash) > 0 AND num_nonnulls(ground, applied_at) = 0
   ELSE num_nonnulls(user_id, role, code_hash) = 0 AND num_nonnulls(organisation_id, ground) = 2 END`,
)
@Check(
  'account_request_seat',
  "role IS NULL OR role IN ('admin', 'system_admin', 'auditor') OR organisation_id IS NOT NULL",
)
export class AccountRequest extends VersionedRow {
  @Check("state IN ('asked', 'agreed', 'refused')")
  @Column('text', { default: 'asked' })
  state: Default<RequestState>;
  /** Null where a body is corrected. */
  @ForeignKey(() => AppUser) @Column('uuid', { nullable: true }) userId: string | null;
  /** Of the seat, the body that is corrected, or whose manager consents to a code; null where administrators alone give one. */
  @ForeignKey('Organisation') @Column('uuid', { nullable: true }) organisationId: string | null;
  @Check(closedListSql('role', ROLE_CODES)) @Column('text', { nullable: true }) role: RoleCode | null;
  /** Who is told, and may object: everybody who sits in one of these bodies. */
  @Column('uuid', { array: true }) bodies: string[];
  @Check("decides IN ('manager', 'administrator')") @Column('text') decides: 'manager' | 'administrator';
  /** SHA-256 of the half of a code that was shown to who asked. */
  @Check(has32Bytes('code_hash')) @Column('bytea', { nullable: true }) codeHash: Buffer | null;
  /** By column of the body, what it was and what it should be. */
  @Column('jsonb', { nullable: true }) correction: Changed | null;
  @Column('text', { nullable: true }) ground: string | null;
  @ForeignKey(() => AppUser) @Column('uuid') askedBy: string;
  @ForeignKey(() => AppUser) @Column('uuid', { nullable: true }) answeredBy: string | null;
  /** From when what was agreed to counts, in business time; until then it may be objected to. */
  @Column('timestamptz', { nullable: true }) inForceAt: Date | null;
  /** When the body was corrected. */
  @Column('timestamptz', { nullable: true }) appliedAt: Date | null;
}
