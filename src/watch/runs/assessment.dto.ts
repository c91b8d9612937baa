import { ApiProperty } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { DATASET } from '../../kernel/database/dataset.js';
import type { Language, Text } from '../../kernel/errors/texts.js';
import { ListOf } from '../../kernel/http/lists/list-of.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { OneOf } from '../../kernel/http/validation/fields.js';
import {
  ASSESSMENT_STATES,
  SEVERITIES,
  SUBJECT_TYPES,
  type AssessmentState,
  type Basis,
  type Evidence,
  type Explanation,
  type Reason,
  type Severity,
  type SubjectType,
  type Unit,
} from './assessment-types.js';
import { LabelledDto } from '../flags/flag.dto.js';
import { INDICATOR_IDS } from '../rules/registry.js';
import type { Uuid } from '../../kernel/http/id.js';
import type { Instant } from '../../kernel/clock/moment.js';
import { toView } from '../../kernel/http/view.js';

const SUBJECT = new RegExp(`^(${SUBJECT_TYPES.join('|')}):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`, 'i');

export class AssessmentQuery extends PageQuery {
  /** `type:id`; the type is that of a subject. */
  @IsOptional()
  @Matches(SUBJECT)
  subject?: string;

  /** Only this dataset; without it, every dataset the caller may see. */
  @IsOptional()
  @Matches(DATASET)
  dataset?: string;

  @OneOf(INDICATOR_IDS, 'optional')
  indicator?: string;

  @OneOf(ASSESSMENT_STATES, 'optional')
  state?: AssessmentState;
}

/** A value that a finding rests on, and where it stands. */
export class EvidenceDto {
  /** `type:id` of the record looked at. */
  record: string;
  field: string;
  value: string;
}

/** What one rule says, in the caller's language. */
export class FindingDto {
  @ApiProperty({ enum: INDICATOR_IDS })
  indicator: string;
  version: number;
  @ApiProperty({ enum: SEVERITIES })
  severity: Severity;
  @ApiProperty({ enum: ASSESSMENT_STATES })
  state: AssessmentState;
  title: string;
  explanation: string;
  value: string | null;
  threshold: string | null;
  unit: Unit | null;
  /** Of a statistic. */
  pValue: string | null;
  evidence: EvidenceDto[];
  /** Why it did not speak: `missing` names fields, else a `code`. */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  reason: Reason | null;
  /** `law`, `statistic`, or `POLICY`: a choice of this product. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  basis: Basis;
  limitation: string;
}

/** What an indicator says of one object. Where it found nothing, its words are computed anew from the facts. */
export class AssessmentDto extends FindingDto {
  id: Uuid;
  dataset: string;
  subject: LabelledDto;
  inputsHash: string;
  assessedAt: Instant;
  /** Of a rule over many lots: the screening that gave the answer. Else the full pass that did; null: a change did. */
  run: Uuid | null;
  /** Of a rule over many lots: the immutable baseline that the screening compared with. */
  baseline: Uuid | null;
  /** Of a rule over many lots: since when facts have changed that no screening has looked at. */
  waitingSince: Instant | null;

  static fromRow(row: AssessmentRow, lang: Language): AssessmentDto {
    return toView(AssessmentDto, row, {
      ...toFindingDto({ ...row, pValue: row.p_value }, lang),
      subject: { type: row.subject_type, id: row.subject_id, label: row.label },
      run: row.run_id,
      baseline: row.baseline_id,
      waitingSince: row.waiting_since?.toISOString() ?? null,
    });
  }
}

export interface AssessmentRow {
  id: string;
  dataset: string;
  indicator: string;
  version: number;
  severity: Severity;
  subject_type: SubjectType;
  subject_id: string;
  label: string | null;
  state: AssessmentState;
  value: string | null;
  threshold: string | null;
  unit: Unit | null;
  p_value: string | null;
  title: Text;
  explanation: Explanation;
  limitation: Text;
  basis: Basis;
  evidence: Evidence[];
  reason: Reason | null;
  inputs_hash: string;
  assessed_at: Date;
  run_id: string | null;
  baseline_id: string | null;
  waiting_since: Date | null;
}

interface Spoken extends Pick<
  AssessmentRow,
  | 'indicator'
  | 'version'
  | 'severity'
  | 'state'
  | 'value'
  | 'threshold'
  | 'unit'
  | 'title'
  | 'explanation'
  | 'limitation'
> {
  pValue: string | null;
  evidence: Evidence[];
  reason: Reason | null;
  basis: Basis;
}

export const toFindingDto = (said: Spoken, lang: Language): FindingDto =>
  toView(FindingDto, said, {
    title: said.title[lang],
    explanation: said.explanation[lang],
    limitation: said.limitation[lang],
  });

/** A page of assessments. */
export class AssessmentListDto extends ListOf(AssessmentDto) {}
