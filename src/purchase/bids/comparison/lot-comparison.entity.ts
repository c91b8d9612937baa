import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { Lot } from '../../tenders/lots/lot.entity.js';
import type { LotComparisonResult } from './comparison-types.js';

/** What the opened bids of a lot have in common, as it was computed once behind their opening. */
@Entity('lot_comparison')
export class LotComparison {
  @ForeignKey(() => Lot) @PrimaryColumn('uuid') lotId: string;
  /** By business time. Bids of other purchases are known as of then. */
  @Column('timestamptz') comparedAt: Date;
  @Column('jsonb') result: LotComparisonResult;
  /** From then on it stands as it is: the words that were compared are not kept any more. */
  @Column('timestamptz', { nullable: true }) wordsDeletedAt: Date | null;
}
