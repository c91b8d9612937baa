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
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, IsUrl, MaxLength } from 'class-validator';
import { IsPlainDate } from '../../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';
import { TEXT_KINDS } from './notice-text.rules.js';
/** Where a notice of this purchase stands on the official site. */
export class NoticeAddressDto {
    kind;
    url;
    /** The day on which it appeared there. */
    publishedOn;
    reference;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, enum: ["result", "tender", "contract", "correction", "acceptance", "intent"], enum: TEXT_KINDS }, url: { required: true, type: () => String, maxLength: 2000, format: "uri" }, publishedOn: { required: true, type: () => String, description: "The day on which it appeared there." }, reference: { required: false, type: () => String, nullable: true, maxLength: 200 } };
    }
}
__decorate([
    IsIn(TEXT_KINDS),
    __metadata("design:type", String)
], NoticeAddressDto.prototype, "kind", void 0);
__decorate([
    IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false }),
    MaxLength(2000),
    __metadata("design:type", String)
], NoticeAddressDto.prototype, "url", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NoticeAddressDto.prototype, "publishedOn", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", Object)
], NoticeAddressDto.prototype, "reference", void 0);
/** A notice as it is pasted into the official site. */
export class NoticeTextDto {
    kind;
    text;
    /** What the rules ask of such a notice and is not on record: labels of the blanks in the text. */
    missing;
    static _OPENAPI_METADATA_FACTORY() {
        return { kind: { required: true, enum: ["result", "tender", "contract", "correction", "acceptance", "intent"] }, text: { required: true, type: () => String }, missing: { required: true, type: () => [String], description: "What the rules ask of such a notice and is not on record: labels of the blanks in the text." } };
    }
}
__decorate([
    ApiProperty({ enum: TEXT_KINDS }),
    __metadata("design:type", String)
], NoticeTextDto.prototype, "kind", void 0);
//# sourceMappingURL=notices-here.dto.js.map