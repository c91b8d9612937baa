import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  buildMessage,
  IsArray,
  IsIn,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { isPlainDate } from '../../kernel/clock/plain-date.js';

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
  @IsString()
  @MaxLength(200)
  en: string;

  @IsString()
  @MaxLength(200)
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

  @IsObject()
  @ValidateNested()
  @Type(() => BothLanguagesDto)
  name: BothLanguagesDto;

  /** Null where the cycle gives no date. */
  @ValidateIf((_, value) => value !== null)
  @IsObject()
  @ValidateNested()
  @Type(() => CycleDateDto)
  from: CycleDateDto | null;

  @ValidateIf((_, value) => value !== null)
  @IsObject()
  @ValidateNested()
  @Type(() => CycleDateDto)
  to: CycleDateDto | null;
}

/** A yearly cycle. */
export class CalendarTemplateDto {
  @Matches(/^[a-z][a-z0-9_]{0,59}$/)
  code: string;

  @IsObject()
  @ValidateNested()
  @Type(() => BothLanguagesDto)
  name: BothLanguagesDto;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => CalendarStepDto)
  steps: CalendarStepDto[];
}
