import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Contract } from '../contract.entity.js';
import type { ObjectionAbout } from './agency.rules.js';

/** What an agency objects to, and what its buyer answers. */
@Entity('contract_objection')
@Index('contract_objection_contract', ['contractId'])
@Check('contract_objection_answer', '(answer IS NULL) = (answered_at IS NULL)')
export class ContractObjection {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @Check("about IN ('halt', 'termination', 'deduction', 'other')") @Column('text') about: ObjectionAbout;
  @Column('text') objection: string;
  @Column('timestamptz') raisedAt: Date;
  @Column('uuid') raisedBy: string;
  /** By when it is to be answered; null in a year without a calendar. */
  @Column('date', { nullable: true }) dueOn: PlainDate | null;
  @Column('text', { nullable: true }) answer: string | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('uuid', { nullable: true }) answeredBy: string | null;
}
