import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { closedListSql } from '../../../kernel/database/checks.js';
import { RootRow } from '../../../kernel/database/column-types.js';
import type { Default } from '../../../kernel/database/row-types.js';
import { Organisation } from '../../../people/organisations/organisation.entity.js';
import { Lot } from '../../tenders/lots/lot.entity.js';
import { Tender } from '../../tenders/tender.entity.js';
import { CHALLENGE_STATES, type ChallengeState } from './challenge.lifecycle.js';
import {
  CHALLENGE_STAGES,
  PROCESS_STEPS,
  REMEDY_RECORDERS,
  type ChallengeScope,
  type ChallengeStage,
  type LaterPaper,
  type ProcessStep,
  type RemedyRecorder,
} from './remedy.rules.js';

/** A challenge (质疑) to the buyer. */
@Entity('challenge')
@Index('challenge_tender', ['tenderId'])
@Index('challenge_challenger', ['challengerId'])
@Check('challenge_check', "(state = 'answered') = (result IS NOT NULL)")
export class Challenge extends RootRow {
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
  /** The body that did, where it is the buyer or its agent. */
  @ForeignKey(() => Organisation) @Column('uuid', { nullable: true }) recorderId: string | null;
  /** What came on paper afterwards, in the order in which it was recorded. */
  @Column('jsonb', { default: () => "'[]'" }) papers: Default<LaterPaper[]>;
  @Column('text') grounds: string;
  @Column('text') requests: string;
  @Column('timestamptz', { nullable: true }) remediedAt: Date | null;
  @ForeignKey(() => Organisation) @Column('uuid') challengerId: string;
  @Check(closedListSql('stage', CHALLENGE_STAGES)) @Column('text') stage: ChallengeStage;
  /** Of the process: the step that it is about, where it says so. */
  @Check(closedListSql('step', PROCESS_STEPS)) @Column('text', { nullable: true }) step: ProcessStep | null;
  @Column('date', { nullable: true }) knownOn: PlainDate | null;
  /** What was found on receipt. Only a challenge in scope blocks. */
  @Check("scope IN ('in_scope', 'late', 'took_no_part', 'undetermined')") @Column('text') scope: ChallengeScope;
  @Column('date', { nullable: true }) lastDay: PlainDate | null;
  @Check(closedListSql('state', CHALLENGE_STATES)) @Column('text') state: ChallengeState;
  @Column('text', { nullable: true }) noEffectReason: string | null;
  @Check("result IN ('upheld', 'not_upheld')")
  @Column('text', { nullable: true })
  result: 'upheld' | 'not_upheld' | null;
  @Column('boolean', { nullable: true }) affectsResult: boolean | null;
  @Column('timestamptz', { nullable: true }) answeredAt: Date | null;
  @Column('text', { nullable: true }) answer: string | null;
}
