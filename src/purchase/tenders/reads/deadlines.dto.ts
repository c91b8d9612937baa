import { ApiProperty } from '@nestjs/swagger';
import { earliestDay, type PartialDate } from '../../../kernel/clock/partial-date.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Language } from '../../../kernel/errors/texts.js';
import {
  CLOCK_EVENTS,
  CLOCK_STATES,
  deriveClockState,
  type ClockState,
  type StatutoryClock,
} from '../../../law/deadlines/deadlines.rules.js';
import { COUNTING_RULES } from '../../../law/deadlines/periods.rules.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Confidence } from '../../../law/rules/rule-types.js';

const BOUNDS = ['minimum', 'maximum', 'window'] as const;

/** Of contracts alone there is one that no law knows: when what follows is to be agreed on. */
export const DEADLINE_EVENTS = [...CLOCK_EVENTS, 'plan_agreed'] as const;

/** The document and article on which a period rests. */
export class DeadlineBasisDto {
  /** `POLICY`: no law says so. */
  document: string;
  article: string;
  confidence: Confidence;
}

/** The event with which a period began, and its day. */
export class DeadlineStartDto {
  @ApiProperty({ enum: CLOCK_EVENTS })
  event: string;
  on: PartialDate;
}

/** A period of law that runs, or ran: who it binds follows from `bound`. */
export class DeadlineDto {
  @ApiProperty({ enum: DEADLINE_EVENTS })
  event: string;
  /** `minimum`: not before the date; `maximum`: on the date at the latest; `window`: others may act until then. */
  @ApiProperty({ enum: BOUNDS })
  bound: (typeof BOUNDS)[number];
  /** Null where it is not known to the day, or the calendar ends before it. */
  date: PlainDate | null;
  rule: string;
  what: string;
  basis: DeadlineBasisDto;
  from: DeadlineStartDto;
  /** When it happened, as precisely as is known. */
  doneOn: PartialDate | null;
  @ApiProperty({ enum: CLOCK_STATES })
  state: ClockState;

  static fromClock(clock: StatutoryClock, today: PlainDate, lang: Language): DeadlineDto {
    const { event, bound, date, rule, what, basis, from, done } = clock;
    return {
      event,
      bound,
      date,
      rule,
      what: what[lang],
      basis: { document: basis.document, article: basis.article, confidence: basis.confidence },
      from: { event: from.event, on: from.on },
      doneOn: done?.on ?? null,
      state: deriveClockState(clock, today),
    };
  }
}

/** A period of law that concerns a tender or one of its lots. */
export class TenderDeadlineDto extends DeadlineDto {
  /** Null: of every lot. */
  lot: number | null;
}

/** A period of law that concerns a contract. */
export class ContractDeadlineDto extends DeadlineDto {
  /** The instalment it is about; null here and below: the contract. */
  payment: Uuid | null;
  /** The amendment whose publication it is about. */
  amendment: Uuid | null;
}

/** The periods of law of a tender; always one page. */
export class TenderDeadlineListDto {
  items: TenderDeadlineDto[];
  /** Rules by which the days of these periods are counted: the first day is left out, a last day that is free moves on. */
  countedBy: string[];
  @ApiProperty({ type: String, nullable: true })
  next: null;
}

/** Whether a law was kept is a finding about a body, and not public; what is still to come is. */
export const isForEverybody = ({ state }: Pick<DeadlineDto, 'state'>): boolean => state === 'future' || state === 'due';

/** The rules of counting that were in force when one of the periods began. */
export const listCountingRules = (method: string | null, deadlines: readonly DeadlineDto[]): string[] =>
  COUNTING_RULES.filter((id) =>
    deadlines.some(
      ({ from }) => findRuleInForce(id, earliestDay(from.on))?.methods.some((each) => each === method) === true,
    ),
  );

export const inOrder = (a: DeadlineDto, b: DeadlineDto): number => {
  const [x, y] = [a, b].map((d) => d.date ?? earliestDay(d.from.on));
  return (x ?? '') < (y ?? '') ? -1 : x === y ? 0 : 1;
};
