import { ApiProperty } from '@nestjs/swagger';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { SEVERITIES, SUBJECT_TYPES, type Basis, type Severity, type Unit } from '../runs/assessment-types.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { INDICATOR_IDS } from '../rules/registry.js';

/** A number that an indicator was given, and since when. */
export class ParameterDto {
  name: string;
  value: string;
  unit: Unit;
  /** Null: since the indicator exists. */
  effectiveFrom: PlainDate | null;
  effectiveTo: PlainDate | null;
  /** `law`, `statistic` or `POLICY`. */
  basis: 'law' | 'statistic' | 'POLICY';
}

/** How many objects of one dataset a rule could not judge for want of a field. */
export class MissingFieldDto {
  field: string;
  count: number;
}

/** How many objects of one dataset got which answer; `clear` and `insufficientData` are different answers. */
export class IndicatorCoverageDto {
  dataset: string;
  triggered: number;
  clear: number;
  insufficientData: number;
  notApplicable: number;
  /** Fields whose absence left it without an answer, most frequent first, at most ten; an object may miss several. */
  missing: MissingFieldDto[];
}

/** How often honest cases trigger a rule, as the last bench that was committed measured it. */
export class MeasuredLevelDto {
  /** What was drawn: `lot`, `group`, `market`, or a `case`: what a rule on practice looks at. */
  of: 'lot' | 'group' | 'market' | 'case';
  /** The level that the rule promises, a share; of a rule over many lots that of all of them together. */
  stated: string;
  /** The highest share of any cell, a share. */
  measured: string;
  /** How many were drawn for that cell. */
  drawn: number;
  /** The cell. */
  cell: string;
  /** Of the random numbers: with it anybody computes the same. */
  seed: string;
  measuredOn: PlainDate;
  /** What is run. */
  command: string;
}

/** What reviewers decided about its flags in one dataset. */
export class IndicatorPrecisionDto {
  dataset: string;
  confirmed: number;
  explained: number;
  dataError: number;
  dismissed: number;
  /** Confirmed of all decided, percent with one decimal; null where none is decided. */
  precision: string | null;
}

/** An indicator of the catalogue, with what became of its findings. */
export class IndicatorDto {
  @ApiProperty({ enum: INDICATOR_IDS })
  id: string;
  version: number;
  /** The heaviest it can give. */
  @ApiProperty({ enum: SEVERITIES })
  severity: Severity;
  /** `windows`, `rigging`, `continuity` or `practice`. */
  family: 'windows' | 'rigging' | 'continuity' | 'practice';
  @ApiProperty({ enum: SUBJECT_TYPES, isArray: true })
  subjectTypes: string[];
  title: string;
  description: string;
  parameters: ParameterDto[];
  @ApiProperty({ type: 'object', additionalProperties: true })
  basis: Basis;
  /** Ids of the rules (`GET /rules`) that it rests on. */
  cites: string[];
  limitation: string;
  coverage: IndicatorCoverageDto[];
  precision: IndicatorPrecisionDto[];
  /** Null where no bench measures it. */
  measured: MeasuredLevelDto | null;
}

/** The catalogue of indicators. */
export class IndicatorListDto extends ListOf(IndicatorDto) {}
