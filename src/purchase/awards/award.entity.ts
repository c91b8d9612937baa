import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { has32Bytes, closedListSql, isPartialDate } from '../../kernel/database/checks.js';
import { fen } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import { Bid } from '../bids/bid.entity.js';
import { Lot } from '../tenders/lots/lot.entity.js';
import { Fact } from '../tenders/recording/fact.entity.js';
import type { PublishedWords } from '../tenders/recording/published-words.rules.js';
import { Tender } from '../tenders/tender.entity.js';
import { AWARD_STATES, type AwardState } from './award.lifecycle.js';

/** The supplier to whom a lot is awarded, or one of several. Amount and unit price in fen. */
@Entity('award')
@Index('award_tender', ['tenderId'])
@Index('award_supplier', ['supplierId'])
@Index('award_lot', ['lotId'])
@Index('award_one_active', ['lotId'], {
  unique: true,
  where: "state IN ('pending', 'active', 'contracted') AND NOT several",
})
@Index('award_one_of_supplier', ['lotId', 'supplierId'], {
  unique: true,
  where: "state IN ('pending', 'active', 'contracted') AND several",
})
@Check('award_price_has_its_unit', 'unit_price IS NULL OR unit IS NOT NULL')
@Check('award_is_said_or_pending', "fact_id IS NOT NULL OR state IN ('pending', 'cancelled')")
export class Award {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @ForeignKey(() => Lot) @Column('uuid') lotId: string;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) supplierId: string | null;
  @Check('amount >= 0') @Column('bigint', { nullable: true, transformer: fen }) amount: bigint | null;
  /** Several suppliers are chosen for the lot, and this is one of them. */
  @Column('boolean', { default: false }) several: Default<boolean>;
  /** Of the lot, in basis points. */
  @Check('share BETWEEN 1 AND 10000') @Column('integer', { nullable: true }) share: number | null;
  @Check('unit_price >= 0') @Column('bigint', { nullable: true, transformer: fen }) unitPrice: bigint | null;
  @Column('text', { nullable: true }) unit: string | null;
  @Check(isPartialDate('decided_on')) @Column('text', { nullable: true }) decidedOn: PartialDate | null;
  @Check(isPartialDate('published_on')) @Column('text', { nullable: true }) publishedOn: PartialDate | null;
  @Check(closedListSql('state', AWARD_STATES)) @Column('text', { default: 'active' }) state: Default<AwardState>;
  @ForeignKey(() => Fact) @Column('uuid', { nullable: true }) factId: string | null;
  @Column('integer', { default: 1 }) version: Default<number>;
  @ForeignKey(() => Bid) @Column('uuid', { nullable: true }) bidId: string | null;
  @Check('rank >= 1') @Column('integer', { nullable: true }) rank: number | null;
  /** Decided by the passing of the period. */
  @Column('boolean', { default: false }) deemed: Default<boolean>;
  /** The report it follows: a supplier whose award was invalidated may win again by another report. */
  @Check(has32Bytes('report_hash')) @Column('bytea', { nullable: true }) reportHash: Buffer | null;
  @Column('date', { nullable: true }) endedOn: PlainDate | null;
  @Column('text', { nullable: true }) endReason: string | null;
  /** Ended by a remedy from which the next candidate follows: no later report brings the supplier back. */
  @Column('boolean', { default: false }) remedied: Default<boolean>;
  /** What published facts say of its columns where they do not say what all facts do; null: the same. */
  @Column('jsonb', { nullable: true }) publishedAs: PublishedWords | null;
}
