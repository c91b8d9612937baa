import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, Unique, type Relation } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Default } from '../../../kernel/database/row-types.js';
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
export class Recipient {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('integer', { default: 1 }) version: Default<number>;
  @Column('text') dataset: string;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
  @Column('uuid') serviceLineId: string;
  @ManyToOne(() => ServiceLine) serviceLine?: Relation<ServiceLine>;
  /** Issued here, per service line: it continues over every contract and does not say who the person is. */
  @Check('no >= 1') @Column('integer') no: number;
  /** The body that serves the person now; nobody else reads the name. */
  @Column('uuid') holderId: string;
  @ManyToOne(() => Organisation) holder?: Relation<Organisation>;
  @Column('uuid') contractId: string;
  @ManyToOne(() => Contract) contract?: Relation<Contract>;
  @Column('uuid', { nullable: true }) communityId: string | null;
  @ManyToOne(() => Community) community?: Relation<Community>;
  /** Encrypted with a key outside the database, bound to this row. */
  @Column('bytea', { nullable: true }) name: Buffer | null;
  @Column('date') since: PlainDate;
  @Column('date', { nullable: true }) until: PlainDate | null;
}
