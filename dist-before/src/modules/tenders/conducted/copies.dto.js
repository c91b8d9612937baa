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
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, } from 'class-validator';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';
/** A new draft that begins as an earlier purchase was. */
export class NewCopyDto {
    /** The programme the draft belongs to; its calendar plans the dates. */
    programme;
    /**
     * The programme year the dates are planned for. Not said: the year of the programme that is named, else the year after
     * that of the origin's programme.
     */
    year;
    /** Not said: that of the origin. */
    title;
    /** Numbers of the lots it takes. Not said: all of them, or those that failed where it is a new round. */
    lots;
    /**
     * A further round of the same purchase, for lots that failed. It keeps the programme and the days of the service; when its
     * documents are issued is planned anew.
     */
    newRound;
    static _OPENAPI_METADATA_FACTORY() {
        return { programme: { required: false, type: () => String, description: "The programme the draft belongs to; its calendar plans the dates.", format: "uuid" }, year: { required: false, type: () => Number, description: "The programme year the dates are planned for. Not said: the year of the programme that is named, else the year after\nthat of the origin's programme.", minimum: 2000, maximum: 2100 }, title: { required: false, type: () => String, description: "Not said: that of the origin.", maxLength: 500 }, lots: { required: false, type: () => [Number], description: "Numbers of the lots it takes. Not said: all of them, or those that failed where it is a new round.", minimum: 1, maximum: 10000, uniqueItems: true, minItems: 1, maxItems: 1000 }, newRound: { required: false, type: () => Boolean, description: "A further round of the same purchase, for lots that failed. It keeps the programme and the days of the service; when its\ndocuments are issued is planned anew." } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewCopyDto.prototype, "programme", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(2000),
    Max(2100),
    __metadata("design:type", Number)
], NewCopyDto.prototype, "year", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(500),
    __metadata("design:type", String)
], NewCopyDto.prototype, "title", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(1000),
    ArrayUnique(),
    IsInt({ each: true }),
    Min(1, { each: true }),
    Max(10_000, { each: true }),
    __metadata("design:type", Array)
], NewCopyDto.prototype, "lots", void 0);
__decorate([
    IsOptional(),
    IsBoolean(),
    __metadata("design:type", Boolean)
], NewCopyDto.prototype, "newRound", void 0);
//# sourceMappingURL=copies.dto.js.map