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
import { IsOptional, Matches } from 'class-validator';
import { DATASET } from '../../platform/database/dataset.js';
export class RunRequestDto {
    /** One dataset; left out: everything. */
    dataset;
    static _OPENAPI_METADATA_FACTORY() {
        return { dataset: { required: false, type: () => String, description: "One dataset; left out: everything." } };
    }
}
__decorate([
    IsOptional(),
    Matches(DATASET),
    __metadata("design:type", String)
], RunRequestDto.prototype, "dataset", void 0);
/** A full pass. */
export class RunDto {
    id;
    dataset;
    /** `requested`, `running` or `finished`. */
    state;
    requestedAt;
    finishedAt;
    /** Objects looked at. */
    subjects;
    /** Answers that were new, changed or gone; 0 where nothing had changed. */
    changed;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, dataset: { required: true, type: () => String, nullable: true }, state: { required: true, type: () => String, description: "`requested`, `running` or `finished`." }, requestedAt: { required: true, type: () => String }, finishedAt: { required: true, type: () => String, nullable: true }, subjects: { required: true, type: () => Number, description: "Objects looked at." }, changed: { required: true, type: () => Number, description: "Answers that were new, changed or gone; 0 where nothing had changed." } };
    }
}
export class RunListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [RunDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=runs.dto.js.map