import { Check, Column, Entity, Exclusion, ForeignKey, Index, Unique } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { fen, RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';
import { SETTLEMENT_STATES, type SettlementState } from './settlement.lifecycle.js';
import type { SettledItem } from './settlement.rules.js';

/** What the buyer takes off, and how often. */
interface SettledDeduction {
  no: number;
  times: number;
}

/** What a period of a contract comes to that is paid by the unit. Amounts in fen. */
@Entity('settlement')
@Unique(['contractId', 'no'])
@Index('settlement_open', ['contractId'], { unique: true, where: "state = 'proposed'" })
@Check('settlement_check', 'period_to >= period_from')
@Check(
  'settlement_confirmed',
  "(state = 'confirmed') = (confirmed_at IS NOT NULL) AND (confirmed_at IS NULL) = (confirmed_by IS NULL)",
)
@Exclusion(
  'settlement_contract_id_daterange_excl',
  `USING gist (contract_id WITH =, daterange(period_from, period_to, '[]') WITH &&) WHERE (state IN ('proposed', 'confirmed'))`,
)
export class Settlement extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  @Check('no >= 1') @Column('integer') no: number;
  @Column('date') periodFrom: PlainDate;
  @Column('date') periodTo: PlainDate;
  @Check(closedListSql('state', SETTLEMENT_STATES))
  @Column('text', { default: 'proposed' })
  state: Default<SettlementState>;
  /** Units of each item of the price. */
  @Column('jsonb') items: SettledItem[];
  @Column('jsonb', { default: () => "'[]'" }) deductions: Default<SettledDeduction[]>;
  /** What the units are worth that came since the last settlement; less than nothing where more was taken back. */
  @Column('bigint', { transformer: fen }) unitsTotal: bigint;
  @Check('deducted >= 0') @Column('bigint', { transformer: fen }) deducted: bigint;
  /** What was paid beyond what is owed: the next settlement takes it off. */
  @Check('carried <= 0') @Column('bigint', { transformer: fen }) carried: bigint;
  @Check('total >= 0') @Column('bigint', { transformer: fen }) total: bigint;
  @Column('timestamptz') proposedAt: Date;
  @Column('uuid') proposedBy: string;
  /** Last day of the time that was agreed for confirming it. */
  @Column('date', { nullable: true }) confirmBy: PlainDate | null;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  @Column('uuid', { nullable: true }) confirmedBy: string | null;
  @Column('text', { nullable: true }) reason: string | null;
}
