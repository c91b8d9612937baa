var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) {
    var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d;
    if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc);
    else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r;
    return c > 3 && r && Object.defineProperty(target, key, r), r;
};
var AuditModule_1;
import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { forPurpose, Keys } from '../config/keys.js';
import { ANCHOR_PURPOSE } from './anchor.js';
import { AnchorFile } from './anchor-file.js';
import { AnchorSweep } from './anchor-sweep.js';
import { Anchors } from './anchors.js';
import { AuditController } from './audit.controller.js';
import { AuditQueries } from './audit.queries.js';
import { AuditVerifier } from './audit.verifier.js';
import { ChangeLog } from './change-log.js';
import { WithheldActors } from './withheld-actors.js';
/** The audit: what is written with every change, and how it is shown to be unchanged. */
let AuditModule = AuditModule_1 = class AuditModule {
    static forRoot(options) {
        return {
            module: AuditModule_1,
            global: true,
            controllers: options.http ? [AuditController] : [],
            providers: [
                { provide: ChangeLog, useFactory: (keys) => new ChangeLog(keys), inject: [Keys] },
                {
                    provide: Anchors,
                    useFactory: (dataSource, keys) => new Anchors(dataSource, forPurpose(keys.audit, ANCHOR_PURPOSE), new AnchorFile(options.anchorFile)),
                    inject: [DataSource, Keys],
                },
                {
                    provide: AuditVerifier,
                    useFactory: (dataSource, keys) => new AuditVerifier(dataSource, keys.audit, options.anchorFile),
                    inject: [DataSource, Keys],
                },
                AuditQueries,
                WithheldActors,
                AnchorSweep,
            ],
            exports: [ChangeLog, Anchors, AuditQueries, AuditVerifier, WithheldActors],
        };
    }
};
AuditModule = AuditModule_1 = __decorate([
    Module({})
], AuditModule);
export { AuditModule };
//# sourceMappingURL=audit.module.js.map