import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';

/** The targets that a contract is expected to miss. */
@Entity('contract_outlook')
@Index('contract_outlook_missing', ['missingSince'], { where: 'missing_since IS NOT NULL' })
export class ContractOutlook {
  @ForeignKey(() => Contract) @PrimaryColumn('uuid') contractId: string;
  /** Computed at the end of this day. */
  @Column('date') asOf: PlainDate;
  /** Since when some target is expected to be missed; null: none is. */
  @Column('timestamptz', { nullable: true }) missingSince: Date | null;
  /** The targets that are expected to be missed. */
  @Column('jsonb') missed: { no: number; target: number; expected: number; high: number }[];
}
