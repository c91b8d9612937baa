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
import { IsIn, IsOptional } from 'class-validator';
import { CoverageQuery } from '../risk/coverage.dto.js';
const LANGUAGES = ['zh', 'en'];
export class PictureQuery {
    /** Default: by Accept-Language. An address in a page is asked for without one. */
    lang;
    static _OPENAPI_METADATA_FACTORY() {
        return { lang: { required: false, description: "Default: by Accept-Language. An address in a page is asked for without one.", enum: ["en", "zh"], enum: LANGUAGES } };
    }
}
__decorate([
    IsOptional(),
    IsIn(LANGUAGES),
    __metadata("design:type", String)
], PictureQuery.prototype, "lang", void 0);
export class CoveragePictureQuery extends CoverageQuery {
    /** Default: by Accept-Language. An address in a page is asked for without one. */
    lang;
    static _OPENAPI_METADATA_FACTORY() {
        return { lang: { required: false, description: "Default: by Accept-Language. An address in a page is asked for without one.", enum: ["en", "zh"], enum: LANGUAGES } };
    }
}
__decorate([
    IsOptional(),
    IsIn(LANGUAGES),
    __metadata("design:type", String)
], CoveragePictureQuery.prototype, "lang", void 0);
//# sourceMappingURL=picture.dto.js.map