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
import { earliestDay } from '../../platform/clock/partial-date.js';
import { CLOCK_EVENTS, CLOCK_STATES, stateOf } from '../rules/deadlines.rules.js';
const BOUNDS = ['minimum', 'maximum', 'window'];
export class DeadlineBasisDto {
    document;
    article;
    confidence;
    static _OPENAPI_METADATA_FACTORY() {
        return { document: { required: true, type: () => String }, article: { required: true, type: () => String }, confidence: { required: true, type: () => String } };
    }
}
export class DeadlineStartDto {
    event;
    on;
    static _OPENAPI_METADATA_FACTORY() {
        return { event: { required: true, type: () => String }, on: { required: true, type: () => String } };
    }
}
__decorate([
    ApiProperty({ enum: CLOCK_EVENTS }),
    __metadata("design:type", String)
], DeadlineStartDto.prototype, "event", void 0);
/** A period of law that runs, or ran: who it binds follows from `bound`. */
export class DeadlineDto {
    event;
    /** `minimum`: not before the date; `maximum`: on the date at the latest; `window`: others may act until then. */
    bound;
    /** Null where it is not known to the day, or the calendar ends before it. */
    date;
    rule;
    what;
    basis;
    from;
    /** When it happened, as precisely as is known. */
    doneOn;
    state;
    static of(clock, today, lang) {
        const { event, bound, date, rule, what, basis, from, done } = clock;
        return {
            event,
            bound,
            date,
            rule,
            what: what[lang],
            basis: { document: basis.document, article: basis.article, confidence: basis.confidence },
            from: { event: from.event, on: from.on },
            doneOn: done?.on ?? null,
            state: stateOf(clock, today),
        };
    }
    static _OPENAPI_METADATA_FACTORY() {
        return { event: { required: true, type: () => String }, bound: { required: true, description: "`minimum`: not before the date; `maximum`: on the date at the latest; `window`: others may act until then.", enum: ["maximum", "minimum", "window"] }, date: { required: true, type: () => String, nullable: true, description: "Null where it is not known to the day, or the calendar ends before it." }, rule: { required: true, type: () => String }, what: { required: true, type: () => String }, basis: { required: true, type: () => DeadlineBasisDto }, from: { required: true, type: () => DeadlineStartDto }, doneOn: { required: true, type: () => String, nullable: true, description: "When it happened, as precisely as is known." }, state: { required: true, enum: ["uncertain", "future", "due", "met", "missed"] } };
    }
}
__decorate([
    ApiProperty({ enum: CLOCK_EVENTS }),
    __metadata("design:type", String)
], DeadlineDto.prototype, "event", void 0);
__decorate([
    ApiProperty({ enum: BOUNDS }),
    __metadata("design:type", Object)
], DeadlineDto.prototype, "bound", void 0);
__decorate([
    ApiProperty({ enum: CLOCK_STATES }),
    __metadata("design:type", String)
], DeadlineDto.prototype, "state", void 0);
export class TenderDeadlineDto extends DeadlineDto {
    /** Null: of every lot. */
    lot;
    static _OPENAPI_METADATA_FACTORY() {
        return { lot: { required: true, type: () => Number, nullable: true, description: "Null: of every lot." } };
    }
}
export class ContractDeadlineDto extends DeadlineDto {
    /** The instalment it is about; null here and below: the contract. */
    payment;
    /** The amendment whose publication it is about. */
    amendment;
    static _OPENAPI_METADATA_FACTORY() {
        return { payment: { required: true, type: () => String, nullable: true, description: "The instalment it is about; null here and below: the contract." }, amendment: { required: true, type: () => String, nullable: true, description: "The amendment whose publication it is about." } };
    }
}
export class TenderDeadlineListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [TenderDeadlineDto] }, next: { required: true } };
    }
}
__decorate([
    ApiProperty({ type: String, nullable: true }),
    __metadata("design:type", void 0)
], TenderDeadlineListDto.prototype, "next", void 0);
/** Whether a law was kept is a finding about a body, and not public; what is still to come is. */
export const isForEverybody = ({ state }) => state === 'future' || state === 'due';
export const inOrder = (a, b) => {
    const [x, y] = [a, b].map((d) => d.date ?? earliestDay(d.from.on));
    return (x ?? '') < (y ?? '') ? -1 : x === y ? 0 : 1;
};
//# sourceMappingURL=deadlines.dto.js.map