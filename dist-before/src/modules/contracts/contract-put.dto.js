var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../tenders/tender-facts.dto.js";
import * as openapi_import_2 from "../tenders/fact-parts.dto.js";
import * as openapi_import_3 from "../../platform/http/external-id.dto.js";
import * as openapi from "@nestjs/swagger";
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsInt, IsObject, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateNested, } from 'class-validator';
import { ExternalIdDto, externalIdKey } from '../../platform/http/external-id.dto.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { FactSourceDto } from '../tenders/fact-parts.dto.js';
import { ContractData } from '../tenders/tender-facts.dto.js';
/** A contract as another system keeps it: the fact `contract` of its tender. */
export class PutContractDto {
    /** The recorded purchase whose contract it is; it never changes. */
    tender;
    /** Number of the lot; without it the contract is for the whole purchase. It never changes. */
    lot;
    /** Fields that are not given stay as they are. */
    data;
    source;
    /** Why it is said otherwise than before. Required where it is; the earlier words stay in the history. */
    reason;
    /** Further ids of a contract that is created. */
    externalIds;
    static _OPENAPI_METADATA_FACTORY() {
        return { tender: { required: true, type: () => String, description: "The recorded purchase whose contract it is; it never changes.", format: "uuid" }, lot: { required: false, type: () => Number, nullable: true, description: "Number of the lot; without it the contract is for the whole purchase. It never changes.", minimum: 1, maximum: 10000 }, data: { required: true, type: () => openapi_import_1.ContractData, description: "Fields that are not given stay as they are." }, source: { required: true, type: () => openapi_import_2.FactSourceDto }, reason: { required: false, type: () => String, nullable: true, description: "Why it is said otherwise than before. Required where it is; the earlier words stay in the history.", maxLength: 2000 }, externalIds: { required: false, type: () => [openapi_import_3.ExternalIdDto], nullable: true, description: "Further ids of a contract that is created.", uniqueItems: true, maxItems: 20 } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], PutContractDto.prototype, "tender", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(1),
    Max(10_000),
    __metadata("design:type", Object)
], PutContractDto.prototype, "lot", void 0);
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => ContractData),
    __metadata("design:type", ContractData)
], PutContractDto.prototype, "data", void 0);
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => FactSourceDto),
    __metadata("design:type", FactSourceDto)
], PutContractDto.prototype, "source", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", Object)
], PutContractDto.prototype, "reason", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(20),
    ArrayUnique(externalIdKey),
    ValidateNested({ each: true }),
    Type(() => ExternalIdDto),
    __metadata("design:type", Object)
], PutContractDto.prototype, "externalIds", void 0);
//# sourceMappingURL=contract-put.dto.js.map