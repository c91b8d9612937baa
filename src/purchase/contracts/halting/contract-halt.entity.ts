import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Contract } from '../contract.entity.js';
import type { HaltState, ServedBy } from './halt.rules.js';

/** A halt of a contract: proposed by one, or in force until its day, or over. */
@Entity('contract_halt')
@Index('contract_halt_one_proposed', ['contractId'], { unique: true, where: "state = 'proposed'" })
@Index('contract_halt_one_in_force', ['contractId'], { unique: true, where: "state = 'in_force'" })
@Index('contract_halt_contract', ['contractId'])
@Index('contract_halt_began', ['beganOn'])
@Index('contract_halt_ended', ['endedOn'])
@Check('contract_halt_by_two', 'decided_by <> proposed_by')
@Check('contract_halt_begins', "(state IN ('proposed', 'withdrawn')) = (began_on IS NULL)")
@Check('contract_halt_ends', "(state IN ('ended', 'lapsed', 'withdrawn')) = (ended_on IS NOT NULL)")
export class ContractHalt {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @Check("state IN ('proposed', 'in_force', 'ended', 'lapsed', 'withdrawn')") @Column('text') state: HaltState;
  @Column('text') ground: string;
  @Column('text', { nullable: true }) reference: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  /** Last day of it; null: until nothing of what it is for is open. */
  @Column('date', { nullable: true }) until: PlainDate | null;
  /** Who serves the recipients meanwhile, by line. */
  @Column('jsonb', { nullable: true }) servedBy: ServedBy[] | null;
  @Column('timestamptz') proposedAt: Date;
  /** The person, also where a key of theirs did it; null: it follows from a challenge or a decision. */
  @Column('uuid', { nullable: true }) proposedBy: string | null;
  /** Last day on which another person may confirm it; null where nobody has to, and while no calendar says it. */
  @Column('date', { nullable: true }) confirmDue: PlainDate | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('date', { nullable: true }) beganOn: PlainDate | null;
  @Column('date', { nullable: true }) endedOn: PlainDate | null;
}
