import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { VersionedRow } from '../../../kernel/database/column-types.js';
import { AppUser } from '../../accounts/users/app-user.entity.js';
import { PERSON_KINDS, type PersonKind, type TakenPart } from '../person-kinds.js';
import { REQUEST_STATES, type PersonalDataRequestState } from './personal-data-request.lifecycle.js';

/** What somebody asked of the data about one person: a copy of it, or its erasure. Names nobody. */
@Entity('personal_data_request')
@Index('personal_data_request_order', ['createdAt', 'id'])
@Index('personal_data_request_person', ['personKind', 'personId'])
@Index('personal_data_request_blocked', ['id'], { where: "state = 'blocked'" })
@Check('personal_data_request_blocked_values', "(state = 'blocked') = (blocked_values IS NOT NULL)")
export class PersonalDataRequest extends VersionedRow {
  @Check(closedListSql('state', REQUEST_STATES)) @Column('text') state: PersonalDataRequestState;
  @Check(closedListSql('person_kind', PERSON_KINDS)) @Column('text') personKind: PersonKind;
  /** Of the account, worker, recipient, registration or body; of who stands behind bodies, the keyed hash by which they are known. */
  @Column('text') personId: string;
  /** Bodies that keep the data. */
  @Column('uuid', { array: true }) bodies: string[];
  @ForeignKey(() => AppUser) @Column('uuid', { nullable: true }) askedBy: string | null;
  @ForeignKey(() => AppUser) @Column('uuid', { nullable: true }) answeredBy: string | null;
  /** What was taken out of its rows, under the person's key; nobody but who oversees reads it, and only with a reason. */
  @Column('bytea', { nullable: true }) blockedValues: Buffer | null;
  /** By what the person may have taken part in purchases, once its data is blocked: that says when it may be erased. */
  @Column('jsonb', { nullable: true }) takenPart: TakenPart | null;
  /** The rule that kept it from being erased. */
  @Column('text', { nullable: true }) keptBy: string | null;
  /** Last day on which that rule keeps it, as far as it was known; null: not known. */
  @Column('date', { nullable: true }) keptUntil: PlainDate | null;
}
