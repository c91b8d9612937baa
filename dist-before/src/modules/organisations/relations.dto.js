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
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, IsUUID, MaxLength, ValidateNested, } from 'class-validator';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { IsResidentId } from '../../platform/identity/is-identity.decorators.js';
import { HOLDING_RELATIONS, PERSON_RELATIONS } from './organisation.codes.js';
export class PersonDto {
    relation;
    name;
    /**
     * Resident id (GB 11643). Only a keyed hash of it is kept, and it is never shown again. Without it a person cannot be
     * compared with another: nothing is kept, and the statement does not count as complete.
     */
    residentId;
    static _OPENAPI_METADATA_FACTORY() {
        return { relation: { required: true, enum: ["head", "manager", "founder", "holder"], enum: PERSON_RELATIONS }, name: { required: true, type: () => String, maxLength: 100 }, residentId: { required: false, type: () => String, nullable: true, description: "Resident id (GB 11643). Only a keyed hash of it is kept, and it is never shown again. Without it a person cannot be\ncompared with another: nothing is kept, and the statement does not count as complete." } };
    }
}
__decorate([
    IsIn(PERSON_RELATIONS),
    __metadata("design:type", Object)
], PersonDto.prototype, "relation", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], PersonDto.prototype, "name", void 0);
__decorate([
    IsOptional(),
    IsResidentId(),
    __metadata("design:type", Object)
], PersonDto.prototype, "residentId", void 0);
export class HoldingDto {
    /** The body that holds, manages or founded it, in the same dataset. */
    organisation;
    relation;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: true, type: () => String, description: "The body that holds, manages or founded it, in the same dataset.", format: "uuid" }, relation: { required: true, enum: ["holding", "founder", "management"], enum: HOLDING_RELATIONS } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], HoldingDto.prototype, "organisation", void 0);
__decorate([
    IsIn(HOLDING_RELATIONS),
    __metadata("design:type", Object)
], HoldingDto.prototype, "relation", void 0);
/** The persons and bodies behind an organisation, replaced as a whole. */
export class RelationsDto {
    persons;
    holdings;
    /** Whether these are all there are: only then is absence a fact ("no shared head"). */
    complete;
    static _OPENAPI_METADATA_FACTORY() {
        return { persons: { required: true, type: () => [PersonDto], maxItems: 100 }, holdings: { required: true, type: () => [HoldingDto], maxItems: 100 }, complete: { required: true, type: () => Boolean, description: "Whether these are all there are: only then is absence a fact (\"no shared head\")." } };
    }
}
__decorate([
    IsArray(),
    ArrayMaxSize(100),
    ValidateNested({ each: true }),
    Type(() => PersonDto),
    __metadata("design:type", Array)
], RelationsDto.prototype, "persons", void 0);
__decorate([
    IsArray(),
    ArrayMaxSize(100),
    ValidateNested({ each: true }),
    Type(() => HoldingDto),
    __metadata("design:type", Array)
], RelationsDto.prototype, "holdings", void 0);
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], RelationsDto.prototype, "complete", void 0);
//# sourceMappingURL=relations.dto.js.map