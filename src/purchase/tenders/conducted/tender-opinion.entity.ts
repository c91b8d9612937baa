import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Tender } from '../tender.entity.js';

/** An opinion on a draft: of the public, of a survey, of a legal review or of the review of key points. */
@Entity('tender_opinion')
@Index('tender_opinion_tender', ['tenderId'])
export class TenderOpinion {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) id: Default<string>;
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @Check("kind IN ('public', 'survey', 'legal_review', 'key_review')")
  @Column('text')
  kind: 'public' | 'survey' | 'legal_review' | 'key_review';
  @Column('date') heldOn: PlainDate;
  @Check('participants >= 0') @Column('integer', { nullable: true }) participants: number | null;
  @Column('text') summary: string;
  @Column('timestamptz') recordedAt: Date;
  @Column('uuid', { nullable: true }) recordedBy: string | null;
}
