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
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsIn, IsObject, IsOptional, IsString, IsUUID, MaxLength, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { PLAN_STATES } from './continuity-plan.lifecycle.js';
/** By renewal, by a new purchase, to another agency, to the community itself, or ended on purpose. */
export const ITEM_KINDS = ['renew', 'retender', 'hand_over', 'absorb', 'end'];
export class NewPlanItemDto {
    /** A line of the contract. */
    serviceLine;
    kind;
    /** First day of what follows; of `end` the first day without. */
    from;
    /** Last day of what follows, where one is known; needed of `renew`. */
    until;
    /** `hand_over`, `absorb`: who takes the recipients: an agency, or the committee of a community of the line. */
    receiver;
    /** What is handed over beside the recipients: files, places, things. */
    handsOver;
    /** `renew`: the budget line that assures it. */
    budgetLine;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLine: { required: true, type: () => String, description: "A line of the contract.", format: "uuid" }, kind: { required: true, enum: ["end", "renew", "retender", "hand_over", "absorb"], enum: ITEM_KINDS }, from: { required: true, type: () => String, description: "First day of what follows; of `end` the first day without." }, until: { required: false, type: () => String, nullable: true, description: "Last day of what follows, where one is known; needed of `renew`." }, receiver: { required: false, type: () => String, nullable: true, description: "`hand_over`, `absorb`: who takes the recipients: an agency, or the committee of a community of the line.", format: "uuid" }, handsOver: { required: false, type: () => String, nullable: true, description: "What is handed over beside the recipients: files, places, things.", maxLength: 5000 }, budgetLine: { required: false, type: () => String, nullable: true, description: "`renew`: the budget line that assures it.", format: "uuid" } };
    }
}
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewPlanItemDto.prototype, "serviceLine", void 0);
__decorate([
    IsIn(ITEM_KINDS),
    __metadata("design:type", String)
], NewPlanItemDto.prototype, "kind", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewPlanItemDto.prototype, "from", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", Object)
], NewPlanItemDto.prototype, "until", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewPlanItemDto.prototype, "receiver", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(5000),
    __metadata("design:type", Object)
], NewPlanItemDto.prototype, "handsOver", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", Object)
], NewPlanItemDto.prototype, "budgetLine", void 0);
const lineOf = (item) => item?.serviceLine?.toLowerCase?.();
export class NewPlanDto {
    /** One for each line. */
    items;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [NewPlanItemDto], description: "One for each line.", uniqueItems: true, minItems: 1, maxItems: 200 } };
    }
}
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(200),
    ArrayUnique(lineOf),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => NewPlanItemDto),
    __metadata("design:type", Array)
], NewPlanDto.prototype, "items", void 0);
export class PlanActionDto extends ReasonDto {
    /** `revise`: the whole of it as it is now proposed. */
    items;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: false, type: () => [NewPlanItemDto], description: "`revise`: the whole of it as it is now proposed.", uniqueItems: true, minItems: 1, maxItems: 200 } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(200),
    ArrayUnique(lineOf),
    IsObject({ each: true }),
    ValidateNested({ each: true }),
    Type(() => NewPlanItemDto),
    __metadata("design:type", Array)
], PlanActionDto.prototype, "items", void 0);
export class PlanItemDto {
    serviceLine;
    kind;
    from;
    until;
    receiver;
    handsOver;
    budgetLine;
    /** Who is served on the line by this agency by now. */
    served;
    static _OPENAPI_METADATA_FACTORY() {
        return { serviceLine: { required: true, type: () => String }, kind: { required: true, enum: ["end", "renew", "retender", "hand_over", "absorb"] }, from: { required: true, type: () => String }, until: { required: true, type: () => String, nullable: true }, receiver: { required: true, type: () => String, nullable: true }, handsOver: { required: true, type: () => String, nullable: true }, budgetLine: { required: true, type: () => String, nullable: true }, served: { required: true, type: () => Number, description: "Who is served on the line by this agency by now." } };
    }
}
__decorate([
    ApiProperty({ enum: ITEM_KINDS }),
    __metadata("design:type", String)
], PlanItemDto.prototype, "kind", void 0);
export class ContinuityPlanDto {
    id;
    version;
    contract;
    no;
    state;
    items;
    proposedOn;
    /** By when the contract was to have a plan: its final milestone, else its end. */
    dueOn;
    /** The last day on which it is carried out; after it, it lapses. */
    lapsesAfter;
    agreedOn;
    carriedOutOn;
    /** Why it was last revised or withdrawn. */
    decisionReason;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, contract: { required: true, type: () => String }, no: { required: true, type: () => Number }, state: { required: true, enum: ["withdrawn", "proposed", "agreed", "lapsed", "carried_out"] }, items: { required: true, type: () => [PlanItemDto] }, proposedOn: { required: true, type: () => String }, dueOn: { required: true, type: () => String, description: "By when the contract was to have a plan: its final milestone, else its end." }, lapsesAfter: { required: true, type: () => String, description: "The last day on which it is carried out; after it, it lapses." }, agreedOn: { required: true, type: () => String, nullable: true }, carriedOutOn: { required: true, type: () => String, nullable: true }, decisionReason: { required: true, type: () => String, nullable: true, description: "Why it was last revised or withdrawn." }, allowedActions: { required: true, type: () => [String] } };
    }
}
__decorate([
    ApiProperty({ enum: PLAN_STATES }),
    __metadata("design:type", String)
], ContinuityPlanDto.prototype, "state", void 0);
export class ContinuityPlanListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ContinuityPlanDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
//# sourceMappingURL=plan.dto.js.map