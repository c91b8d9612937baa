import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { OneOf } from '../../../../kernel/http/validation/fields.js';
import { CONTENT_CODES, SERVICE_FORMS, type ServiceForm } from '../../../../law/code-lists/code-lists.js';
import { MEASURES, type MeasureOf } from './measure.rules.js';

/** How the records of service count toward a target. */
export class MeasureDto {
  /** `records`, their `minutes`, `visits` (each recipient served, 人次) or `recipients` (different ones, 人). */
  @IsIn(MEASURES)
  @ApiProperty({ enum: MEASURES })
  of: MeasureOf;
  @OneOf(SERVICE_FORMS, 'optional')
  @ApiProperty({ enum: SERVICE_FORMS, required: false, nullable: true, type: String })
  form?: ServiceForm | null;
  /** A code of the list of contents of the category (`contents-elderly-home-care`, `contents-social-work`, …). */
  @OneOf(CONTENT_CODES, 'optional')
  content?: string | null;
}
