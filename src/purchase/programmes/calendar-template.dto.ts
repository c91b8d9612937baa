import { buildMessage, IsIn, Matches, ValidateBy, ValidateIf } from 'class-validator';
import { isPlainDate } from '../../kernel/clock/plain-date.js';
import { AnyTextUpTo, Part, Parts } from '../../kernel/http/validation/fields.js';

/** `MM` or `MM-DD` of some year. */
const isCycleDay = (value: unknown): boolean =>
  typeof value === 'string' && isPlainDate(value.length === 2 ? `2000-${value}-01` : `2000-${value}`);

const IsCycleDay = (): PropertyDecorator =>
  ValidateBy({
    name: 'isCycleDay',
    validator: { validate: isCycleDay, defaultMessage: buildMessage(() => '$property must be MM or MM-DD') },
  });

/** A text in both languages. */
export class BothLanguagesDto {
  @AnyTextUpTo(200)
  en: string;

  @AnyTextUpTo(200)
  zh: string;
}

/** A month or a day of the programme's year or of the next one. */
export class CycleDateDto {
  /** 0 is the programme's year, 1 the next. */
  @IsIn([0, 1])
  year: 0 | 1;

  /** `MM` or `MM-DD`. */
  @IsCycleDay()
  date: string;
}

/** One step of a yearly cycle, with the time in which it falls. */
export class CalendarStepDto {
  @Matches(/^[a-z][a-z0-9_]{0,59}$/)
  event: string;

  @Part(() => BothLanguagesDto)
  name: BothLanguagesDto;

  /** Null where the cycle gives no date. */
  @ValidateIf((_, value) => value !== null)
  @Part(() => CycleDateDto)
  from: CycleDateDto | null;

  @ValidateIf((_, value) => value !== null)
  @Part(() => CycleDateDto)
  to: CycleDateDto | null;
}

/** A yearly cycle. */
export class CalendarTemplateDto {
  @Matches(/^[a-z][a-z0-9_]{0,59}$/)
  code: string;

  @Part(() => BothLanguagesDto)
  name: BothLanguagesDto;

  @Parts(() => CalendarStepDto, { min: 1, max: 30 })
  steps: CalendarStepDto[];
}
