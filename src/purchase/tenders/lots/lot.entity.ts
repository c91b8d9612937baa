import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn, Unique } from 'typeorm';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import { isPartialDate } from '../../../kernel/database/checks.js';
import { fen } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import type { LotTerms } from '../conducted/terms/lot-terms.rules.js';
import type { TenderState } from '../purchases/purchase-types.js';
import { Tender } from '../tender.entity.js';
import type { LotStateHere } from './lot-states.js';

/** A lot (采购包) of a tender. Amounts in fen. */
@Entity('lot')
@Unique(['tenderId', 'no'])
@Index('lot_ending', ['tenderId'], { where: 'ending IS NOT NULL' })
@Index('lot_suspended', ['tenderId'], { where: "state = 'suspended'" })
@Check('lot_suspended_from', "(state = 'suspended') = (suspended_from IS NOT NULL)")
export class Lot {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @Check('no >= 1') @Column('integer') no: number;
  @Column('text', { nullable: true }) name: string | null;
  @Check('ceiling >= 0') @Column('bigint', { nullable: true, transformer: fen }) ceiling: bigint | null;
  @Check('budget >= 0') @Column('bigint', { nullable: true, transformer: fen }) budget: bigint | null;
  @Check("pricing IN ('fixed', 'competitive')")
  @Column('text', { nullable: true })
  pricing: 'fixed' | 'competitive' | null;
  @Column('text', { nullable: true }) state: TenderState | LotStateHere | null;
  @Check('bid_count >= 0') @Column('integer', { nullable: true }) bidCount: number | null;
  /** Elsewhere: what published facts say of it. */
  @Column('integer', { nullable: true }) publishedBidCount: number | null;
  @Column('timestamptz', { nullable: true }) deadlineAt: Date | null;
  @Column('text', { nullable: true }) publishedState: TenderState | LotStateHere | null;
  /** As its tender's: what published facts say of the deadline, where that is another. */
  @Column('timestamptz', { nullable: true }) publishedDeadlineAt: Date | null;
  @Column('timestamptz', { nullable: true }) finalDeadlineAt: Date | null;
  @Column('integer', { default: 1 }) consultation: Default<number>;
  @Column('text', { nullable: true }) suspendedFrom: TenderState | LotStateHere | null;
  @Column('timestamptz', { nullable: true }) suspendedAt: Date | null;
  @Column('timestamptz', { nullable: true }) resumedAt: Date | null;
  /** The state before the lot ended, because a failure may turn out to have been declared unlawfully. */
  @Column('text', { nullable: true }) endedFrom: TenderState | LotStateHere | null;
  /** A proposed end after an award; another person decides it. */
  @Column('jsonb', { nullable: true }) ending: object | null;
  @Column('timestamptz', { nullable: true }) suspensionCountsFrom: Date | null;
  /** Window and words of the term where they are its own; null: as its tender's. */
  @Check(isPartialDate('window_start')) @Column('text', { nullable: true }) windowStart: PartialDate | null;
  @Check(isPartialDate('window_end')) @Column('text', { nullable: true }) windowEnd: PartialDate | null;
  @Column('text', { nullable: true }) termText: string | null;
  /** Members of the documents that it says otherwise than its tender, each whole. */
  @Check("jsonb_typeof(terms) = 'object'")
  @Column('jsonb', { default: () => "'{}'" })
  terms: Default<LotTerms>;
  /** How many suppliers are chosen at most; null: one. */
  @Check('suppliers_most >= 1') @Column('integer', { nullable: true }) suppliersMost: number | null;
}
