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
import { IsBoolean, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsVisible } from '../../../platform/http/is-visible.decorator.js';
class ForBodyDto {
    /** For which of the caller's bodies; needed only where there are several. */
    organisation;
    static _OPENAPI_METADATA_FACTORY() {
        return { organisation: { required: false, type: () => String, description: "For which of the caller's bodies; needed only where there are several.", format: "uuid" } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ForBodyDto.prototype, "organisation", void 0);
/** A question about the documents. Who asked is told to nobody. */
export class NewQuestionDto extends ForBodyDto {
    question;
    static _OPENAPI_METADATA_FACTORY() {
        return { question: { required: true, type: () => String, maxLength: 5000 } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(5000),
    __metadata("design:type", String)
], NewQuestionDto.prototype, "question", void 0);
export class AnswerDto {
    /** Published to everybody, with the question. */
    answer;
    /**
     * Whether it may affect how a bid is prepared: then the law's time has to be left until the deadline. That it does not is
     * not believed of an answer that speaks of changing what bids are prepared by.
     */
    affectsPreparation;
    static _OPENAPI_METADATA_FACTORY() {
        return { answer: { required: true, type: () => String, description: "Published to everybody, with the question.", maxLength: 10000 }, affectsPreparation: { required: true, type: () => Boolean, description: "Whether it may affect how a bid is prepared: then the law's time has to be left until the deadline. That it does not is\nnot believed of an answer that speaks of changing what bids are prepared by." } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(10_000),
    __metadata("design:type", String)
], AnswerDto.prototype, "answer", void 0);
__decorate([
    IsBoolean(),
    __metadata("design:type", Boolean)
], AnswerDto.prototype, "affectsPreparation", void 0);
export class NewDocumentRequestDto extends ForBodyDto {
    static _OPENAPI_METADATA_FACTORY() {
        return {};
    }
}
export class ClarificationDto {
    id;
    question;
    askedAt;
    /** Null while it waits. */
    answer;
    answeredAt;
    affectsPreparation;
    /** The caller's own body asked it. */
    own;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, question: { required: true, type: () => String }, askedAt: { required: true, type: () => String }, answer: { required: true, type: () => String, nullable: true, description: "Null while it waits." }, answeredAt: { required: true, type: () => String, nullable: true }, affectsPreparation: { required: true, type: () => Boolean, nullable: true }, own: { required: true, type: () => Boolean, description: "The caller's own body asked it." } };
    }
}
export class ClarificationListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ClarificationDto] }, next: { required: true } };
    }
}
__decorate([
    ApiProperty({ type: String, nullable: true }),
    __metadata("design:type", void 0)
], ClarificationListDto.prototype, "next", void 0);
export class DocumentRequestDto {
    id;
    organisation;
    name;
    requestedAt;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, organisation: { required: true, type: () => String }, name: { required: true, type: () => String }, requestedAt: { required: true, type: () => String } };
    }
}
export class DocumentRequestListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [DocumentRequestDto] }, next: { required: true } };
    }
}
__decorate([
    ApiProperty({ type: String, nullable: true }),
    __metadata("design:type", void 0)
], DocumentRequestListDto.prototype, "next", void 0);
//# sourceMappingURL=enquiries.dto.js.map