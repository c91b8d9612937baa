import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { IS_DATASET, closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import type { Text } from '../../../kernel/errors/texts.js';
import { Organisation } from '../../organisations/organisation.entity.js';
import { SERVICE_LINE_STATES, type ServiceLineState } from './service-line.lifecycle.js';

/** A service that residents receive over the years, whatever contract provides it. */
@Entity('service_line')
@Index('service_line_order', ['createdAt', 'id'])
@Index('service_line_category', ['dataset', 'category'])
@Check('service_line_check', 'until IS NULL OR until >= since')
@Check(
  'service_line_end_is_proposed_by_somebody',
  '(end_proposed_on IS NULL) = (end_proposed_by IS NULL) AND (end_proposed_on IS NULL) = (end_on IS NULL)',
)
@Check('service_line_end_was_proposed', 'end_decided_on IS NULL OR (end_proposed_on IS NOT NULL AND until IS NOT NULL)')
@Check(IS_DATASET)
export class ServiceLine extends RootRow {
  @Column('text') name: string;
  @Column('text') category: string;
  @Column('text', { nullable: true }) targetGroup: string | null;
  @Column('text', { nullable: true }) region: string | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) responsibleId: string | null;
  @Column('date') since: PlainDate;
  @Column('date', { nullable: true }) until: PlainDate | null;
  /** Nothing is known after this day: a dataset that ends says nothing about later years. */
  @Column('date', { nullable: true }) knownUntil: PlainDate | null;
  /** What the line itself assumes; shown with every finding on it. */
  @Column('jsonb', { nullable: true }) assumption: Text | null;
  @Check(closedListSql('state', SERVICE_LINE_STATES))
  @Column('text', { default: 'active' })
  state: Default<ServiceLineState>;
  @Column('date', { nullable: true }) endProposedOn: PlainDate | null;
  @Column('uuid', { nullable: true }) endProposedBy: string | null;
  @Column('date', { nullable: true }) endOn: PlainDate | null;
  @Column('text', { nullable: true }) endReason: string | null;
  @Column('date', { nullable: true }) endDecidedOn: PlainDate | null;
  @Column('text', { nullable: true }) endDecision: string | null;
}
