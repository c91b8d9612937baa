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
import { IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import { DATASET } from '../database/dataset.js';
import { EXTERNAL_ID } from '../database/external-ids.js';
import { IsInstant } from '../clock/is-date.decorators.js';
import { PageQuery } from './list.js';
/** What every list of roots takes. */
export class RootQuery extends PageQuery {
    /** Only this dataset; without it, every dataset the caller may see. */
    dataset;
    /** Changed at or after this time (RFC 3339). May repeat rows; `/changes` is the loss-free feed. */
    updatedSince;
    /** `system:id` of another system. */
    externalId;
    static _OPENAPI_METADATA_FACTORY() {
        return { dataset: { required: false, type: () => String, description: "Only this dataset; without it, every dataset the caller may see." }, updatedSince: { required: false, type: () => String, description: "Changed at or after this time (RFC 3339). May repeat rows; `/changes` is the loss-free feed." }, externalId: { required: false, type: () => String, description: "`system:id` of another system.", maxLength: 241 } };
    }
}
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], RootQuery.prototype, "dataset", void 0);
__decorate([
    IsOptional(),
    IsInstant(),
    __metadata("design:type", String)
], RootQuery.prototype, "updatedSince", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(241),
    Matches(EXTERNAL_ID),
    __metadata("design:type", String)
], RootQuery.prototype, "externalId", void 0);
//# sourceMappingURL=root-query.dto.js.map