import { Module, type DynamicModule } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { forPurpose, Keys } from '../config/keys.js';
import { ANCHOR_PURPOSE } from './anchors/anchor.js';
import { AnchorFile } from './anchors/anchor-file.js';
import { AnchorSweep } from './anchors/anchor-sweep.js';
import { AnchoredChains } from './anchors/anchored-chains.js';
import { Anchors } from './anchors/anchors.js';
import { AuditController } from './audit.controller.js';
import { AuditQueries } from './audit.queries.js';
import { AuditVerifier } from './verification/audit-verifier.js';
import { ChangeLog } from './change-log.js';
import { VerificationSweep } from './verification/verification-sweep.js';
import { WitnessSweep } from './witness/witness-sweep.js';
import { PersonalReads } from './persons/personal-reads.js';
import { WithheldActors } from './withheld-actors.js';

export interface AuditModuleOptions {
  anchorFile: string;
  /** Serves `/audit`. */
  http: boolean;
}

/** The audit: what is written with every change, and how it is shown to be unchanged. */
@Module({})
export class AuditModule {
  static forRoot(options: AuditModuleOptions): DynamicModule {
    return {
      module: AuditModule,
      global: true,
      controllers: options.http ? [AuditController] : [],
      providers: [
        { provide: ChangeLog, useFactory: (keys: Keys) => new ChangeLog(keys), inject: [Keys] },
        {
          provide: Anchors,
          useFactory: (dataSource: DataSource, keys: Keys) =>
            new Anchors(dataSource, forPurpose(keys.audit, ANCHOR_PURPOSE), new AnchorFile(options.anchorFile)),
          inject: [DataSource, Keys],
        },
        {
          provide: AuditVerifier,
          useFactory: (dataSource: DataSource, keys: Keys) =>
            new AuditVerifier(dataSource, keys.audit, options.anchorFile),
          inject: [DataSource, Keys],
        },
        {
          provide: AnchoredChains,
          useFactory: (keys: Keys) => new AnchoredChains(keys.audit, new AnchorFile(options.anchorFile)),
          inject: [Keys],
        },
        AuditQueries,
        PersonalReads,
        WithheldActors,
        AnchorSweep,
        VerificationSweep,
        WitnessSweep,
      ],
      exports: [AnchoredChains, ChangeLog, Anchors, AuditQueries, AuditVerifier, PersonalReads, WithheldActors],
    };
  }
}
