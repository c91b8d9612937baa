import * as openapi from "@nestjs/swagger";
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { registrationLifecycle } from './registration.lifecycle.js';
/** What the applicant is told. */
export class RegistrationReceiptDto {
    id;
    /** `received`; an administrator decides. */
    state;
    agencyName;
    creditCode;
    login;
    receivedAt;
    static of(row) {
        return {
            id: row.id,
            state: row.state,
            agencyName: row.agency_name,
            creditCode: row.credit_code,
            login: row.login,
            receivedAt: row.created_at.toISOString(),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, state: { required: true, type: () => String, description: "`received`; an administrator decides." }, agencyName: { required: true, type: () => String }, creditCode: { required: true, type: () => String }, login: { required: true, type: () => String }, receivedAt: { required: true, type: () => String } };
    }
}
export class RegistrationDto extends RegistrationReceiptDto {
    /** For If-Match. */
    version;
    region;
    contactName;
    phoneMasked;
    note;
    /** The body whose manager the applicant became. */
    organisation;
    user;
    reason;
    /** Other registrations for the same credit code that wait for a decision: not all of them can be the agency's. */
    competing;
    decidedAt;
    decidedBy;
    updatedAt;
    allowedActions;
    static from(row, principal) {
        return {
            ...RegistrationReceiptDto.of(row),
            version: row.version,
            region: row.region,
            contactName: row.contact_name,
            phoneMasked: row.phone_masked,
            note: row.note,
            organisation: row.organisation_id,
            user: row.user_id,
            reason: row.reason,
            competing: row.competing,
            decidedAt: row.decided_at?.toISOString() ?? null,
            decidedBy: row.decided_by,
            updatedAt: row.updated_at.toISOString(),
            allowedActions: allowedActions(registrationLifecycle, row.state, principal),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { version: { required: true, type: () => Number, description: "For If-Match." }, region: { required: true, type: () => String, nullable: true }, contactName: { required: true, type: () => String }, phoneMasked: { required: true, type: () => String }, note: { required: true, type: () => String, nullable: true }, organisation: { required: true, type: () => String, nullable: true, description: "The body whose manager the applicant became." }, user: { required: true, type: () => String, nullable: true }, reason: { required: true, type: () => String, nullable: true }, competing: { required: true, type: () => [String], description: "Other registrations for the same credit code that wait for a decision: not all of them can be the agency's." }, decidedAt: { required: true, type: () => String, nullable: true }, decidedBy: { required: true, type: () => String, nullable: true }, updatedAt: { required: true, type: () => String }, allowedActions: { required: true, type: () => [String] } };
    }
}
/** A decided registration with the one-time code, where this answer is the one that shows it. */
export class RegistrationWithCodeDto extends RegistrationDto {
    /** Shown once. Give it to the agency; `/auth/setup` takes it with the new password. */
    setupCode;
    setupCodeExpiresAt;
    static with(row, principal, code) {
        return { ...RegistrationDto.from(row, principal), ...code };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { setupCode: { required: false, type: () => String, description: "Shown once. Give it to the agency; `/auth/setup` takes it with the new password." }, setupCodeExpiresAt: { required: false, type: () => String } };
    }
}
export class RegistrationListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [RegistrationDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=registration-view.dto.js.map