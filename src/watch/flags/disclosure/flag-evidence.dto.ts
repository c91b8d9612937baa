import type { Instant } from '../../../kernel/clock/moment.js';
import type { Uuid } from '../../../kernel/http/id.js';
import { ASSESSMENT_STATES, type AssessmentState, type Unit } from '../../runs/assessment-types.js';
import { EvidenceDto } from '../../runs/assessment.dto.js';
import { FlagDto, LabelledDto } from '../flag.dto.js';
import { ApiProperty } from '@nestjs/swagger';
import { WITHHELD, type Withholding } from './disclosure.rules.js';

/** Evidence of one kind that the reader is not shown, and why. */
export class WithheldDto {
  /** The kind of record it stands in. */
  record: string;
  field: string;
  /** Pieces of this kind; null where it would tell how many bid before the result is public. */
  count: number | null;
  @ApiProperty({ enum: Object.keys(WITHHELD) })
  why: Withholding;
  text: string;
}

/** What the rule found of one object, and the facts it rests on. */
export class FlagEvidenceDto {
  assessment: Uuid;
  subject: LabelledDto;
  /** The version of the rule. */
  version: number;
  /**
   * What the rule says of it now; null: nothing any more. Of a group that waits for a screening, or that the last one could
   * not judge, all else here is what a screening found of it. For a body, while a lot without a public result is among what is
   * judged now: what it was asked about.
   */
  @ApiProperty({ enum: ASSESSMENT_STATES, nullable: true })
  state: AssessmentState | null;
  value: string | null;
  threshold: string | null;
  unit: Unit | null;
  pValue: string | null;
  /** In the words of the description where it would name what is withheld. */
  explanation: string;
  evidence: EvidenceDto[];
  /** What a body that was asked is not shown; nothing is withheld from who oversees the flag. */
  withheld: WithheldDto[];
  inputsHash: string;
  assessedAt: Instant;
}

/** How many of all objects that a rule could judge it found the same of. What is true of all says nothing of one. */
export class FlagReachDto {
  hit: number;
  of: number;
  /** `programme`: those of the programme by whose calendar they are made; `dataset`: all of the dataset. */
  within: 'programme' | 'dataset';
}

/** A case with what it rests on. */
export class FlagDetailDto extends FlagDto {
  /** By assessment, at most 100. */
  evidence: FlagEvidenceDto[];
  /** Of windows and of continuity; null of other indicators, of which each case stands for itself. */
  reach: FlagReachDto | null;
}
