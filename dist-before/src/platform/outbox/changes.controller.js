var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
var __param = (this && this.__param) || function (paramIndex, decorator) {
    return function (target, key) { decorator(target, key, paramIndex); }
};
import * as openapi_import_1 from "./changes.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Permit } from '../access/decorators.js';
import { Operation } from '../http/operation.js';
import { ChangesQuery } from './changes.dto.js';
import { ChangesService } from './changes.service.js';
let ChangesController = class ChangesController {
    changes;
    constructor(changes) {
        this.changes = changes;
    }
    /** Everything that changed in what the caller may see, in order of commit: read on from `position` and nothing is lost or repeated. */
    list(scope, query, request) {
        return this.changes.list(scope, query, request.originalUrl, closing(request));
    }
};
__decorate([
    openapi.ApiOperation({ description: "Everything that changed in what the caller may see, in order of commit: read on from `position` and nothing is lost or repeated." }),
    Get(),
    Permit('changes.read'),
    Operation('listChanges', 'What changed after a position (long poll with `wait`)', 'validation_failed'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.ChangesDto }),
    __param(0, CurrentScope()),
    __param(1, Query()),
    __param(2, Req()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, ChangesQuery, Object]),
    __metadata("design:returntype", Promise)
], ChangesController.prototype, "list", null);
ChangesController = __decorate([
    ApiTags('changes'),
    Controller('changes'),
    __metadata("design:paramtypes", [ChangesService])
], ChangesController);
export { ChangesController };
/** Aborts when the caller has gone away. */
function closing(request) {
    const controller = new AbortController();
    request.res?.once('close', () => controller.abort());
    return controller.signal;
}
//# sourceMappingURL=changes.controller.js.map