var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import * as openapi_import_1 from "../../platform/openapi/problem.dto.js";
import * as openapi from "@nestjs/swagger";
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateIf, ValidateNested, } from 'class-validator';
import { IsPlainDate } from '../../platform/clock/is-date.decorators.js';
import { IsVisible } from '../../platform/http/is-visible.decorator.js';
import { PageQuery, QueryInt } from '../../platform/http/list.js';
import { SERVICE_FORMS } from '../rules/code-lists.js';
export const BATCH_MOST = 200;
/** How many workers of each kind (code list `worker-kinds`). */
export class WorkersDto {
    licensed_social_worker;
    assistant;
    volunteer;
    supervisor;
    static _OPENAPI_METADATA_FACTORY() {
        return { licensed_social_worker: { required: false, type: () => Number, minimum: 0, maximum: 1000 }, assistant: { required: false, type: () => Number, minimum: 0, maximum: 1000 }, volunteer: { required: false, type: () => Number, minimum: 0, maximum: 1000 }, supervisor: { required: false, type: () => Number, minimum: 0, maximum: 1000 } };
    }
}
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(1000),
    __metadata("design:type", Number)
], WorkersDto.prototype, "licensed_social_worker", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(1000),
    __metadata("design:type", Number)
], WorkersDto.prototype, "assistant", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(1000),
    __metadata("design:type", Number)
], WorkersDto.prototype, "volunteer", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(1000),
    __metadata("design:type", Number)
], WorkersDto.prototype, "supervisor", void 0);
class ServiceFields {
    /** The day of the service: a day of the contract, and not one to come. */
    servedOn;
    /** Code of the list `service-forms`. */
    form;
    /** Professional content: a code of the list of the contract's category (`contents-elderly-home-care`); null: none. */
    content;
    /** Minutes that each recipient was served; no recipient has more than a day of them. */
    minutes;
    workers;
    /** Ids of the recipients, as `GET /service-lines/{id}/recipients` has them. */
    recipients;
    /** Everybody who took part, known by name or not; null: not counted. */
    participants;
    /** False: what the contract does not ask for (活动化). True where it is not given. */
    withinContract;
    /** Names nobody: it is read by both parties. */
    note;
    static _OPENAPI_METADATA_FACTORY() {
        return { servedOn: { required: true, type: () => String, description: "The day of the service: a day of the contract, and not one to come." }, form: { required: true, description: "Code of the list `service-forms`.", enum: ["community", "case", "group", "visit", "administrative", "other"], enum: SERVICE_FORMS }, content: { required: false, type: () => String, nullable: true, description: "Professional content: a code of the list of the contract's category (`contents-elderly-home-care`); null: none.", maxLength: 60 }, minutes: { required: true, type: () => Number, description: "Minutes that each recipient was served; no recipient has more than a day of them.", minimum: 1, maximum: 100000 }, workers: { required: true, type: () => WorkersDto }, recipients: { required: false, type: () => [String], description: "Ids of the recipients, as `GET /service-lines/{id}/recipients` has them.", uniqueItems: true, format: "uuid", maxItems: 500 }, participants: { required: false, type: () => Number, nullable: true, description: "Everybody who took part, known by name or not; null: not counted.", minimum: 0, maximum: 100000 }, withinContract: { required: false, type: () => Boolean, description: "False: what the contract does not ask for (\u6D3B\u52A8\u5316). True where it is not given." }, note: { required: false, type: () => String, nullable: true, description: "Names nobody: it is read by both parties.", maxLength: 2000 } };
    }
}
__decorate([
    IsPlainDate(),
    __metadata("design:type", String)
], ServiceFields.prototype, "servedOn", void 0);
__decorate([
    IsIn(SERVICE_FORMS),
    ApiProperty({ enum: SERVICE_FORMS }),
    __metadata("design:type", String)
], ServiceFields.prototype, "form", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(60),
    __metadata("design:type", Object)
], ServiceFields.prototype, "content", void 0);
__decorate([
    IsInt(),
    Min(1),
    Max(100_000),
    __metadata("design:type", Number)
], ServiceFields.prototype, "minutes", void 0);
__decorate([
    IsObject(),
    ValidateNested(),
    Type(() => WorkersDto),
    __metadata("design:type", WorkersDto)
], ServiceFields.prototype, "workers", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsArray(),
    ArrayMaxSize(500),
    ArrayUnique((id) => (typeof id === 'string' ? id.toLowerCase() : id)),
    IsUUID(undefined, { each: true }),
    __metadata("design:type", Array)
], ServiceFields.prototype, "recipients", void 0);
__decorate([
    IsOptional(),
    IsInt(),
    Min(0),
    Max(100_000),
    __metadata("design:type", Object)
], ServiceFields.prototype, "participants", void 0);
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsBoolean(),
    __metadata("design:type", Boolean)
], ServiceFields.prototype, "withinContract", void 0);
__decorate([
    IsOptional(),
    IsString(),
    MaxLength(2000),
    __metadata("design:type", Object)
], ServiceFields.prototype, "note", void 0);
export class NewServiceRecordDto extends ServiceFields {
    /** What the device calls it. Sent again with the same content it is the record that is there. */
    clientToken;
    static _OPENAPI_METADATA_FACTORY() {
        return { clientToken: { required: false, type: () => String, description: "What the device calls it. Sent again with the same content it is the record that is there.", maxLength: 100 } };
    }
}
__decorate([
    ValidateIf((_, value) => value !== undefined),
    IsString(),
    IsVisible(),
    MaxLength(100),
    __metadata("design:type", String)
], NewServiceRecordDto.prototype, "clientToken", void 0);
/** Each record is looked at by itself; its faults stand in its own result. */
export class ServiceRecordBatchDto {
    records;
    static _OPENAPI_METADATA_FACTORY() {
        return { records: { required: true, type: () => [Object], minItems: 1 } };
    }
}
__decorate([
    IsArray(),
    ArrayMinSize(1),
    ArrayMaxSize(BATCH_MOST),
    IsObject({ each: true }),
    ApiProperty({ type: [NewServiceRecordDto], maxItems: BATCH_MOST }),
    __metadata("design:type", Array)
], ServiceRecordBatchDto.prototype, "records", void 0);
/** What takes the place of a record; the old one is kept. */
export class ServiceCorrectionDto {
    reason;
    /** Null: the record is withdrawn, and nothing takes its place. */
    record;
    static _OPENAPI_METADATA_FACTORY() {
        return { reason: { required: true, type: () => String, maxLength: 2000 }, record: { required: true, type: () => ServiceFields, nullable: true, description: "Null: the record is withdrawn, and nothing takes its place." } };
    }
}
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(2000),
    __metadata("design:type", String)
], ServiceCorrectionDto.prototype, "reason", void 0);
__decorate([
    ValidateIf((_, value) => value !== null),
    IsObject(),
    ValidateNested(),
    Type(() => ServiceFields),
    ApiProperty({ type: ServiceFields, nullable: true }),
    __metadata("design:type", Object)
], ServiceCorrectionDto.prototype, "record", void 0);
export class ServiceRecordQuery extends PageQuery {
    /** First day of the service. */
    from;
    /** Last day of the service. */
    to;
    form;
    recipient;
    /** `1`: those too that were corrected or withdrawn. */
    superseded;
    static _OPENAPI_METADATA_FACTORY() {
        return { from: { required: false, type: () => String, description: "First day of the service." }, to: { required: false, type: () => String, description: "Last day of the service." }, form: { required: false, enum: ["community", "case", "group", "visit", "administrative", "other"], enum: SERVICE_FORMS }, recipient: { required: false, type: () => String, format: "uuid" }, superseded: { required: false, type: () => Number, description: "`1`: those too that were corrected or withdrawn.", enum: [0, 1] } };
    }
}
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], ServiceRecordQuery.prototype, "from", void 0);
__decorate([
    IsOptional(),
    IsPlainDate(),
    __metadata("design:type", String)
], ServiceRecordQuery.prototype, "to", void 0);
__decorate([
    IsOptional(),
    IsIn(SERVICE_FORMS),
    ApiProperty({ enum: SERVICE_FORMS, required: false }),
    __metadata("design:type", String)
], ServiceRecordQuery.prototype, "form", void 0);
__decorate([
    IsOptional(),
    IsUUID(),
    __metadata("design:type", String)
], ServiceRecordQuery.prototype, "recipient", void 0);
__decorate([
    IsOptional(),
    QueryInt(),
    IsIn([0, 1]),
    __metadata("design:type", Number)
], ServiceRecordQuery.prototype, "superseded", void 0);
export class RecipientOfRecordDto {
    id;
    /** Issued here; the name is readable by the serving agency alone. */
    number;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, number: { required: true, type: () => String, description: "Issued here; the name is readable by the serving agency alone." } };
    }
}
export class ServiceRecordDto {
    id;
    contract;
    clientToken;
    servedOn;
    form;
    content;
    minutes;
    workers;
    recipients;
    participants;
    withinContract;
    note;
    /** Business time. */
    recordedAt;
    recordedBy;
    /** The record in whose place this one stands, and why. */
    corrects;
    reason;
    /** The record it corrects is withdrawn. */
    withdrawn;
    /** The record that stands in the place of this one. */
    correctedBy;
    static _OPENAPI_METADATA_FACTORY() {
        return { id: { required: true, type: () => String }, contract: { required: true, type: () => String }, clientToken: { required: true, type: () => String, nullable: true }, servedOn: { required: true, type: () => String }, form: { required: true, enum: ["community", "case", "group", "visit", "administrative", "other"] }, content: { required: true, type: () => String, nullable: true }, minutes: { required: true, type: () => Number }, workers: { required: true, type: () => WorkersDto }, recipients: { required: true, type: () => [RecipientOfRecordDto] }, participants: { required: true, type: () => Number, nullable: true }, withinContract: { required: true, type: () => Boolean }, note: { required: true, type: () => String, nullable: true }, recordedAt: { required: true, type: () => String, description: "Business time." }, recordedBy: { required: true, type: () => String }, corrects: { required: true, type: () => String, nullable: true, description: "The record in whose place this one stands, and why." }, reason: { required: true, type: () => String, nullable: true }, withdrawn: { required: true, type: () => Boolean, description: "The record it corrects is withdrawn." }, correctedBy: { required: true, type: () => String, nullable: true, description: "The record that stands in the place of this one." } };
    }
}
export class ServiceRecordListDto {
    items;
    next;
    static _OPENAPI_METADATA_FACTORY() {
        return { items: { required: true, type: () => [ServiceRecordDto] }, next: { required: true, type: () => String, nullable: true } };
    }
}
export class StoredRecordDto {
    /** Its place in the request, from 0. */
    index;
    clientToken;
    ok;
    /** Of a record that is stored. */
    id;
    /** True: it was there already and nothing was stored. */
    repeated;
    problem;
    static _OPENAPI_METADATA_FACTORY() {
        return { index: { required: true, type: () => Number, description: "Its place in the request, from 0." }, clientToken: { required: true, type: () => String, nullable: true }, ok: { required: true, type: () => Boolean }, id: { required: false, type: () => String, description: "Of a record that is stored." }, repeated: { required: false, type: () => Boolean, description: "True: it was there already and nothing was stored." }, problem: { required: false, type: () => openapi_import_1.ProblemDto } };
    }
}
export class StoredRecordsDto {
    results;
    static _OPENAPI_METADATA_FACTORY() {
        return { results: { required: true, type: () => [StoredRecordDto] } };
    }
}
//# sourceMappingURL=service-record.dto.js.map