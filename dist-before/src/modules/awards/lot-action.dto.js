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
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { CORRECTIONS } from '../reviews/corrections.rules.js';
import { VOID_PANEL_GROUNDS } from '../reviews/repeated-review.js';
import { CANCEL_GROUNDS, FAIL_GROUNDS } from '../tenders/conducted/grounds.js';
/** What an action on a lot may be given beside its reason. */
export class LotActionDto extends ReasonDto {
    /** `fail`, `cancel`, `propose_ending`, `propose_repetition`, `order_rereview`, `reconstitute_panel`: one of a closed list of legal grounds. */
    ground;
    /**
     * `fail`, `cancel`, `propose_ending`: number of the paper that establishes unlawful acts, or the change that ends the task;
     * `propose_repetition`, `reconstitute_panel`: of the one that says what makes the panel's result void.
     */
    reference;
    /** `suspend`: the complaint that is dealt with; otherwise the challenge or complaint that was upheld. */
    remedy;
    /** `end_by_decision`, `propose_ending`: what it comes to; failed where it is not said. */
    outcome;
    /** `apply_remedy` after a challenge, `apply_remedy_after_contract`: what follows, where no decision says it. */
    effect;
    /** `propose_repetition`, `reconstitute_panel`: members of the panel who broke the rules, by the ids of their seats. */
    barred;
    static _OPENAPI_METADATA_FACTORY() {
        return { ground: { required: false, type: () => String, description: "`fail`, `cancel`, `propose_ending`, `propose_repetition`, `order_rereview`, `reconstitute_panel`: one of a closed list of legal grounds.", enum: [...new Set([...CANCEL_GROUNDS, ...FAIL_GROUNDS, ...CORRECTIONS, ...VOID_PANEL_GROUNDS])] }, reference: { required: false, type: () => String, description: "`fail`, `cancel`, `propose_ending`: number of the paper that establishes unlawful acts, or the change that ends the task;\n`propose_repetition`, `reconstitute_panel`: of the one that says what makes the panel's result void.", maxLength: 200 }, remedy: { required: false, type: () => String, description: "`suspend`: the complaint that is dealt with; otherwise the challenge or complaint that was upheld.", format: "uuid" }, outcome: { required: false, description: "`end_by_decision`, `propose_ending`: what it comes to; failed where it is not said.", enum: ["failed", "cancelled"], enum: ['failed', 'cancelled'] }, effect: { required: false, description: "`apply_remedy` after a challenge, `apply_remedy_after_contract`: what follows, where no decision says it.", enum: ["new_round", "next_rank"], enum: ['next_rank', 'new_round'] }, barred: { required: false, type: () => [String], description: "`propose_repetition`, `reconstitute_panel`: members of the panel who broke the rules, by the ids of their seats.", format: "uuid", maxItems: 100 } };
    }
}
__decorate([
    IsOptional(),
    IsIn([...new Set([...CANCEL_GROUNDS, ...FAIL_GROUNDS, ...CORRECTIONS, ...VOID_PANEL_GROUNDS])]),
    __metadata("design:type", String)
], LotActionDto.prototype, "ground", void 0);
__decorate([
    IsOptional(),
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], LotActionDto.prototype, "reference", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], LotActionDto.prototype, "remedy", void 0);
__decorate([
    IsOptional(),
    IsIn(['failed', 'cancelled']),
    __metadata("design:type", String)
], LotActionDto.prototype, "outcome", void 0);
__decorate([
    IsOptional(),
    IsIn(['next_rank', 'new_round']),
    __metadata("design:type", String)
], LotActionDto.prototype, "effect", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(100),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], LotActionDto.prototype, "barred", void 0);
//# sourceMappingURL=lot-action.dto.js.map