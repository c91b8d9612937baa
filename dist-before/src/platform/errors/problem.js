import { PROBLEMS } from './codes.js';
/** A refusal. `throw new Problem('wrong_state', { allowedActions })`; the filter makes RFC 9457 of it. */
export class Problem extends Error {
    code;
    details;
    constructor(code, details = {}) {
        super(details.detail?.en ?? PROBLEMS[code].title.en);
        this.code = code;
        this.details = details;
        this.name = 'Problem';
    }
    get status() {
        return PROBLEMS[this.code].status;
    }
}
/**
 * A refusal whose traces stay: what the use case wrote before it refused is committed, also where the request is one that
 * may be repeated. For what a caller must not be able to undo by failing: a counted wrong password, a session that was
 * ended because its token came twice.
 */
export class LastingProblem extends Problem {
}
export function problemBody(problem, language, requestId) {
    const { detail, errors, rule, basis, allowedActions, facts } = problem.details;
    return {
        type: `/problems/${problem.code}`,
        title: PROBLEMS[problem.code].title[language],
        status: problem.status,
        code: problem.code,
        ...(detail && { detail: detail[language] }),
        ...(errors && { errors: errors.map((e) => ({ pointer: e.pointer, code: e.code, text: e.text[language] })) }),
        ...(rule && { rule }),
        ...(basis && { basis }),
        ...(allowedActions && { allowedActions }),
        ...(facts && { facts }),
        ...(requestId && { requestId }),
    };
}
//# sourceMappingURL=problem.js.map