import { IsIn, IsOptional, Matches } from 'class-validator';
import { AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { DATASET } from '../../../kernel/database/dataset.js';
import {
  AnyTextUpTo,
  IntegerBetween,
  OneOf,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { IsCategory } from '../../../law/code-lists/is-code.js';
import { SCHEME_STATES, type SchemeState } from '../evaluation.lifecycle.js';
import { CHANNELS, LEAF_KINDS, SOURCES, type Channel, type LeafKind } from './scheme.rules.js';
import { SCHEME_TEMPLATES, type SchemeTemplate } from './scheme-templates.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { CategoryCode } from '../../../law/code-lists/code-lists.js';

/** A decimal from 0 to 100 with at most two places. */
const HUNDRED = /^((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/;
/** The same above zero. */
const POINTS = /^(?!0(\.0{1,2})?$)((0|[1-9]\d?)(\.\d{1,2})?|100(\.0{1,2})?)$/;

class Weighed {
  @TextUpTo(200)
  name: string;

  /** Percent of the level above; those of one level are 100 together. */
  @Matches(HUNDRED)
  weight: string;
}

/** The figure that the product fills in for a leaf, when work begins. */
export class SchemeSourceDto {
  /**
   * `completion`: what was done of the contract's standards. `response`: what share answered the evaluation's survey.
   * `satisfaction`: how content they are, by the share of yes or the mean of a scale. `received`: what share of them received the
   * service, by the question about that. `money`: what share is paid.
   */
  @IsIn(SOURCES)
  of: (typeof SOURCES)[number];

  /** Number of the standard whose completion it is; null: all that are counted, alike. */
  @IntegerBetween(1, 1000, 'optional')
  standard?: number | null;

  /** Of satisfaction: number of the question, in the latest survey of an evaluation of the contract; null: its first on a scale. */
  @IntegerBetween(1, 1000, 'optional')
  question?: number | null;
}

/** What is scored. */
export class SchemeLeafDto extends Weighed {
  /** 考 `indicators`, 评 `third_party`, 议 `residents`. */
  @IsIn(CHANNELS)
  channel: Channel;

  @IsIn(LEAF_KINDS)
  kind: LeafKind;

  /** The most points it can have. */
  @Matches(POINTS)
  max: string;

  /** How the points follow from what is found. */
  @AnyTextUpTo(1000, 'optional')
  how?: string | null;

  /** Null: the evaluator alone gives the points. Points of what residents say, with a source, are those of their answers. */
  @Part(() => SchemeSourceDto, 'optional')
  source?: SchemeSourceDto | null;
}

/** An indicator of a scheme, with what is scored under it. */
export class SchemeIndicatorDto extends Weighed {
  @Parts(() => SchemeLeafDto, { max: 30 })
  leaves: SchemeLeafDto[];
}

/** A dimension of a scheme, with its indicators. */
export class SchemeDimensionDto extends Weighed {
  @Parts(() => SchemeIndicatorDto, { max: 20 })
  indicators: SchemeIndicatorDto[];
}

/** From a template, from an earlier version, or from nothing. What is given goes before what they say. */
export class NewSchemeDto {
  /** The body whose scheme it is; default the caller's only one. Of an evaluator, the buyer that appointed it. */
  @OptionalId()
  owner?: string;

  /** Default `live`. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  @OneOf(SCHEME_TEMPLATES, 'optional')
  template?: SchemeTemplate;

  /** A scheme of the own body, of which this is the next version. */
  @OptionalId()
  basedOn?: string;

  @TextUpTo(200, 'optional')
  name?: string;

  /** Code of the list `categories`; null: for any. */
  @OptionalField(IsCategory())
  category?: string | null;

  @Parts(() => SchemeDimensionDto, { max: 20, presence: 'optional' })
  dimensions?: SchemeDimensionDto[];
}

/** RFC 7396 for a draft; the tree is replaced as a whole. */
export class SchemeChangeDto {
  @TextUpTo(200, 'not_null')
  name?: string;

  @OptionalField(IsCategory())
  category?: string | null;

  @Parts(() => SchemeDimensionDto, { max: 20, presence: 'not_null' })
  dimensions?: SchemeDimensionDto[];
}

export class SchemeQuery extends PageQuery {
  @OneOf(SCHEME_STATES, 'optional')
  state?: SchemeState;

  @OptionalField(IsCategory())
  category?: string;

  /** Every version of one scheme. */
  @OptionalId()
  series?: string;
}

/** How much each channel weighs in a scheme. */
export class SchemeSharesDto {
  /** Percent of the whole that each channel and what comes of the service weigh. */
  indicators: string;
  thirdParty: string;
  residents: string;
  outcome: string;
}

/** One version of an evaluation scheme. */
export class SchemeDto {
  id: Uuid;
  version: number;
  dataset: string;
  owner: Uuid;
  /** The same in every version of one scheme. */
  series: Uuid;
  no: number;
  name: string;
  category: CategoryCode | null;
  /** The evaluator that drafted it for its owner; null: its owner did. */
  draftedBy: Uuid | null;
  /** Where its tree began: dimensions of the study, weights of ours. */
  template: SchemeTemplate | null;
  dimensions: SchemeDimensionDto[];
  shares: SchemeSharesDto;
  state: SchemeState;
  activatedAt: Instant | null;
  retiredAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
  allowedActions: AllowedActionDto[];
}

/** A page of evaluation schemes. */
export class SchemeListDto {
  items: SchemeDto[];
  /** Address of the next page; null on the last. */
  next: string | null;
}
