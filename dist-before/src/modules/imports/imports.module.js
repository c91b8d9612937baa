var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
import { Module } from '@nestjs/common';
import { DocumentsModule } from '../../platform/documents/documents.module.js';
import { ContractsModule } from '../contracts/contracts.module.js';
import { TendersModule } from '../tenders/tenders.module.js';
import { ImportNames } from './import.names.js';
import { ImportRows } from './import.rows.js';
import { ImportsController } from './imports.controller.js';
import { ImportsJob } from './imports.job.js';
import { ImportsQueries } from './imports.queries.js';
import { ImportsService } from './imports.service.js';
import { NoticeImporter } from './notice.importer.js';
import { Uploads } from './uploads.js';
/** Files of published notices become recorded purchases. */
let ImportsModule = class ImportsModule {
};
ImportsModule = __decorate([
    Module({
        imports: [DocumentsModule, TendersModule, ContractsModule],
        controllers: [ImportsController],
        providers: [ImportsService, ImportsQueries, ImportsJob, ImportNames, ImportRows, NoticeImporter, Uploads],
        exports: [ImportsService],
    })
], ImportsModule);
export { ImportsModule };
//# sourceMappingURL=imports.module.js.map