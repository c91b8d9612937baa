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
import { ArrayMaxSize, ArrayMinSize, buildMessage, IsArray, IsIn, IsObject, IsString, Matches, MaxLength, ValidateBy, ValidateIf, ValidateNested, } from 'class-validator';
import { isPlainDate } from '../../platform/clock/plain-date.js';
/** `MM` or `MM-DD` of some year. */
const isCycleDay = (value) => typeof value === 'string' && isPlainDate(value.length === 2 ? `2000-${value}-01` : `2000-${value}`);
const IsCycleDay = () => ValidateBy({
    name: 'isCycleDay',
    validator: { validate: isCycleDay, defaultMessage: buildMessage(() => '$property must be MM or MM-DD') },
});
export class BothLanguagesDto {
    en;
    zh;
    static _OPENAPI_METADATA_FACTORY() {
        return { en: { required: true, type: () => String, maxLength: 200 }, zh: { required: true, type: () => String, maxLength: 200 } };
    }
}
__decorate([
    IsString(),
    MaxLength(200),
    __metadata("design:type", String)
], BothLanguagesDto.prototype, "en", void 0);
__decorate([
    IsString(),
    MaxLength(200),
    __metadata("design:type", String)
], BothLanguagesDto.prototype, "zh", void 0);
export class CycleDateDto {
    /** 0 is the programme's year, 1 the next. */
    year;
    /** `MM` or `MM-DD`. */
    date;
    static _OPENAPI_METADATA_FACTORY() {
        return { year: { required: true, description: "0 is the programme's year, 1 the next.", enum: [0, 1], enum: [0, 1] }, date: { required: true, type: () => String, description: "`MM` or `MM-DD`." } };
    }
}
__decorate([
    IsIn([0, 1]),
    __metadata("design:type", Number)
], CycleDateDto.prototype, "year", void 0);
__decorate([
    IsCycleDay(),
    __metadata("design:type", String)
], CycleDateDto.prototype, "date", void 0);
export class CalendarStepDto {
    event;
    name;
    /** Null where the cycle gives no date. */
    from;
    to;
    static _OPENAPI_METADATA_FACTORY() {
        return { event: { required: true, type: () => String, pattern: "^[a-z][a-z0-9_]{0,59}$" }, name: { required: true, type: () => BothLanguagesDto }, from: { required: true, type: () => CycleDateDto, nullable: true, description: "Null where the cycle gives no date." }, to: { required: true, type: () => CycleDateDto, nullable: true } };
    }
}
__decorate([
    Matches(/^[a-z][a-z0-9_]{0,59}$/),
    __metadata("design:type", String)
], CalendarStepDto.prototype, "event", void 0);
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => BothLanguagesDto),
    __metadata("design:type", BothLanguagesDto)
], CalendarStepDto.prototype, "name", void 0);
__decorate([
    ValidateIf((_, value) => value !== null),
    IsObject(),
    ValidateNested(),
    Type(() => CycleDateDto),
    __metadata("design:type", Object)
], CalendarStepDto.prototype, "from", void 0);
__decorate([
    ValidateIf((_, value) => value !== null),
    IsObject(),
    ValidateNested(),
    Type(() => CycleDateDto),
    __metadata("design:type", Object)
], CalendarStepDto.prototype, "to", void 0);
/** A yearly cycle. */
export class CalendarTemplateDto {
    code;
    name;
    steps;
    static _OPENAPI_METADATA_FACTORY() {
        return { code: { required: true, type: () => String, pattern: "^[a-z][a-z0-9_]{0,59}$" }, name: { required: true, type: () => BothLanguagesDto }, steps: { required: true, type: () => [CalendarStepDto], minItems: 1, maxItems: 30 } };
    }
}
__decorate([
    Matches(/^[a-z][a-z0-9_]{0,59}$/),
    __metadata("design:type", String)
], CalendarTemplateDto.prototype, "code", void 0);
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => BothLanguagesDto),
    __metadata("design:type", BothLanguagesDto)
], CalendarTemplateDto.prototype, "name", void 0);
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(30),
    ValidateNested({ each: true }),
    Type(() => CalendarStepDto),
    __metadata("design:type", Array)
], CalendarTemplateDto.prototype, "steps", void 0);
//# sourceMappingURL=calendar-template.dto.js.map