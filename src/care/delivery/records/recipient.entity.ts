import { Check, Column, Entity, ForeignKey, Index, Unique } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import { Community } from '../../../people/communities/community.entity.js';
import { ServiceLine } from '../../../people/communities/service-lines/service-line.entity.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';

/** A person whom a service line serves, known by a number. */
@Entity('recipient')
@Unique(['serviceLineId', 'no'])
@Index('recipient_holder', ['holderId', 'serviceLineId', 'no'])
@Index('recipient_contract', ['contractId'])
@Check('recipient_ends_after_it_began', 'until >= since')
export class Recipient extends RootRow {
  @ForeignKey(() => ServiceLine) @Column('uuid') serviceLineId: string;
  /** Issued here, per service line: it continues over every contract and does not say who the person is. */
  @Check('no >= 1') @Column('integer') no: number;
  /** The body that serves the person now; nobody else reads the name. */
  @ForeignKey(() => Organisation) @Column('uuid') holderId: string;
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @ForeignKey(() => Community) @Column('uuid', { nullable: true }) communityId: string | null;
  /** Encrypted with a key outside the database, bound to this row. */
  @Column('bytea', { nullable: true }) name: Buffer | null;
  @Column('date') since: PlainDate;
  @Column('date', { nullable: true }) until: PlainDate | null;
}
