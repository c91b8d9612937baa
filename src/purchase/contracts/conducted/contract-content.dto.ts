import { IsUUID, Matches } from 'class-validator';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import {
  AnyTextUpTo,
  IntegerBetween,
  OneOf,
  OptionalField,
  Part,
  Parts,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { IsYuan } from '../../../kernel/money/is-yuan.js';
import { PriceTermDto, ServiceDaysDto } from '../../tenders/conducted/terms/price.dto.js';
import { AnnouncedTermDto, PaymentShareDto, StandardDto } from '../../tenders/conducted/terms/terms.dto.js';
import { REPORT_MONTHS, SETTLEMENTS, SUPPLIER_SIZES, type SupplierSize } from '../content/content-types.js';

/** Both days count. */
export class ContractWindowDto {
  @IsPlainDate()
  start: string;
  @IsPlainDate()
  end: string;
}
/** A further clause of a contract. */
export class ContractClauseDto {
  @TextUpTo(200)
  title: string;
  @TextUpTo(10_000)
  text: string;
}
/** A person who is to serve under the contract. */
export class TeamMemberDto {
  @TextUpTo(100)
  name: string;
  @TextUpTo(100)
  role: string;
  /** In words, as it was offered. */
  @AnyTextUpTo(500, 'optional')
  qualification?: string | null;
  /** Number of a professional licence. */
  @AnyTextUpTo(100, 'optional')
  licence?: string | null;
}

/** What is to be reached by a day of the contract. */
export class MilestoneTermDto {
  /** Its own for good: another milestone has another number. */
  @IntegerBetween(1, 1000)
  no: number;
  @TextUpTo(200)
  name: string;
  @IsPlainDate()
  dueOn: string;
  /** What shows that it was reached. */
  @TextUpTo(2000, 'optional')
  shownBy?: string | null;
}

/** What may be written and amended of a contract. A member that is given replaces the old one whole. */
export class AmendedContentDto {
  @Part(() => ContractWindowDto, 'not_null')
  window?: ContractWindowDto;
  @AnyTextUpTo(50_000, 'optional')
  requirement?: string | null;
  @Parts(() => StandardDto, { max: 200, unique: (item: StandardDto) => item.no, presence: 'not_null' })
  standards?: StandardDto[];
  @Parts(() => PaymentShareDto, { max: 50, unique: (item: PaymentShareDto) => item.no, presence: 'not_null' })
  payments?: PaymentShareDto[];
  @Parts(() => MilestoneTermDto, { max: 50, unique: (item: MilestoneTermDto) => item.no, presence: 'not_null' })
  milestones?: MilestoneTermDto[];
  /** Months that one progress report covers; null: each month. */
  @OneOf(REPORT_MONTHS, 'optional')
  reportMonths?: (typeof REPORT_MONTHS)[number] | null;
  /** Basis points of the amount. */
  @IntegerBetween(0, 10_000, 'optional')
  performanceBond?: number | null;
  @Part(() => AnnouncedTermDto, 'optional')
  term?: AnnouncedTermDto | null;
  @Parts(() => ContractClauseDto, { max: 100, presence: 'not_null' })
  clauses?: ContractClauseDto[];
  /** Days within which is paid; not above sixty where the supplier is a small or medium enterprise. */
  @IntegerBetween(1, 3650, 'optional')
  paymentDays?: number | null;
  /** Days after delivery within which the buyer accepts. */
  @IntegerBetween(1, 3650, 'optional')
  acceptanceDays?: number | null;
  /**
   * `progress`: sums are settled as the work goes on; `period`: period by period. Payment periods then run from the
   * confirmation of the sum (State Council Order 802 article 9), and `confirmDays` is to be said.
   */
  @OneOf(SETTLEMENTS, 'optional')
  settlement?: (typeof SETTLEMENTS)[number] | null;
  /** Days after it was handed in within which the buyer confirms a sum; a later one is paid from their end on. */
  @IntegerBetween(1, 365, 'optional')
  confirmDays?: number | null;
  /** What is agreed on interest for late payment; without it an enterprise has what the law gives. */
  @TextUpTo(500, 'optional')
  lateInterest?: string | null;
  /** The agreed rate of a day, a decimal fraction below 0.01: 0.0003 is 0.03 %. With it the interest is counted. */
  @OptionalField(Matches(/^0\.00(?!0+$)\d{1,4}$/))
  lateInterestRate?: string | null;
  /** Days after a demand for what is overdue, after which the supplier may suspend its work; without it, it may not. */
  @IntegerBetween(1, 365, 'optional')
  suspensionAfterDays?: number | null;
}

/** What of the content of a contract is written anew. */
export class WrittenContentDto extends AmendedContentDto {
  @TextUpTo(100, 'optional')
  number?: string | null;
  /** Yuan. It is the award's amount; another one is refused when it is signed. */
  @OptionalField(IsYuan())
  amount?: string | null;
  @TextUpTo(2000, 'optional')
  individualReason?: string | null;
  /** What an enterprise declares of its size when it signs; a social organisation declares none. */
  @OneOf(SUPPLIER_SIZES, 'optional')
  supplierSize?: SupplierSize | null;
  @Parts(() => TeamMemberDto, { max: 200, presence: 'not_null' })
  team?: TeamMemberDto[];
  /** By one sum where nothing is said. Signed, it is not amended: with a supplement the amount grows, not the price. */
  @Part(() => PriceTermDto, 'optional')
  price?: PriceTermDto | null;
  /** On which days the service is promised. */
  @Part(() => ServiceDaysDto, 'optional')
  serviceDays?: ServiceDaysDto | null;
}

/** A draft of the contract of an award; what is not given comes from the documents. */
export class NewContractDto extends WrittenContentDto {
  @IsUUID()
  award: string;
}
