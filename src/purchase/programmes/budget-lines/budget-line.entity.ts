import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { fen } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Programme } from '../programme.entity.js';

/** Money of a programme for one category. Amounts in fen. */
@Entity('budget_line')
@Index('budget_line_programme', ['programmeId'])
export class BudgetLine {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Programme) @Column('uuid') programmeId: string;
  @Column('text') name: string;
  @Column('text', { nullable: true }) category: string | null;
  @Check('amount >= 0') @Column('bigint', { transformer: fen }) amount: bigint;
  @Column('text', { nullable: true }) sourceOfFunds: string | null;
  @Column('text', { nullable: true }) useBy: PartialDate | null;
  @Column('text', { nullable: true }) note: string | null;
  /** When it was last written or changed in an adjustment of the approved programme; null: never. */
  @Column('date', { nullable: true }) adjustedOn: PlainDate | null;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
}
