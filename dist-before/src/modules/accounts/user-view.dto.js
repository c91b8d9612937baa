import * as openapi from "@nestjs/swagger";
import { allowedActions } from '../../platform/lifecycle/lifecycle.js';
import { userLifecycle } from './user.lifecycle.js';
/** A role in a body. */
export class SeatDto {
    /** Null only for an administrator who sits in no body. */
    organisation;
    organisationName;
    role;
    /** Region code of the body. */
    region;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: true, type: () => String, nullable: true, description: "Null only for an administrator who sits in no body." }, organisationName: { required: true, type: () => String, nullable: true }, role: { required: true, type: () => String }, region: { required: true, type: () => String, nullable: true, description: "Region code of the body." } };
    }
}
export class UserDto {
    id;
    /** For If-Match. */
    version;
    login;
    name;
    /** `active` or `disabled`. */
    state;
    seats;
    /** False until the one-time code was used. */
    passwordSet;
    /** Until when the one-time code works, where one is open. */
    setupCodeExpiresAt;
    createdAt;
    updatedAt;
    allowedActions;
    static of(row, principal) {
        return {
            id: row.id,
            version: row.version,
            login: row.login,
            name: row.name,
            state: row.state,
            seats: row.seats,
            passwordSet: row.password_set,
            setupCodeExpiresAt: row.setup_expires_at?.toISOString() ?? null,
            createdAt: row.created_at.toISOString(),
            updatedAt: row.updated_at.toISOString(),
            allowedActions: allowedActions(userLifecycle, row.state, principal),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number, description: "For If-Match." }, login: { required: true, type: () => String }, name: { required: true, type: () => String }, state: { required: true, type: () => String, description: "`active` or `disabled`." }, seats: { required: true, type: () => [SeatDto] }, passwordSet: { required: true, type: () => Boolean, description: "False until the one-time code was used." }, setupCodeExpiresAt: { required: true, type: () => String, nullable: true, description: "Until when the one-time code works, where one is open." }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String }, allowedActions: { required: true, type: () => [String] } };
    }
}
/** A user with the one-time code, where this answer is the one that shows it. */
export class UserWithCodeDto extends UserDto {
    /** Shown once. Give it to the person; `/auth/setup` takes it with the new password. */
    setupCode;
    static with(row, principal, code) {
        return { ...UserDto.of(row, principal), ...(code && { setupCode: code.setupCode }) };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { setupCode: { required: false, type: () => String, description: "Shown once. Give it to the person; `/auth/setup` takes it with the new password." } };
    }
}
export class UserListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [UserDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=user-view.dto.js.map