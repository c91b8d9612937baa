import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../organisation.entity.js';
import { BAR_STATES, BARRED_BY, type BarredBy, type BarState } from './bar.lifecycle.js';

/** A decision that keeps a body from government procurement: the finance authority's, or a court's. */
@Entity('organisation_bar')
@Index('organisation_bar_organisation', ['organisationId'])
@Check('organisation_bar_lasts', 'until >= from_on')
@Check('organisation_bar_by_two', 'decided_by <> proposed_by')
export class OrganisationBar extends RootRow {
  @ForeignKey(() => Organisation) @Column('uuid') organisationId: string;
  /** Number of the decision or judgment. */
  @Column('text') number: string;
  /** Who decided, by name. */
  @Column('text') authority: string;
  @Check(closedListSql('decided', BARRED_BY)) @Column('text') decided: BarredBy;
  @Column('date') fromOn: PlainDate;
  /** Last day; on the day after it the body may bid again. */
  @Column('date') until: PlainDate;
  @Check(closedListSql('state', BAR_STATES)) @Column('text', { default: 'proposed' }) state: Default<BarState>;
  @Column('uuid') proposedBy: string;
  /** The body that recorded it; null = the platform. */
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) recordedBy: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: string | null;
}
