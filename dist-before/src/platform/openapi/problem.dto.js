import * as openapi from "@nestjs/swagger";
/** One fault of one field. */
export class FieldErrorDto {
    /** JSON pointer into the body; for a query parameter, its name after a slash. */
    pointer;
    /** Stable. */
    code;
    /** In the language asked for. */
    text;
    static _OPENAPI_METADATA_FACTORY() {
        return { pointer: { required: true, type: () => String, description: "JSON pointer into the body; for a query parameter, its name after a slash." }, code: { required: true, type: () => String, description: "Stable." }, text: { required: true, type: () => String, description: "In the language asked for." } };
    }
}
/** The rule of law that refused. */
export class BasisDto {
    document;
    article;
    confidence;
    static _OPENAPI_METADATA_FACTORY() {
        return { document: { required: true, type: () => String }, article: { required: false, type: () => String, nullable: true }, confidence: { required: false, type: () => String, nullable: true } };
    }
}
/** RFC 9457. */
export class ProblemDto {
    type;
    title;
    status;
    /** Stable; listed in openapi/problems.md. */
    code;
    detail;
    errors;
    /** Id of the rule that refused. */
    rule;
    basis;
    allowedActions;
    /** Other facts a client may act on. */
    facts;
    requestId;
    static _OPENAPI_METADATA_FACTORY() {
        return { type: { required: true, type: () => String }, title: { required: true, type: () => String }, status: { required: true, type: () => Number }, code: { required: true, type: () => String, description: "Stable; listed in openapi/problems.md." }, detail: { required: false, type: () => String }, errors: { required: false, type: () => [FieldErrorDto] }, rule: { required: false, type: () => String, description: "Id of the rule that refused." }, basis: { required: false, type: () => BasisDto }, allowedActions: { required: false, type: () => [String] }, facts: { required: false, type: "object", additionalProperties: true, description: "Other facts a client may act on." }, requestId: { required: false, type: () => String } };
    }
}
//# sourceMappingURL=problem.dto.js.map