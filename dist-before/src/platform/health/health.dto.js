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
export class LiveDto {
    status;
    static _OPENAPI_METADATA_FACTORY() {
        return { status: { required: true, enum: ["live"] } };
    }
}
export class ReadyDto {
    status;
    /** By the name of the part; with figures of its own. */
    checks;
    static _OPENAPI_METADATA_FACTORY() {
        return { status: { required: true, enum: ["not_ready", "ready"] }, checks: { required: true, type: "object", additionalProperties: true, description: "By the name of the part; with figures of its own." } };
    }
}
__decorate([
    ApiProperty({
        type: 'object',
        additionalProperties: {
            type: 'object',
            properties: { ok: { type: 'boolean' } },
            required: ['ok'],
            additionalProperties: true,
        },
    }),
    __metadata("design:type", Object)
], ReadyDto.prototype, "checks", void 0);
//# sourceMappingURL=health.dto.js.map