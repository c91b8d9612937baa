import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { closedListSql } from '../../kernel/database/checks.js';
import { PERSON_RELATIONS } from './organisation-codes.js';
import { Organisation } from './organisation.entity.js';

/** A person who heads, manages, founded or holds a body. */
@Entity('organisation_person')
@Index('organisation_person_key', ['personKey'])
@Check('organisation_person_days', 'until >= since')
export class OrganisationPerson {
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') organisationId: string;
  @Check(closedListSql('relation', PERSON_RELATIONS))
  @PrimaryColumn('text')
  relation: 'head' | 'manager' | 'founder' | 'holder';
  /** HMAC of the identity number, with the id of its key: pseudonymous, never anonymous. */
  @PrimaryColumn('text') personKey: string;
  @Column('text') name: string;
  /** First and last day; null: not known. */
  @Column('date', { nullable: true }) since: PlainDate | null;
  @Column('date', { nullable: true }) until: PlainDate | null;
}
