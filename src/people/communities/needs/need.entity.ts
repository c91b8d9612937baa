import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PartialDate } from '../../../kernel/clock/partial-date.js';
import { IS_DATASET, closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../organisations/organisation.entity.js';
import type { SourceDto } from '../../organisations/source.dto.js';
import { Community } from '../community.entity.js';
import { ServiceLine } from '../service-lines/service-line.entity.js';
import { NEED_STATES, type NeedState } from './need.lifecycle.js';

/** A need of residents and what became of it. */
@Entity('need')
@Index('need_order', ['createdAt', 'id'])
@Index('need_community', ['communityId'])
@Index('need_line', ['serviceLineId'])
@Check('need_state', closedListSql('state', NEED_STATES))
@Check('need_is_planned_for_a_line', "state NOT IN ('planned', 'met', 'unmet') OR service_line_id IS NOT NULL")
@Check(IS_DATASET)
export class Need extends RootRow {
  @Column('text') title: string;
  @Column('text', { nullable: true }) description: string | null;
  @Column('text', { nullable: true }) category: string | null;
  @Column('text', { nullable: true }) targetGroup: string | null;
  @Check('headcount >= 0') @Column('integer', { nullable: true }) headcount: number | null;
  @Column('text', { nullable: true }) evidence: string | null;
  @ForeignKey(() => Community) @Column('uuid', { nullable: true }) communityId: string | null;
  @ForeignKey(() => ServiceLine) @Column('uuid', { nullable: true }) serviceLineId: string | null;
  @Column('text', { nullable: true }) recordedOn: PartialDate | null;
  @Column('text', { default: 'recorded' }) state: Default<NeedState>;
  @Column('jsonb') source: SourceDto;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) ownerId: string | null;
  @Column('timestamptz', { nullable: true }) verifiedAt: Date | null;
  @Column('timestamptz', { nullable: true }) plannedAt: Date | null;
  @Column('timestamptz', { nullable: true }) settledAt: Date | null;
  @ForeignKey('Programme') @Column('uuid', { nullable: true }) programmeId: string | null;
  @Column('timestamptz', { default: () => 'business_now()' }) receivedAt: Default<Date>;
}
