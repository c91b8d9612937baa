import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import { has32Bytes } from '../../../kernel/database/checks.js';
import { VersionedRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { AppUser } from '../users/app-user.entity.js';
import type { RegistrationState } from './registration.lifecycle.js';

/** An agency that asks to be admitted, and what was decided. */
@Entity('registration')
@Index('registration_order', ['createdAt', 'id'])
@Index('registration_open', ['createdAt', 'id'], { where: "state = 'received'" })
@Index('registration_code', ['creditCode'])
@Check('registration_check', "(state IN ('received', 'asked')) = (decided_at IS NULL)")
@Check('registration_check1', "(state = 'confirmed') = (user_id IS NOT NULL AND organisation_id IS NOT NULL)")
@Check('registration_check2', "state NOT IN ('asked', 'rejected') OR reason IS NOT NULL")
export class Registration extends VersionedRow {
  @Check("state IN ('received', 'asked', 'confirmed', 'rejected', 'withdrawn')")
  @Column('text', { default: 'received' })
  state: Default<RegistrationState>;
  @Column('text') agencyName: string;
  @Column('text') creditCode: string;
  @Column('text', { nullable: true }) region: string | null;
  @Column('text') contactName: string;
  /** Null by now, and set so by the version before alone, which still names it: to be dropped by a later release. */
  @Column('text', { nullable: true }) phonePseudonym: string | null;
  /** The last digits, for people; the number itself is stored nowhere. */
  @Column('text') phoneMasked: string;
  @Column('text') login: string;
  @Column('text', { nullable: true }) note: string | null;
  @ForeignKey('Organisation') @Column('uuid', { nullable: true }) organisationId: string | null;
  @ForeignKey(() => AppUser) @Column('uuid', { nullable: true }) userId: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @ForeignKey(() => AppUser) @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  /** Names of the documents that are asked for with the reason. */
  @Column('text', { array: true, default: () => "'{}'" }) askedDocuments: Default<string[]>;
  /** SHA-256 of the claim code, by which the applicant reads the registration and asks for the setup code. */
  @Check(has32Bytes('claim_hash')) @Column('bytea', { nullable: true, unique: true }) claimHash: Buffer | null;
  @Column('timestamptz', { nullable: true }) claimExpiresAt: Date | null;
  /** When the applicant was shown a setup code last. */
  @Column('timestamptz', { nullable: true }) codeShownAt: Date | null;
  /** Where the setup code is to be mailed, encrypted and bound to the row, until it is decided. */
  @Column('bytea', { nullable: true }) mailSealed: Buffer | null;
  /** Its first letter and its domain, for people. */
  @Column('text', { nullable: true }) mailMasked: string | null;
}
