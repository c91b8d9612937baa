var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var __metadata = (this && this.__metadata) || function (k, v) {
    if (typeof Reflect === "object" && typeof Reflect.metadata === "function") return Reflect.metadata(k, v);
};
import { Injectable } from '@nestjs/common';
import { JobRegistry } from '../../platform/queue/job-registry.js';
import { defineJob } from '../../platform/queue/job.js';
import { ImportsService } from './imports.service.js';
/** Takes the rows of a received file. */
export const runImport = defineJob({
    kind: 'event',
    name: 'run-import',
    queue: 'imports',
    on: (event) => event.aggregate === 'import' && event.action === 'received',
    unfinished: { aggregate: 'import', ids: `SELECT id::text FROM import WHERE state = 'running'` },
});
let ImportsJob = class ImportsJob {
    registry;
    imports;
    constructor(registry, imports) {
        this.registry = registry;
        this.imports = imports;
    }
    onModuleInit() {
        this.registry.handle(runImport, ({ id }) => this.imports.run(id));
    }
};
ImportsJob = __decorate([
    Injectable(),
    __metadata("design:paramtypes", [JobRegistry,
        ImportsService])
], ImportsJob);
export { ImportsJob };
//# sourceMappingURL=imports.job.js.map