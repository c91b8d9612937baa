import { IsIn, IsOptional, IsUUID, Matches } from 'class-validator';
import { AllowedActionDto } from '../../kernel/actions/allowed-actions.js';
import { IsPlainDate } from '../../kernel/clock/is-date.js';
import { DATASET } from '../../kernel/database/dataset.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { AnyTextUpTo, OneOf, OptionalField, OptionalId, Parts } from '../../kernel/http/validation/fields.js';
import type { DeadlineBasisDto } from '../../purchase/tenders/reads/deadlines.dto.js';
import { EVALUATION_STATES, type EvaluationState } from './evaluation.lifecycle.js';
import type { FigureReason } from './figures/figure.rules.js';
import { SchemeSourceDto } from './schemes/scheme.dto.js';
import { GRADES, type Grade } from './grades/grade.rules.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';

const KINDS = ['midterm', 'final'] as const;
export type EvaluationKind = (typeof KINDS)[number];

/** An evaluation to be planned. */
export class NewEvaluationDto {
  @IsIn(KINDS)
  kind: EvaluationKind;

  /**
   * A scheme of the own body, in the contract's dataset. It must be active when somebody is appointed. Left out, it is the one that
   * the documents announced for the lot; where they did, no other.
   */
  @OptionalId()
  scheme?: string | null;

  /** The day by which it is to be sent. */
  @IsPlainDate()
  dueOn: string;
}

export const EVIDENCE_KINDS = ['document', 'record', 'visit', 'survey', 'meeting'] as const;
/** What shows that points are right. */
export class ScoreEvidenceDto {
  /**
   * A document the caller may read, a record of service of the contract or a visit under it, a survey of its recipients that is over, or a
   * meeting about it to which the caller was asked. What residents say is shown by a survey or a meeting.
   */
  @IsIn(EVIDENCE_KINDS)
  kind: (typeof EVIDENCE_KINDS)[number];

  @IsUUID()
  id: string;
}

/** Points for one leaf of the scheme, with what shows them. */
export class LeafScoreDto {
  /** Its place in the tree: `2.1.3`. */
  @Matches(/^[1-9]\d?\.[1-9]\d?\.[1-9]\d?$/)
  leaf: string;

  /** From 0 to the leaf's maximum. */
  @Matches(/^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/)
  points: string;

  @AnyTextUpTo(2000, 'optional')
  comment?: string | null;

  @Parts(() => ScoreEvidenceDto, {
    max: 50,
    unique: (evidence: ScoreEvidenceDto) => `${evidence?.kind} ${evidence?.id}`,
    presence: 'optional',
  })
  evidence?: ScoreEvidenceDto[];
}

/** Points of some leaves; those of the others stay. */
export class ScoresDto {
  @Parts(() => LeafScoreDto, { min: 1, max: 500, unique: (score: LeafScoreDto) => score?.leaf })
  scores: LeafScoreDto[];
}

export class EvaluationQuery extends PageQuery {
  /** `me`: those to which a body was appointed for which the caller evaluates. */
  @IsOptional()
  @IsIn(['me'])
  assignee?: 'me';

  /** Due on this day or before. */
  @OptionalField(IsPlainDate())
  due?: string;

  /** Due after this day. */
  @OptionalField(IsPlainDate())
  dueAfter?: string;

  /** `true`: all but those that are published or cancelled; one that is appealed against is among them again. */
  @IsOptional()
  @IsIn(['true'])
  open?: 'true';

  @OneOf(EVALUATION_STATES, 'optional')
  state?: EvaluationState;

  @OneOf(KINDS, 'optional')
  kind?: EvaluationKind;

