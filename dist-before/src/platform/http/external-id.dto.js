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
import { IsString, Matches, MaxLength } from 'class-validator';
import { IsVisible } from './is-visible.decorator.js';
import { SYSTEM } from '../database/external-ids.js';
/** What another system calls the same thing; unique per system within a dataset. */
export class ExternalIdDto {
    /** Short name of the other system. */
    system;
    /** Its id there. */
    id;
    static _OPENAPI_METADATA_FACTORY() {
        return { system: { required: true, type: () => String, description: "Short name of the other system." }, id: { required: true, type: () => String, description: "Its id there.", maxLength: 200 } };
    }
}
__decorate([
    Matches(SYSTEM),
    __metadata("design:type", String)
], ExternalIdDto.prototype, "system", void 0);
__decorate([
    IsString(),
    IsVisible(),
    MaxLength(200),
    __metadata("design:type", String)
], ExternalIdDto.prototype, "id", void 0);
/** Two ids of one body must differ. */
export const externalIdKey = ({ system, id }) => `${system}:${id}`;
//# sourceMappingURL=external-id.dto.js.map