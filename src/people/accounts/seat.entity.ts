import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { closedListSql } from '../../kernel/database/checks.js';
import type { Default } from '../../kernel/database/row-types.js';
import { ROLE_CODES, type RoleCode } from '../../law/code-lists/code-lists.js';
import { AppUser } from './users/app-user.entity.js';

/**
 * A role that a user has in a body, or as one who administers in none. Unique by user, body and role (beyond-entities.sql,
 * because the body may be null).
 */
@Entity('seat')
@Index('seat_organisation', ['organisationId'])
@Index('seat_admin', ['userId'], { where: "role = 'admin'" })
@Check('seat_check', "organisation_id IS NOT NULL OR role IN ('admin', 'system_admin', 'auditor')")
export class Seat {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => AppUser) @Column('uuid') userId: string;
  /** Null for who administers: the first administrator exists before any body. */
  @ForeignKey('Organisation') @Column('uuid', { nullable: true }) organisationId: string | null;
  @Check(closedListSql('role', ROLE_CODES)) @Column('text') role: RoleCode;
  /**
   * Given by others than a manager of the body: since when, in business time. It touches no bid of a tender issued before.
   * Null where the body gave it, or had nobody.
   */
  @Column('timestamptz', { nullable: true }) outsideSince: Date | null;
  /** From when it counts, in business time; null: at once. */
  @Column('timestamptz', { nullable: true }) inForceAt: Date | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
}