  /** Only this dataset; without it, every dataset the caller may see. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;
}

/** The scheme by which is evaluated. */
export class EvaluationSchemeOfDto {
  id: Uuid;
  name: string;
  no: number;
}
/** How far the evaluator is; for buyer and evaluator. */
export class EvaluationProgressDto {
  leaves: number;
  scored: number;
  /** Leaves of the tree that have no points, and those that have nothing that shows them. */
  unscored: string[];
  missingEvidence: string[];
  /** Leaves of the residents with points, shown by no survey or meeting in which residents spoke. */
  unheard: string[];
}
/** The points of one dimension. */
export class DimensionTotalDto {
  name: string;
  weight: string;
  /** Of 100. */
  total: string;
}
/** The points of one leaf of the scheme. */
export class ScoreViewDto {
  leaf: string;
  name: string;
  max: string;
  points: string;
  comment: string | null;
  /** For buyer and evaluator. */
  evidence: ScoreEvidenceDto[] | null;
}
/** What the product itself knows of one leaf, with where it comes from. */
export class FilledFigureDto {
  leaf: string;
  source: SchemeSourceDto;
  /**
   * Percent, one decimal; null where nothing is known: `reason` says why. Of completion at midterm what was done of the share of
   * the target that falls on the days of the contract's window that are over.
   */
  value: string | null;
  /** Whether it is no less or no more than that: of answers that were all or nearly all alike. */
  bound: 'at_least' | 'at_most' | null;
  /** The points that follow: that percent of the leaf's maximum. */
  points: string | null;
  /**
   * `not_measured`: no such standard that is counted here. `target_not_due`: at midterm, none of a target is due yet or it counts
   * different people, who do not come at a rate. `no_survey`: no survey of the evaluation is over. `no_such_question`:
   * none that is answered by yes or no or on a scale. `nothing_to_pay`: the contract has no amount. Else why answers are not told.
   */
  reason: FigureReason | null;
  /** The survey that it comes from. */
  survey: Uuid | null;
  at: Instant;
}
/** An appeal of the agency against its grade. */
export class AppealDto {
  at: Instant;
  /** For those concerned. */
  grounds: string | null;
  /** What the second look came to, once it is published. */
  answer: string | null;
}
/** Whether a person of the evaluator is tied to a body of the purchase. */
export class DeclarationViewDto {
  user: Uuid;
  tied: boolean;
  tie: string | null;
  at: Instant;
}

/** An evaluation of a contract. The agency, and everybody else, sees it from its publication on. */
export class EvaluationDto {
  id: Uuid;
  version: number;
  dataset: string;
  contract: Uuid;
  contractTitle: string;
  kind: EvaluationKind;
  state: EvaluationState;
  scheme: EvaluationSchemeOfDto;
  dueOn: PlainDate;
  overdue: boolean;
  buyer: Uuid;
  supplier: Uuid;
  /** For the buyer: who is proposed and not appointed yet. */
  proposed: Uuid | null;
  evaluator: Uuid | null;
  evaluatorName: string | null;
  /** The buyer evaluates itself (Order 102 article 20). */
  own: boolean;
  progress: EvaluationProgressDto | null;
  /** Of 100, two decimals, half up. For buyer and evaluator once it was sent, for everybody else as it was published. */
  total: string | null;
  grade: Grade | null;
  gradeLabel: string | null;
  /** The rule whose bands it follows; null: bands of ours. */
  gradeRule: string | null;
  gradeBasis: DeadlineBasisDto | null;
  /** Whether the grade counts: it is published, and no appeal against it is open. */
  counts: boolean;
  appeal: AppealDto | null;
  publishedAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
  allowedActions: AllowedActionDto[];
}

/** An evaluation with its points and declarations. */
export class EvaluationDetailDto extends EvaluationDto {
  dimensions: DimensionTotalDto[] | null;
  /** For buyer, evaluator and agency; the agency's as published. */
  scores: ScoreViewDto[] | null;
  /** What the product filled into the same sheet; to whom its points are shown. */
  filled: FilledFigureDto[] | null;
  /** For buyer and evaluator. */
  declarations: DeclarationViewDto[] | null;
}

/** A page of evaluations. */
export class EvaluationListDto {
  items: EvaluationDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}

/** Kept beside the type so that both follow from one list. */
export const GRADE_LABELS: Readonly<Record<(typeof GRADES)[number], { en: string; zh: string }>> = {
  excellent: { en: 'Excellent', zh: '优' },
  good: { en: 'Good', zh: '良' },
  fair: { en: 'Fair', zh: '中' },
  poor: { en: 'Poor', zh: '差' },
};
