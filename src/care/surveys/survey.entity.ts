import { Check, Column, Entity, ForeignKey, Index } from 'typeorm';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { closedListSql, isSha256 } from '../../kernel/database/checks.js';
import { RootRow } from '../../kernel/database/column-types.js';
import type { Default } from '../../kernel/database/row-types.js';
import { Organisation } from '../../people/organisations/organisation.entity.js';
import { Contract } from '../../purchase/contracts/contract.entity.js';
import { SURVEY_STATES, type SurveyState } from './survey.lifecycle.js';
import { PURPOSES, type Purpose, type Question } from './survey-types.js';

/** A survey among recipients of a contract. Whom it asks is drawn from a seed that is published before the draw. */
@Entity('survey')
@Index('survey_one_at_a_time', ['contractId', 'runnerId', 'purpose'], {
  unique: true,
  where: "state IN ('draft', 'open')",
})
@Index('survey_order', ['createdAt', 'id'])
@Index('survey_runner', ['runnerId'])
@Check('survey_closes_after_it_opens', 'closes_on >= opens_on')
@Check('survey_is_drawn_whole', '(drawn_at IS NULL) = (size IS NULL)')
@Check('survey_asks_whom_it_drew', 'opened_at IS NULL OR drawn_at IS NOT NULL')
@Check('survey_says_when_it_closed', "(state = 'closed') = (closed_at IS NOT NULL)")
@Check(
  'survey_says_when_it_opened',
  "CASE state WHEN 'draft' THEN opened_at IS NULL WHEN 'cancelled' THEN true ELSE opened_at IS NOT NULL END",
)
export class Survey extends RootRow {
  @ForeignKey(() => Contract) @Column('uuid') contractId: string;
  /** The buyer or the appointed evaluator, never the agency. */
  @ForeignKey(() => Organisation) @Column('uuid') runnerId: string;
  @Check(closedListSql('purpose', PURPOSES)) @Column('text') purpose: Purpose;
  @Column('text') title: string;
  @Column('jsonb', { default: () => "'[]'" }) questions: Default<Question[]>;
  @Column('date') opensOn: PlainDate;
  @Column('date') closesOn: PlainDate;
  @Check(closedListSql('state', SURVEY_STATES)) @Column('text', { default: 'draft' }) state: Default<SurveyState>;
  /** Published when the survey is made, before anybody is drawn. */
  @Check(isSha256('seed')) @Column('text') seed: string;
  /** Shown to the agency although nobody had answered, by a version that did so: no other survey is drawn by it. */
  @Column('boolean', { default: false }) seedShown: Default<boolean>;
  @Check('size >= 1') @Column('integer', { nullable: true }) size: number | null;
  @Column('timestamptz', { nullable: true }) drawnAt: Date | null;
  @Column('timestamptz', { nullable: true }) openedAt: Date | null;
  @Column('timestamptz', { nullable: true }) closedAt: Date | null;
}
