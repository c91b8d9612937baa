import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Complaint } from '../../awards/remedies/complaint.entity.js';
import { Contract } from '../contract.entity.js';
import type { EndingKind, EndingState } from './ending.rules.js';

/** The end of a contract before its time: proposed by one, heard by the other side, decided by another. */
@Entity('contract_ending')
@Index('contract_ending_one_open', ['contractId', 'kind'], { unique: true, where: "state = 'proposed'" })
@Index('contract_ending_contract', ['contractId'])
@Check('contract_ending_by_two', "kind = 'withdrawal' OR decided_by <> proposed_by")
@Check('contract_ending_is_heard', "(kind = 'rescission') = (hear_until IS NULL)")
@Check('contract_ending_is_dated', "(kind = 'rescission') = (decision_on IS NOT NULL)")
@Check('contract_ending_statement', '(statement IS NULL) = (heard_at IS NULL)')
export class ContractEnding {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @Check("kind IN ('termination', 'rescission', 'withdrawal')") @Column('text') kind: EndingKind;
  @Check("state IN ('proposed', 'carried_out', 'withdrawn', 'overtaken')")
  @Column('text', { default: 'proposed' })
  state: Default<EndingState>;
  @Column('text') ground: string;
  /** Number of the paper that it rests on. */
  @Column('text') reference: string;
  /** Of a rescission: the day of the decision or judgment. */
  @Column('date', { nullable: true }) decisionOn: PlainDate | null;
  @ForeignKey(() => Complaint) @Column('uuid', { nullable: true }) remedyId: string | null;
  @Column('text') reason: string;
  @Column('timestamptz') proposedAt: Date;
  @Column('uuid') proposedBy: string;
  /** Last day on which the other side is heard; a decision or judgment has heard it. */
  @Column('date', { nullable: true }) hearUntil: PlainDate | null;
  @Column('text', { nullable: true }) statement: string | null;
  @Column('timestamptz', { nullable: true }) heardAt: Date | null;
  @Column('uuid', { nullable: true }) heardBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
}
