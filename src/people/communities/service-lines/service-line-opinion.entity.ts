import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { ServiceLine } from './service-line.entity.js';

/** What residents said, at one hearing, of the proposal to end a service line. */
@Entity('service_line_opinion')
@Index('service_line_opinion_list', ['serviceLineId', 'heldOn', 'id'])
@Check('service_line_opinion_check', 'agreed >= 0 AND agreed <= heard')
export class ServiceLineOpinion {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @Column('text') dataset: string;
  @ForeignKey(() => ServiceLine) @Column('uuid') serviceLineId: string;
  @Column('text') form: string;
  @Column('date') heldOn: PlainDate;
  @Check('heard >= 1') @Column('integer') heard: number;
  @Column('integer', { nullable: true }) agreed: number | null;
  @Column('text') summary: string;
  @Column('timestamptz', { default: () => 'business_now()' }) recordedAt: Default<Date>;
  @Column('uuid') recordedBy: string;
}
