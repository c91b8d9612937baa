import { IsBoolean, IsIn, IsObject, IsOptional, Matches } from 'class-validator';
import { IsPartialDate } from '../../../kernel/clock/is-date.js';
import {
  AnyTextUpTo,
  IntegerBetween,
  OptionalField,
  OptionalId,
  Part,
  Parts,
  TextUpTo,
} from '../../../kernel/http/validation/fields.js';
import { IsSomeMoney, IsYuan } from '../../../kernel/money/is-yuan.js';
import { ByKind } from '../../../kernel/openapi/unions.js';
import { GivenFactDto, MAX_FACTS, PartyDto, Published, WindowDto } from './fact-parts.dto.js';
import { PLAN_KINDS, type ContractFactKind } from './fact-types.js';

/** Fact: the contract was signed. */
class SignedData {
  @OptionalField(IsPartialDate())
  signedOn?: string;
  @OptionalField(IsYuan())
  amount?: string;
  @AnyTextUpTo(200, 'optional')
  number?: string;
  @Part(() => PartyDto, 'optional')
  supplier?: PartyDto;
  @Part(() => WindowDto, 'optional')
  window?: WindowDto;
}

/** Fact: something happened on a day. */
class OnData {
  @OptionalField(IsPartialDate())
  on?: string;
}

/** Fact: something was paid. */
class PaymentData extends OnData {
  @OptionalField(IsYuan(), IsSomeMoney())
  amount?: string;
}

/** Fact: a milestone was due or reached. */
class MilestoneData {
  @TextUpTo(200)
  name: string;
  @OptionalField(IsPartialDate())
  dueOn?: string;
  @OptionalField(IsPartialDate())
  doneOn?: string;
  @OptionalField(IsBoolean())
  final?: boolean;
}

/** Fact: what is to follow the contract was planned. */
class PlanData {
  /** `none`: the officer states that there is no plan, which is not the same as silence. */
  @IsIn(PLAN_KINDS)
  kind: (typeof PLAN_KINDS)[number];
  @OptionalId()
  serviceLine?: string;
  @OptionalField(IsPartialDate())
  from?: string;
  @OptionalField(IsPartialDate())
  agreedOn?: string;
  @OptionalField(IsPartialDate())
  carriedOutOn?: string;
  /** The day on which what was agreed ceased to be: it is a plan no more. */
  @OptionalField(IsPartialDate())
  withdrawnOn?: string;
}

/** Fact: recipients were handed over to what follows. */
class HandoverData extends OnData {
  @OptionalId()
  serviceLine?: string;
  @OptionalId()
  toContract?: string;
  @IntegerBetween(0, 10_000_000, 'optional')
  recipients?: number;
  /** The day on which it was taken back before anybody passed: it is a handover no more. */
  @OptionalField(IsPartialDate())
  withdrawnOn?: string;
}

/** Fact: the service was accepted or refused. */
class AcceptanceData extends Published {
  @OptionalField(IsPartialDate())
  concludedOn?: string;
  @IsOptional()
  @IsIn(['passed', 'partial', 'rectify', 'failed'])
  result?: 'passed' | 'partial' | 'rectify' | 'failed';
  @OptionalField(IsBoolean())
  recipientsTookPart?: boolean;
}

/** Fact: the service was evaluated. */
class EvaluationData extends OnData {
  @IsOptional()
  @IsIn(['midterm', 'final'])
  kind?: 'midterm' | 'final';
  @IsOptional()
  @Matches(/^\d{1,6}(\.\d{1,6})?$/)
  score?: string;
  @AnyTextUpTo(100, 'optional')
  grade?: string;
  @Part(() => PartyDto, 'optional')
  evaluator?: PartyDto;
}

/** Fact: the contract ended before its time. */
class TerminationData extends OnData {
  @AnyTextUpTo(2000, 'optional')
  reason?: string;
}

/** The class that checks the data of each kind. */
export const CONTRACT_FACT_DATA = {
  signed: SignedData,
  started: OnData,
  payment: PaymentData,
  milestone: MilestoneData,
  plan: PlanData,
  handover: HandoverData,
  delivered: OnData,
  acceptance: AcceptanceData,
  evaluation: EvaluationData,
  termination: TerminationData,
} as const satisfies Record<ContractFactKind, new () => object>;

const CONTRACT_FACT_KINDS = Object.keys(CONTRACT_FACT_DATA) as ContractFactKind[];

/** A fact about a contract that is kept elsewhere, with its source. */
export class ContractFactDto extends GivenFactDto {
  @IsIn(CONTRACT_FACT_KINDS)
  kind: ContractFactKind;
  /** What the fact says, by its kind. Unknown stays absent. */
  @ByKind(CONTRACT_FACT_DATA)
  @IsObject()
  data: Record<string, unknown>;
}

/** Facts to be recorded together: all of them or none. */
export class RecordContractFactsDto {
  @Parts(() => ContractFactDto, { min: 1, max: MAX_FACTS })
  facts: ContractFactDto[];
}
