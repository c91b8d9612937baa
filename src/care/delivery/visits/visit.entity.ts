import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Contract } from '../../../purchase/contracts/contract.entity.js';
import { VISIT_STATES, type VisitState } from './visit.lifecycle.js';

/** A visit to where a service is given, by the buyer, the community, an evaluator or a supervisor. */
@Entity('visit')
@Index('visit_list', ['contractId', 'plannedOn', 'id'])
@Check('visit_that_was_made_is_told', "state <> 'done' OR (visited_on IS NOT NULL AND summary IS NOT NULL)")
export class Visit extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  /** The body for which the visit is made; it closes the findings. */
  @ForeignKey(() => Organisation) @Column('uuid') bodyId: string;
  @Column('date') plannedOn: PlainDate;
  @Column('text') purpose: string;
  @Check(closedListSql('state', VISIT_STATES)) @Column('text', { default: 'planned' }) state: Default<VisitState>;
  @Column('date', { nullable: true }) visitedOn: PlainDate | null;
  @Column('text', { nullable: true }) summary: string | null;
  @Column('text', { nullable: true }) decisionReason: string | null;
}
