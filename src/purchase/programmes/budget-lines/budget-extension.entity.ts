import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { VersionedRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Programme } from '../programme.entity.js';
import { EXTENSION_STATES, type ExtensionState } from './budget-extension.lifecycle.js';
import { BudgetLine } from './budget-line.entity.js';

/** A request to use the money of a budget line until a later day, and the answer. */
@Entity('budget_extension')
@Index('budget_extension_pending', ['budgetLineId'], { unique: true, where: "state = 'requested'" })
@Index('budget_extension_list', ['budgetLineId', 'createdAt', 'id'])
@Check('budget_extension_decided', "(state = 'requested') = (decided_at IS NULL)")
export class BudgetExtension extends VersionedRow {
  @ForeignKey(() => Programme) @Column('uuid') programmeId: string;
  @ForeignKey(() => BudgetLine) @Column('uuid') budgetLineId: string;
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
