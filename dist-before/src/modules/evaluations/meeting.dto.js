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
import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateNested, } from 'class-validator';
import { IsInstant, IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery } from '../../platform/http/list.js';
import { ReasonDto } from '../accounts/reason.dto.js';
import { MEETING_STATES } from './meeting.lifecycle.js';
/** 联席会 joint, 建言会 proposals, 评议会 appraisal, 听证会 hearing. */
export const MEETING_KINDS = ['joint', 'proposals', 'appraisal', 'hearing'];
export const MEETING_SUBJECTS = ['need', 'tender', 'evaluation'];
export const SIDES = ['residents', 'community', 'agency', 'buyer', 'expert', 'other'];
export class MeetingSubjectDto {
    type;
    id;
    static _OPENAPI_METADATA_FACTORY() {
        return { type: { required: true, enum: ["need", "tender", "evaluation"], enum: MEETING_SUBJECTS }, id: { required: true, type: () => String, format: "uuid" } };
    }
}
__decorate([
    IsIn(MEETING_SUBJECTS),
    __metadata("design:type", String)
], MeetingSubjectDto.prototype, "type", void 0);
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], MeetingSubjectDto.prototype, "id", void 0);
export class NewMeetingDto {
    /** The body that calls; default the caller's only one that may. */
    caller;
    kind;
    /** What it is about; the caller must see it. */
    subject;
    title;
    place;
    /** When it is held. */
    heldAt;
    /** Bodies that are invited; they read it. */
    invited;
    static _OPENAPI_METADATA_FACTORY() {
        return { caller: { required: false, type: () => String, description: "The body that calls; default the caller's only one that may.", format: "uuid" }, kind: { required: true, enum: ["hearing", "joint", "proposals", "appraisal"], enum: MEETING_KINDS }, subject: { required: true, type: () => MeetingSubjectDto, description: "What it is about; the caller must see it." }, title: { required: true, type: () => String, maxLength: 200 }, place: { required: false, type: () => String, nullable: true, maxLength: 200 }, heldAt: { required: true, type: () => String, description: "When it is held." }, invited: { required: false, type: () => [String], description: "Bodies that are invited; they read it.", uniqueItems: true, format: "uuid", maxItems: 50 } };
    }
}
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], NewMeetingDto.prototype, "caller", void 0);
__decorate([
    IsIn(MEETING_KINDS),
    __metadata("design:type", String)
], NewMeetingDto.prototype, "kind", void 0);
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => MeetingSubjectDto),
    __metadata("design:type", MeetingSubjectDto)
], NewMeetingDto.prototype, "subject", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], NewMeetingDto.prototype, "title", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(200),
    __metadata("design:type", Object)
], NewMeetingDto.prototype, "place", void 0);
__decorate([
    IsInstant(),
    __metadata("design:type", String)
], NewMeetingDto.prototype, "heldAt", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    ArrayUnique(),
    IsUUID('all', { each: true }),
    __metadata("design:type", Array)
], NewMeetingDto.prototype, "invited", void 0);
export class AttendedDto {
    side;
    count;
    static _OPENAPI_METADATA_FACTORY() {
        return { side: { required: true, enum: ["community", "agency", "buyer", "other", "residents", "expert"], enum: SIDES }, count: { required: true, type: () => Number, minimum: 0, maximum: 100000 } };
    }
}
__decorate([
    IsIn(SIDES),
    __metadata("design:type", Object)
], AttendedDto.prototype, "side", void 0);
__decorate([
    IsInt(),
    Min(0),
    Max(100_000),
    __metadata("design:type", Number)
], AttendedDto.prototype, "count", void 0);
export class NewResolutionDto {
    text;
    /** The body that is to do it: the one that called, or an invited one. */
    owner;
    dueOn;
    static _OPENAPI_METADATA_FACTORY() {
        return { text: { required: true, type: () => String, maxLength: 2000 }, owner: { required: true, type: () => String, description: "The body that is to do it: the one that called, or an invited one.", format: "uuid" }, dueOn: { required: true, type: () => String } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], NewResolutionDto.prototype, "text", void 0);
__decorate([
    IsUUID(),
    __metadata("design:type", String)
], NewResolutionDto.prototype, "owner", void 0);
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], NewResolutionDto.prototype, "dueOn", void 0);
export class MeetingActionDto extends ReasonDto {
    /** `hold` only: how many came, by side; no names. */
    attended;
    /** `minute` only: what was said; no names of residents. */
    minutes;
    /** `minute` only: what was resolved. */
    resolutions;
    static _OPENAPI_METADATA_FACTORY() {
        return { attended: { required: false, type: () => [AttendedDto], description: "`hold` only: how many came, by side; no names.", uniqueItems: true, maxItems: 6 }, minutes: { required: false, type: () => String, description: "`minute` only: what was said; no names of residents.", maxLength: 50000 }, resolutions: { required: false, type: () => [NewResolutionDto], description: "`minute` only: what was resolved.", maxItems: 50 } };
    }
}
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(6),
    ArrayUnique((attended) => attended?.side),
    ValidateNested({ each: true }),
    Type(() => AttendedDto),
    __metadata("design:type", Array)
], MeetingActionDto.prototype, "attended", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(50_000),
    __metadata("design:type", String)
], MeetingActionDto.prototype, "minutes", void 0);
__decorate([
    IsOptional(),
    IsArray(),
    ArrayMaxSize(50),
    ValidateNested({ each: true }),
    Type(() => NewResolutionDto),
    __metadata("design:type", Array)
], MeetingActionDto.prototype, "resolutions", void 0);
export class MeetingQuery extends PageQuery {
    /** `need:id`, `tender:id` or `evaluation:id`. */
    subject;
    state;
    static _OPENAPI_METADATA_FACTORY() {
        return { subject: { required: false, type: () => String, description: "`need:id`, `tender:id` or `evaluation:id`.", pattern: "^(need|tender|evaluation):[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$" }, state: { required: false, enum: ["cancelled", "called", "held", "minuted"], enum: MEETING_STATES } };
    }
}
__decorate([
    IsOptional(),
    Matches(/^(need|tender|evaluation):[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/),
    __metadata("design:type", String)
], MeetingQuery.prototype, "subject", void 0);
__decorate([
    IsOptional(),
    IsIn(MEETING_STATES),
    __metadata("design:type", String)
], MeetingQuery.prototype, "state", void 0);
export class ResolutionDto {
    id;
    no;
    text;
    owner;
    dueOn;
    overdue;
    state;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, no: { required: true, type: () => Number }, text: { required: true, type: () => String }, owner: { required: true, type: () => String }, dueOn: { required: true, type: () => String }, overdue: { required: true, type: () => Boolean }, state: { required: true, enum: ["done", "open", "dropped"] }, allowedActions: { required: true, type: () => [String] } };
    }
}
/** A meeting about a need, a tender or an evaluation. */
export class MeetingDto {
    id;
    version;
    dataset;
    caller;
    kind;
    subject;
    title;
    place;
    heldAt;
    invited;
    state;
    attended;
    minutes;
    resolutions;
    minutedAt;
    createdAt;
    updatedAt;
    allowedActions;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, version: { required: true, type: () => Number }, dataset: { required: true, type: () => String }, caller: { required: true, type: () => String }, kind: { required: true, enum: ["hearing", "joint", "proposals", "appraisal"] }, subject: { required: true, type: () => MeetingSubjectDto }, title: { required: true, type: () => String }, place: { required: true, type: () => String, nullable: true }, heldAt: { required: true, type: () => String }, invited: { required: true, type: () => [String] }, state: { required: true, enum: ["cancelled", "called", "held", "minuted"] }, attended: { required: true, type: () => [AttendedDto] }, minutes: { required: true, type: () => String, nullable: true }, resolutions: { required: true, type: () => [ResolutionDto] }, minutedAt: { required: true, type: () => String, nullable: true }, createdAt: { required: true, type: () => String }, updatedAt: { required: true, type: () => String }, allowedActions: { required: true, type: () => [String] } };
    }
}
export class MeetingListDto {
    items;
    /** Address of the next page; null on the last. */
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [MeetingDto] }, next: { required: true, type: () => String, nullable: true, description: "Address of the next page; null on the last." } };
    }
}
//# sourceMappingURL=meeting.dto.js.map