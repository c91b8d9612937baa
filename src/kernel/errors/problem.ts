import { PROBLEMS, type ProblemCode } from './codes.js';
import type { Language, Text } from './texts.js';

/** One fault of one field: `pointer` is a JSON pointer into the body, or `?name` for a query parameter. */
export interface FieldError {
  pointer: string;
  code: string;
  text: Text;
  /** Where several refusals are told at once: the code of the one that this fault belongs to, and the rule of law that it cites. */
  refusal?: ProblemCode;
  rule?: string;
  /** Address of the object that has it already; only for whoever may read that one. */
  href?: string;
}
/** The rule of law that refused. */
export interface Basis {
  document: string;
  article?: string | null;
  confidence?: string | null;
}
export interface ProblemDetails {
  detail?: Text;
  errors?: FieldError[];
  rule?: string;
  basis?: Basis;
  allowedActions?: string[];
  /** Other facts a client may act on, e.g. the two facts that contradict each other. */
  facts?: Record<string, unknown>;
  retryAfterSeconds?: number;
  /** Its facts hold a secret: it is told once, and kept under no Idempotency-Key. */
  secret?: true;
}

/** A refusal. `throw new Problem('wrong_state', { allowedActions })`; the filter makes RFC 9457 of it. */
export class Problem extends Error {
  constructor(
    readonly code: ProblemCode,
    readonly details: ProblemDetails = {},
  ) {
    super(details.detail?.en ?? code);
    this.name = 'Problem';
  }
  /** A refusal for one field. */
  static ofField(code: ProblemCode, pointer: string, text: Text): Problem {
    return new Problem(code, { errors: [{ pointer, code, text }] });
  }
  get status(): number {
    return PROBLEMS[this.code].status;
  }
}

/**
 * A refusal whose traces stay: what the use case wrote before it refused is committed, also where the request is one that
 * may be repeated. For what a caller must not be able to undo by failing: a counted wrong password, a session that was
 * ended because its token came twice.
 */
export class LastingProblem extends Problem {}

/** A fault in the language of the reader. */
interface ShownFieldError extends Omit<FieldError, 'text'> {
  text: string;
}

export const toShownErrors = (errors: readonly FieldError[], language: Language): ShownFieldError[] =>
  errors.map(({ pointer, code, text, refusal, rule, href }) => ({
    ...{ pointer, code, text: text[language] },
    ...(refusal && { refusal }),
    ...(rule && { rule }),
    ...(href && { href }),
  }));

/** The body of an `application/problem+json` answer. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  code: ProblemCode;
  detail?: string;
  errors?: ShownFieldError[];
  rule?: string;
  basis?: Basis;
  allowedActions?: string[];
  facts?: Record<string, unknown>;
  requestId?: string;
}

export function problemBody(problem: Problem, language: Language, requestId?: string): ProblemBody {
  const { detail, errors, rule, basis, allowedActions, facts } = problem.details;
  return {
    type: `/problems/${problem.code}`,
    title: PROBLEMS[problem.code].title[language],
    status: problem.status,
    code: problem.code,
    ...(detail && { detail: detail[language] }),
    ...(errors && { errors: toShownErrors(errors, language) }),
    ...(rule && { rule }),
    ...(basis && { basis }),
    ...(allowedActions && { allowedActions }),
    ...(facts && { facts }),
    ...(requestId && { requestId }),
  };
}
