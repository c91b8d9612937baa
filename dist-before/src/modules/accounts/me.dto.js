import * as openapi_import_1 from "./user-view.dto.js";
import * as openapi from "@nestjs/swagger";
/** Who is asking. */
export class MeDto {
    /** `user` or `api_key`. */
    kind;
    id;
    /** Null for an API key. */
    login;
    name;
    seats;
    /** Every permission of the seats together; of a key, its scopes that its holder still has. */
    permissions;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, type: () => String, description: "`user` or `api_key`." }, id: { required: true, type: () => String }, login: { required: true, type: () => String, nullable: true, description: "Null for an API key." }, name: { required: true, type: () => String }, seats: { required: true, type: () => [openapi_import_1.SeatDto] }, permissions: { required: true, type: () => [String], description: "Every permission of the seats together; of a key, its scopes that its holder still has." } };
    }
}
//# sourceMappingURL=me.dto.js.map