import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { SmePolicyKind } from '../conducted/terms/sme/sme-types.js';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import { fen } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import type { CategoryCode } from '../../../law/code-lists/code-lists.js';
import type { BudgetLevel, Method } from '../../../law/code-lists/methods.js';
import type { TenderRow } from './tender-view.dto.js';
import { Tender } from '../tender.entity.js';

/**
 * What everybody is shown of a published tender, one row each: the public list reads nothing else. Triggers write it with
 * the tender (`migrations/intent-versions/tenders.sql`). Amounts in fen.
 */
@Entity('public_tender')
@Index('public_tender_order', ['createdAt', 'id'])
@Index('public_tender_dataset', ['dataset', 'createdAt', 'id'])
@Index('public_tender_buyer', ['buyerId', 'createdAt', 'id'])
@Index('public_tender_programme', ['programmeId', 'createdAt', 'id'])
@Index('public_tender_purchase', ['purchaseId'])
@Index('public_tender_category', ['category', 'createdAt', 'id'])
@Index('public_tender_method', ['method', 'createdAt', 'id'])
@Index('public_tender_updated', ['updatedAt', 'id'])
@Index('public_tender_state', ['state', 'stateUntil', 'id'])
@Index('public_tender_state_created', ['state', 'createdAt', 'id'])
@Index('public_tender_state_after', ['stateAfter', 'stateUntil'], { where: 'state_after IS NOT NULL' })
@Index('public_tender_budget', ['budget', 'id'])
@Index('public_tender_deadline', ['deadlineAt', 'id'])
@Check('public_tender_state_after', "(state_until = 'infinity') = (state_after IS NULL)")
export class PublicTender {
  @ForeignKey(() => Tender, { onDelete: 'CASCADE' }) @PrimaryColumn('uuid') id: string;
  @Column('integer') version: number;
  @Column('text') dataset: string;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz') updatedAt: Date;
  @Column('text') ocid: string;
  @Column('uuid') purchaseId: string;
  @Column('integer') round: number;
  @Column('text') conducted: 'here' | 'elsewhere';
  @Column('uuid', { nullable: true }) buyerId: string | null;
  @Column('uuid', { nullable: true }) programmeId: string | null;
  @Column('text') title: string;
  @Column('text', { nullable: true }) method: Method | null;
  @Column('text', { nullable: true }) category: CategoryCode | null;
  @Column('text', { nullable: true }) region: string | null;
  @Column('text', { nullable: true }) regionText: string | null;
  @Column('text', { nullable: true }) budgetLevel: BudgetLevel | null;
  @Column('text', { nullable: true }) projectNo: string | null;
  @Column('bigint', { nullable: true, transformer: fen }) budget: bigint | null;
  @Column('text', { nullable: true }) windowStart: PartialDate | null;
  @Column('text', { nullable: true }) windowEnd: PartialDate | null;
  @Column('text', { nullable: true }) termText: string | null;
  /** The state until `stateUntil`; from that instant on it is `stateAfter`. */
  @Column('text', { nullable: true }) state: TenderRow['state'];
  @Column('timestamptz') stateUntil: Date;
  @Column('text', { nullable: true }) stateAfter: 'closed' | 'confirmed' | null;
  @Column('uuid', { array: true }) serviceLines: string[];
  /** Until when bids are taken, as far as that was published. */
  @Column('timestamptz', { nullable: true }) deadlineAt: Date | null;
  /** What the lots of a tender that is issued here state, each kind once; a trigger reads it from them. */
  @Column('text', { array: true, default: '{}' }) smeKinds: Default<SmePolicyKind[]>;
  /** Who buys together with the buyer, from the issue on; a trigger reads it. An index of theirs is no entity's. */
  @Column('uuid', { array: true, default: '{}' }) jointBuyers: Default<string[]>;
  /** Of its buyers, lots and service lines, for those who look for words; a trigger reads them. */
  @Column('text', { default: '' }) names: Default<string>;
  /** What its lots may cost, each amount as a range of itself; null where that is the budget, or unknown. A trigger reads it. */
  @Column('int8multirange', { nullable: true }) lotAmounts: string | null;
}
