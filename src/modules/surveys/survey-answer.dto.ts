import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsInt,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { StatedQuestionDto } from './survey.dto.js';
import type { AnswerValue } from './survey.types.js';

export class SurveyCodeDto {
  /** As it stands on the slip; case, spaces and hyphens do not matter. */
  @IsString()
  @MaxLength(100)
  code: string;
}

export class SurveyAnswerDto {
  /** The number of the question. */
  @IsInt()
  @Min(1)
  @Max(30)
  question: number;

  /** `true` or `false`, a step from 1 to 5, the number of an option, or words. */
  @ApiProperty({ oneOf: [{ type: 'boolean' }, { type: 'integer' }, { type: 'string' }] })
  @IsDefined()
  value: AnswerValue;
}

export class SurveyAnswersDto extends SurveyCodeDto {
  /** Every question once; only words may be left out. */
  @IsArray()
  @ArrayMaxSize(30)
  @ValidateNested({ each: true })
  @Type(() => SurveyAnswerDto)
  answers: SurveyAnswerDto[];
}

export class NextServiceDto {
  from: string;
  /** Null where it is not published. */
  by: string | null;
}
export class LineOutlookDto {
  serviceLine: string;
  name: string;
  /** Who serves it now; empty where nobody does. */
  servedBy: string[];
  /** The last day of the contracts that run now; null where none does. */
  servedUntil: string | null;
  /** The next signed contract; null: nothing is signed yet. */
  next: NextServiceDto | null;
}
export class SurveyQuestionsDto {
  title: string;
  closesOn: string;
  questions: StatedQuestionDto[];
  lines: LineOutlookDto[];
}
export class AnswersReceivedDto {
  /** Answered once; nothing says which answers were whose. */
  received: true;
}
