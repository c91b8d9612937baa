import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { closedListSql } from '../../kernel/database/checks.js';
import { PERSON_RELATIONS } from './organisation-codes.js';
import { Organisation } from './organisation.entity.js';

/** A person who heads, manages, founded or holds a body. */
@Entity('organisation_person')
@Index('organisation_person_key', ['personKey'])
export class OrganisationPerson {
  @ForeignKey(() => Organisation) @PrimaryColumn('uuid') organisationId: string;
  @Check(closedListSql('relation', PERSON_RELATIONS))
  @PrimaryColumn('text')
  relation: 'head' | 'manager' | 'founder' | 'holder';
  /** HMAC of the identity number, with the id of its key: pseudonymous, never anonymous. */
  @PrimaryColumn('text') personKey: string;
  @Column('text') name: string;
}
