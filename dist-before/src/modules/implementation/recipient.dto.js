var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi from "@nestjs/swagger";
import { IsOptional, IsString, IsUUID, MaxLength, ValidateIf } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery } from '../../platform/http/list.js';
export class NewRecipientDto {
    /** The contract under which they are served: of the own body, running, and for this line. */
    contract;
    /** What the agency's own people call them. Encrypted; readable by the serving agency alone. */
    displayName;
    /** One of the line's communities. */
    community;
    /** First day; today where it is not given. */
    since;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: true, type: () => String, description: "The contract under which they are served: of the own body, running, and for this line.", format: "uuid" }, displayName: { required: true, type: () => String, description: "What the agency's own people call them. Encrypted; readable by the serving agency alone.", maxLength: 100 }, community: { required: false, type: () => String, nullable: true, description: "One of the line's communities.", format: "uuid" }, since: { required: false, type: () => String, nullable: true, description: "First day; today where it is not given." } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewRecipientDto.prototype, "contract", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], NewRecipientDto.prototype, "displayName", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewRecipientDto.prototype, "community", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], NewRecipientDto.prototype, "since", void 0);
/** RFC 7396: only the fields that are given change, null removes. */
export class RecipientChangeDto {
    displayName;
    community;
    /** Last day, where they are served no more. */
    until;
    static _OPENAPI_METADATA_FACTORY() {
        return { displayName: { required: false, type: () => String, maxLength: 100 }, community: { required: false, type: () => String, nullable: true, format: "uuid" }, until: { required: false, type: () => String, nullable: true, description: "Last day, where they are served no more." } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], RecipientChangeDto.prototype, "displayName", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], RecipientChangeDto.prototype, "community", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], RecipientChangeDto.prototype, "until", void 0);
/** Without a search by name: a name in an address would stand in the logs of whatever lies between. */
export class RecipientQuery extends PageQuery {
    contract;
    static _OPENAPI_METADATA_FACTORY() {
        return { contract: { required: false, type: () => String, format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], RecipientQuery.prototype, "contract", void 0);
export class RecipientDto {
    id;
    version;
    serviceLine;
    /** Issued here; goes on over every contract of the line. */
    number;
    /** For the serving agency; null for everybody else, and where it cannot be read any more. */
    displayName;
    community;
    /** Who serves them, and the contract under which they were registered or taken over. */
    servedBy;
    contract;
    since;
    until;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, serviceLine: { required: true, type: () => String }, number: { required: true, type: () => String, description: "Issued here; goes on over every contract of the line." }, displayName: { required: true, type: () => String, nullable: true, description: "For the serving agency; null for everybody else, and where it cannot be read any more." }, community: { required: true, type: () => String, nullable: true }, servedBy: { required: true, type: () => String, description: "Who serves them, and the contract under which they were registered or taken over." }, contract: { required: true, type: () => String }, since: { required: true, type: () => String }, until: { required: true, type: () => String, nullable: true } };
    }
}
export class RecipientListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [RecipientDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=recipient.dto.js.map