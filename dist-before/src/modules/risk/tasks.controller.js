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
import * as openapi_import_1 from "./tasks.dto.js";
import * as openapi from "@nestjs/swagger";
import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, SignedIn } from '../../platform/access/decorators.js';
import { ListUrl } from '../../platform/http/list.js';
import { Operation } from '../../platform/http/operation.js';
import { TaskQuery } from './tasks.dto.js';
import { TasksQueries } from './tasks.queries.js';
let TasksController = class TasksController {
    tasks;
    constructor(tasks) {
        this.tasks = tasks;
    }
    list(principal, query, url, lang) {
        return this.tasks.list(principal, query, url, lang);
    }
};
__decorate([
    Get(),
    SignedIn(),
    Operation('myTasks', 'What waits for the caller, with due dates', 'validation_failed', 'bad_cursor', 'not_signed_in'),
    openapi.ApiResponse({ status: 200, type: openapi_import_1.TaskListDto }),
    __param(0, CurrentPrincipal()),
    __param(1, Query()),
    __param(2, ListUrl()),
    __param(3, Lang()),
    __metadata("design:type", Function),
    __metadata("design:paramtypes", [Object, TaskQuery, String, String]),
    __metadata("design:returntype", Promise)
], TasksController.prototype, "list", null);
TasksController = __decorate([
    ApiTags('me'),
    Controller('me/tasks'),
    __metadata("design:paramtypes", [TasksQueries])
], TasksController);
export { TasksController };
//# sourceMappingURL=tasks.controller.js.map