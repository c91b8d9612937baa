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
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
/** Bonds that went back. The reason is asked for where what was recorded of one of them is said anew. */
export class BondRefundsDto extends ReasonDto {
    lot;
    bids;
    /** Day on which they went; today where it is not given. */
    refundedOn;
    /** Number of the paper that proves it. */
    reference;
    static _OPENAPI_METADATA_FACTORY() {
        return { lot: { required: true, type: () => Number, minimum: 1, maximum: 1000 }, bids: { required: true, type: () => [String], uniqueItems: true, format: "uuid", minItems: 1, maxItems: 1000 }, refundedOn: { required: false, type: () => String, description: "Day on which they went; today where it is not given." }, reference: { required: false, type: () => String, description: "Number of the paper that proves it.", maxLength: 200 } };
    }
}
__decorate([
    IsInt(),
    Min(1),
    Max(1000),
    __metadata("design:type", Number)
], BondRefundsDto.prototype, "lot", void 0);
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(1000),
    ArrayUnique(),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], BondRefundsDto.prototype, "bids", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], BondRefundsDto.prototype, "refundedOn", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], BondRefundsDto.prototype, "reference", void 0);
//# sourceMappingURL=bond-refunds.dto.js.map