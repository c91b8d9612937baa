import { ApiProperty } from '@nestjs/swagger';
import { IsPlainDate } from '../../kernel/clock/is-date.js';
import { OptionalField } from '../../kernel/http/validation/fields.js';
import { PlanBasisDto } from '../../law/planner/backward.dto.js';
import type { Excluded } from './coverage-types.js';
import { FESTIVAL_DAYS, PROMISE_PERIODS, REST_DAYS } from '../../purchase/tenders/conducted/terms/price-types.js';
import type { ServicePromise } from './coverage-types.js';
import { PLAN_KINDS, type PlanFact } from '../facts/fact-types.js';
import { NEXT_KINDS, type NextKind } from '../../care/surveys/survey-types.js';
import type { PartialDate } from '../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { PlannableMethod } from '../../law/planner/planner-types.js';
import type { TenderDto } from '../../purchase/tenders/reads/tender-view.dto.js';

export class CoverageQuery {
  /** Left out: today; ten years ahead at most. Days after what the dataset knows say nothing. */
  @OptionalField(IsPlainDate())
  asOf?: string;
}

/** On which days a contract promises service. */
export class ServicePromiseDto {
  /** On so many days. */
  times: number;
  @ApiProperty({ enum: PROMISE_PERIODS })
  every: ServicePromise['every'];
  /** Days off work by the calendar: `kept` free, or `served`. */
  @ApiProperty({ enum: REST_DAYS })
  restDays: ServicePromise['restDays'];
  /** From 小年 to 元宵 service is `kept` up or `stops`. */
  @ApiProperty({ enum: FESTIVAL_DAYS })
  festival: ServicePromise['festival'];
  /** True: the contract does not say it. Then a week with one record is a week that was served. */
  assumed: boolean;
}

/** Days on which a contract covered the line. */
export class SpellDto {
  from: PlainDate;
  to: PlainDate;
  /** Null where the contract was not published and does not concern the caller. */
  contract: Uuid | null;
  agency: Uuid | null;
  /** Its name; null where the body is. */
  agencyName: string | null;
  contractedDays: number;
  /**
   * Contracted days with a record of a service within the contract that speaks for this line. Null, as are the next four,
   * where the contract has no record at all.
   */
  evidencedDays: number | null;
  /** Calendar months with such a day. */
  evidencedMonths: number | null;
  /**
   * Days on which the contract promises service, in weeks or months that lie wholly within it and are over. Null where it
   * depends on a working calendar that is not loaded.
   */
  promisedDays: number | null;
  /** Percent of the promised days that were kept, one decimal: a weekly service that never failed is 100.0. */
  evidencedShare: string | null;
  /** What is promised; null too where the contract was not published and does not concern the caller. */
  promise: ServicePromiseDto | null;
  /** Whether its residents were handed over to what follows. */
  handover: boolean;
}

/** Days on which no contract covered the line. */
export class GapDto {
  from: PlainDate;
  to: PlainDate;
  days: number;
  /** Still running on `asOf`, where it is cut. */
  open: boolean;
  /**
   * Whom it left on its first day: those whom the contracts served that ended the day before, but for whom the community serves
   * since then; null where it is not known, and to the public where they are fewer than five.
   */
  recipientsAffected: number | null;
}

/** How far the line was covered in one year. */
export class CoverageYearDto {
  year: number;
  days: number;
  contractedDays: number;
  /** Percent, one decimal. */
  ratio: string;
}

/** Days on which several contracts covered the line. */
export class OverlapDto {
  from: PlainDate;
  to: PlainDate;
  days: number;
  @ApiProperty({ type: 'array', items: { type: 'string', format: 'uuid', nullable: true } })
  contracts: (string | null)[];
}

/** The signed contract that follows. */
export class SuccessorDto {
  contract: Uuid | null;
  from: PlainDate;
}

/** A contract that could not be counted, and why. */
export class ExcludedDto {
  contract: Uuid | null;
  reason: Excluded['reason'];
}

/** A tender for the line that has not led to a contract; only where the caller may see it. */
export class NextTenderDto {
  id: Uuid;
  /** Null where nothing is known of it. */
  state: TenderDto['state'];
  /** First day of its window, as finely as it is known. */
  start: PartialDate | null;
}

/** The plan for what follows. */
export class NextPlanDto {
  /** The contract that it is a plan of; null where it was not published and does not concern the caller. */
  contract: Uuid | null;
  @ApiProperty({ enum: PLAN_KINDS })
  kind: PlanFact['kind'];
  /** First day of what follows, as finely as it is known; of `end` the first day without. */
  from: PartialDate | null;
  agreedOn: PartialDate | null;
  carriedOutOn: PartialDate | null;
}

/** A purchase by one method that would start on the day after the end. */
export class PurchasePathDto {
  method: PlannableMethod;
  /** Last day of issue if every step takes its statutory maximum. */
  latestSafe: PlainDate | null;
  /** Last day of issue from which the service can start on the day at all. */
  latestPossible: PlainDate | null;
  /** Whether the documents can still be issued in time on `asOf`; null where that is not known. */
  inTime: boolean | null;
  /** First day of service if the documents are issued on `asOf`. */
  earliestStart: PlainDate | null;
  /** The rule that decides between issue and deadline. */
  rule: string | null;
  basis: PlanBasisDto | null;
  /** `uncertain`: it touches a year whose calendar is not loaded, or a day on which a rule was not in force. */
  certainty: 'known' | 'uncertain';
  missingYears: number[];
}

/** What comes after what is signed, and how long its purchase takes at least. */
export class NextDto {
  /** The furthest that is known: `line_ends` where no day of the line comes after. */
  @ApiProperty({ enum: NEXT_KINDS })
  kind: NextKind;
  /** The day after the end of what covers `asOf` without a break, or of what covered the line last; else the line's first day. */
  from: PlainDate | null;
  /** The signed one that ends later than what serves; null also where it was not published and does not concern the caller. */
  contract: Uuid | null;
  tender: NextTenderDto | null;
  /** What was planned under the contract that ends the day before. */
  plan: NextPlanDto | null;
  /** First day of what `kind` names, as finely as it is known, and null where it passed without a signed contract; of an end on purpose the first day without. */
  starts: PartialDate | null;
  /** The body that will serve; null where none is known or its contract was not published. */
  by: Uuid | null;
  /** Its name; null where the body is. */
  byName: string | null;
  /** By each method whose periods the law states. */
  paths: PurchasePathDto[];
}

/** When contracts covered a service line, and what comes next. */
export class CoverageDto {
  serviceLine: Uuid;
  dataset: string;
  since: PlainDate | null;
  until: PlainDate | null;
  asOf: PlainDate;
  /** The last day the dataset knows about; null: live. */
  knownUntil: PlainDate | null;
  spells: SpellDto[];
  gaps: GapDto[];
  years: CoverageYearDto[];
  overlaps: OverlapDto[];
  /** The next signed contract after `asOf`. */
  successor: SuccessorDto | null;
  next: NextDto;
  /** Contracts whose days are not known to the day. */
  excluded: ExcludedDto[];
}
