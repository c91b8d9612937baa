import { Check, Column, Entity, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { ServiceLine } from '../../people/communities/service-lines/service-line.entity.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import { BudgetLine } from '../../purchase/programmes/budget-lines/budget-line.entity.js';
import { ContinuityPlan } from './continuity-plan.entity.js';
import type { ItemKind } from './plan.dto.js';

/** What a continuity plan does with one service line. */
@Entity('continuity_plan_item')
@Check('continuity_plan_item_is_received', "kind NOT IN ('hand_over', 'absorb') OR receiver_id IS NOT NULL")
@Check('continuity_plan_item_ends_after_it_began', 'until >= starts_on')
@Check('continuity_plan_item_renews_until', "kind <> 'renew' OR until IS NOT NULL")
export class ContinuityPlanItem {
  @PrimaryColumn('uuid') planId: string;
  @ManyToOne(() => ContinuityPlan) plan?: Relation<ContinuityPlan>;
  @PrimaryColumn('uuid') serviceLineId: string;
  @ManyToOne(() => ServiceLine) serviceLine?: Relation<ServiceLine>;
  @Check("kind IN ('renew', 'retender', 'hand_over', 'absorb', 'end')") @Column('text') kind: ItemKind;
  @Column('date') startsOn: PlainDate;
  @Column('date', { nullable: true }) until: PlainDate | null;
  @Column('uuid', { nullable: true }) receiverId: string | null;
  @ManyToOne(() => Organisation) receiver?: Relation<Organisation>;
  @Column('text', { nullable: true }) handsOver: string | null;
  @Column('uuid', { nullable: true }) budgetLineId: string | null;
  @ManyToOne(() => BudgetLine) budgetLine?: Relation<BudgetLine>;
  /** The fact that states it in the contract's record. */
  @Column('uuid', { nullable: true }) factId: string | null;
}
