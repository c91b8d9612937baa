import { Check, Column, Entity, Index, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Programme } from '../programme.entity.js';
import { EXTENSION_STATES, type ExtensionState } from './budget-extension.lifecycle.js';
import { BudgetLine } from './budget-line.entity.js';

/** A request to use the money of a budget line until a later day, and the answer. */
@Entity('budget_extension')
@Index('budget_extension_pending', ['budgetLineId'], { unique: true, where: "state = 'requested'" })
@Index('budget_extension_list', ['budgetLineId', 'createdAt', 'id'])
@Check('budget_extension_decided', "(state = 'requested') = (decided_at IS NULL)")
export class BudgetExtension {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('integer', { default: 1 }) version: Default<number>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) updatedAt: Default<Date>;
  @Column('uuid') programmeId: string;
  @ManyToOne(() => Programme) programme?: Relation<Programme>;
  @Column('uuid') budgetLineId: string;
  @ManyToOne(() => BudgetLine) budgetLine?: Relation<BudgetLine>;
  /** The last day of the line when the extension was requested, as precisely as it was known. */
  @Column('text') useBy: PartialDate;
  /** The requested last day. */
  @Column('date') until: PlainDate;
  @Column('text') reason: string;
  @Check(closedListSql('state', EXTENSION_STATES))
  @Column('text', { default: 'requested' })
  state: Default<ExtensionState>;
  @Column('uuid') requestedBy: string;
  @Column('timestamptz') requestedAt: Date;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
}
