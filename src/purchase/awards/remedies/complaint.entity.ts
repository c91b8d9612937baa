import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Lot } from '../../tenders/lots/lot.entity.js';
import { Tender } from '../../tenders/tender.entity.js';
import { Challenge } from './challenge.entity.js';
import { COMPLAINT_STATES, type ComplaintState } from './complaint.lifecycle.js';
import { REMEDY_RECORDERS, type LaterPaper, type Pause, type RemedyRecorder, type TakenPaper } from './remedy.rules.js';
import { COMPLAINT_STAGES, type ComplaintStage } from './stages/effects.rules.js';

/** A complaint (投诉) to the finance authority. */
@Entity('complaint')
@Index('complaint_tender', ['tenderId'])
@Index('complaint_complainant', ['complainantId'])
@Index('complaint_challenge', ['challengeId'], { where: 'challenge_id IS NOT NULL' })
@Check('complaint_check', "(state = 'decided') = (result IS NOT NULL)")
export class Complaint extends RootRow {
  @ForeignKey(() => Tender) @Column('uuid') tenderId: string;
  @ForeignKey(() => Lot) @Column('uuid', { nullable: true }) lotId: string | null;
  @Column('text', { nullable: true }) region: string | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) buyerId: string | null;
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) agentId: string | null;
  @Column('timestamptz') receivedAt: Date;
  /** The day on which it was handed to the post, where it came by post. */
  @Column('date', { nullable: true }) postedOn: PlainDate | null;
  @Column('uuid', { nullable: true }) filedBy: string | null;
  /** Who recorded what came on paper; null: it was filed here by its own body. */
  @Check(closedListSql('recorded_by', REMEDY_RECORDERS))
  @Column('text', { nullable: true })
  recordedBy: RemedyRecorder | null;
  /** What came on paper afterwards, in the order in which it was recorded. */
  @Column('jsonb', { default: () => "'[]'" }) papers: Default<LaterPaper[]>;
  /** What was taken out of it again, with its words: for who watches over it alone. */
  @Column('jsonb', { default: () => "'[]'" }) takenPapers: Default<TakenPaper[]>;
  @Column('text') grounds: string;
  @Column('text') requests: string;
  @Column('timestamptz', { nullable: true }) remediedAt: Date | null;
  @ForeignKey(() => Organisation) @Column('uuid') complainantId: string;
  @ForeignKey(() => Challenge) @Column('uuid', { nullable: true }) challengeId: string | null;
  /** The authority that it is sent to, where several may be competent. */
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) authorityId: string | null;
  @Check(closedListSql('stage', COMPLAINT_STAGES)) @Column('text') stage: ComplaintStage;
  /** What it was about before it named a challenge; null: it named one from the first, or names none. */
  @Check(closedListSql('stated_stage', COMPLAINT_STAGES))
  @Column('text', { nullable: true })
  statedStage: ComplaintStage | null;
  @Check(closedListSql('state', COMPLAINT_STATES)) @Column('text') state: ComplaintState;
  /** Days on which it was found to be admissible or not, was accepted or refused, and its copies were sent. */
  @Column('date', { nullable: true }) examinedOn: PlainDate | null;
  @Column('date', { nullable: true }) acceptedOn: PlainDate | null;
  @Column('date', { nullable: true }) refusedOn: PlainDate | null;
  @Column('date', { nullable: true }) copiesSentOn: PlainDate | null;
  @Column('date', { nullable: true }) correctionAskedOn: PlainDate | null;
  @Column('date', { nullable: true }) correctedOn: PlainDate | null;
  /** Days that do not count towards the period; the last range is open while an appraisal runs. */
  @Column('jsonb', { default: () => "'[]'" }) appraisals: Default<Pause[]>;
  @Column('text', { nullable: true }) refusalGround: string | null;
  /** The competent authority, as the refusal names it. */
  @Column('text', { nullable: true }) competent: string | null;
  @Check("result IN ('upheld', 'rejected')") @Column('text', { nullable: true }) result: 'upheld' | 'rejected' | null;
  /** False: what was upheld does not affect the result of the purchase. */
  @Column('boolean', { nullable: true }) affectsResult: boolean | null;
  @Column('text', { nullable: true }) effect: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) decision: string | null;
  @Column('text', { nullable: true }) reference: string | null;
}
