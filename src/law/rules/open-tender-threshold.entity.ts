import { Check, Column, Entity, Exclusion, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { closedListSql } from '../../kernel/database/checks.js';
import { fen } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { BUDGET_LEVELS, type BudgetLevel } from '../code-lists/methods.js';
import { CONFIDENCES, type Confidence } from './rule-types.js';
import { THRESHOLD_KINDS, type ThresholdKind } from './limits/reach.rules.js';

/**
 * An amount in one region and period: from which a purchase is one of the law of procurement (`procurement`), or must be
 * tendered openly (`open_tender`). Without a row the amount is unknown; it does not mean that there is none.
 */
@Entity('open_tender_threshold')
@Check('open_tender_threshold_check', 'effective_to >= effective_from')
@Exclusion(
  'open_tender_threshold_kind_region_level_object_daterange_excl',
  `USING gist (kind WITH =, region WITH =, level WITH =, object WITH =, daterange(effective_from, effective_to, '[]') WITH &&)`,
)
export class OpenTenderThreshold {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Check("region = 'CN' OR region ~ '^[1-9][0-9]{5}$'") @Column('text') region: string;
  @Check(closedListSql('level', BUDGET_LEVELS)) @Column('text') level: BudgetLevel;
  @Check("object IN ('goods', 'services', 'works')") @Column('text') object: ThresholdObject;
  @Check('amount >= 0') @Column('bigint', { transformer: fen }) amount: bigint;
  @Column('date') effectiveFrom: PlainDate;
  @Column('date', { nullable: true }) effectiveTo: PlainDate | null;
  @Check('length(source) BETWEEN 1 AND 500') @Column('text') source: string;
  @Check(closedListSql('confidence', CONFIDENCES)) @Column('text') confidence: Confidence;
  @Column('timestamptz', { default: () => 'clock_timestamp()' }) createdAt: Default<Date>;
  @Check(closedListSql('kind', THRESHOLD_KINDS))
  @Column('text', { default: 'open_tender' })
  kind: Default<ThresholdKind>;
}

/** What is bought, as the thresholds tell it apart. */
export const THRESHOLD_OBJECTS = ['goods', 'services', 'works'] as const;
export type ThresholdObject = (typeof THRESHOLD_OBJECTS)[number];
