import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { EarlierGradeDto } from '../../programmes/earlier-grade.dto.js';
import type { DeadlineBasisDto } from '../reads/deadlines.dto.js';
import { FieldErrorDto } from '../../../kernel/openapi/problem.dto.js';
import { CriterionDto, PlanDto, TermsDto } from './terms/terms.dto.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Instant } from '../../../kernel/clock/moment.js';
import type { Method } from '../../../law/code-lists/methods.js';
import { OPINION_KINDS } from './tender-actions.dto.js';

/** What the documents of a tender say, with the criteria of every lot. */
export class TermsViewDto extends TermsDto {
  criteria: CriterionDto[];
}

/** The planned days of a tender. */
export class PlanViewDto extends PlanDto {}

/** What the public, the suppliers or a lawyer said of a draft. */
export class OpinionViewDto {
  id: Uuid;
  @ApiProperty({ enum: OPINION_KINDS })
  kind: string;
  heldOn: PlainDate;
  participants: number | null;
  summary: string;
  recordedAt: Instant;
}

/** A request to buy by another method than open tendering, and how it was decided. */
export class MethodApprovalViewDto {
  method: Method;
  /** What the lots might cost when it was asked for, yuan: granted, it covers no more. Null: asked for before that was kept. */
  amount: string | null;
  reason: string;
  state: 'requested' | 'granted' | 'refused' | 'lapsed';
  requestedAt: Instant;
  decidedAt: Instant | null;
  decisionReason: string | null;
}
/** What a rule said of the draft when it was submitted, and why the approver went on. */
export class DraftFindingDto {
  indicator: string;
  subject: Uuid;
  state: string;
  severity: string | null;
  explanation: string;
  reason: string | null;
}
export const DRAFT_WARNINGS = [
  'not_on_record',
  'proof_asked',
  'like_contracts',
  'negative_list',
  'uncertain',
  'rest_day',
  'no_calendar',
] as const;
/**
 * What a draft lacks of its preparation, seems to ask of bidders against a rule or must not buy, planned days that the announced
 * calendar does not say, a deadline on a rest day, or a copy without planned days. It refuses nothing.
 */
export class DraftWarningDto {
  /** Null of a deadline on a rest day, which no article forbids, and of a copy without a calendar. */
  rule: string | null;
  basis: DeadlineBasisDto | null;
  text: string;
  @ApiProperty({ enum: DRAFT_WARNINGS })
  code: (typeof DRAFT_WARNINGS)[number];
}
/** What an action that is still to come would be refused for as things are, beside what the draft itself lacks. */
export class AheadDto extends FieldErrorDto {
  /** `sign`: of the contract that follows. */
  @ApiProperty({ enum: ['approve', 'issue', 'sign'] })
  action: 'approve' | 'issue' | 'sign';
}
const ANY_JSON = {
  anyOf: [
    { type: 'string' },
    { type: 'number' },
    { type: 'boolean' },
    { type: 'object', additionalProperties: true },
    { type: 'array', items: {} },
  ],
  nullable: true,
};

/** One difference of two documents: where (RFC 6901), and what stood there. */
export class DocumentChangeDto {
  path: string;
  @ApiPropertyOptional({ ...ANY_JSON, description: 'What stood there; absent where nothing did.' })
  before?: unknown;
  @ApiPropertyOptional({ ...ANY_JSON, description: 'What stands there now; absent where nothing does.' })
  after?: unknown;
}
/** The documents as they were issued or corrected; public like them. */
export class RevisionDto {
  revision: number;
  publishedAt: Instant;
  deadlineAt: Instant;
  reason: string | null;
  /** Since the revision before. */
  changes: DocumentChangeDto[];
}
/** What only a tender conducted here has. */
export class ConductedViewDto {
  /** What the documents say; outsiders see them from the issue on. */
  terms: TermsViewDto | null;
  plan: PlanViewDto | null;
  /** Revision of the documents in force; null before the issue. */
  revision: number | null;
  /** Which draft this is, by its revisions before the issue, and for which its intent was published: for its own bodies. */
  draft: number | null;
  intendedDraft: number | null;
  agent: Uuid | null;
  copiedFrom: Uuid | null;
  /** What a copy says otherwise than its origin, for its own bodies and who approves it. */
  changes: DocumentChangeDto[];
  revisions: RevisionDto[];
  approvedAt: Instant | null;
  opinions: OpinionViewDto[];
  methodApproval: MethodApprovalViewDto | null;
  findings: DraftFindingDto[];
  /** For its own bodies and who watches over them. */
  warnings: DraftWarningDto[];
  /** For the same before the issue, where the tender itself is read: what others still have to do. */
  ahead?: AheadDto[];
  /** For the same: how earlier contracts that served its lines were judged. */
  earlierGrades: EarlierGradeDto[];
}
