import type { ProblemCode } from '../errors/codes.js';

/** One fault of one field. */
export class FieldErrorDto {
  /** JSON pointer into the body; for a query parameter, its name after a slash. */
  pointer: string;
  /** Stable. */
  code: string;
  /** In the language asked for. */
  text: string;
  /** Where several refusals are told at once: the code of the problem that this fault belongs to. */
  refusal?: string;
  /** Id of the rule of law that this refusal cites. */
  rule?: string;
  /** Address of the object that has it already, where you may read it. */
  href?: string;
}

/** The rule of law that refused. */
export class BasisDto {
  document: string;
  article?: string | null;
  confidence?: string | null;
}

/** RFC 9457. */
export class ProblemDto {
  type: string;
  title: string;
  status: number;
  /** Stable; listed in openapi/problems.md. */
  code: ProblemCode;
  detail?: string;
  errors?: FieldErrorDto[];
  /** Id of the rule that refused. */
  rule?: string;
  basis?: BasisDto;
  allowedActions?: string[];
  /** Other facts a client may act on. */
  facts?: Record<string, unknown>;
  requestId?: string;
}
