import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Permit } from '../access/decorators.js';
import type { Scope } from '../access/scope.js';
import { ListUrl } from '../http/lists/list.js';
import { Operation } from '../http/operation.js';
import { AuditEntriesDto, AuditQuery, AuditVerificationDto } from './audit.dto.js';
import { AuditQueries } from './audit.queries.js';
import { AuditVerifier } from './audit.verifier.js';

@ApiTags('audit')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly queries: AuditQueries,
    private readonly verifier: AuditVerifier,
  ) {}

  /** Newest first. */
  @Get('entries')
  @Permit('audit.read')
  @Operation('listAuditEntries', 'Who changed what, when and why')
  entries(@CurrentScope() scope: Scope, @Query() query: AuditQuery, @ListUrl() url: string): Promise<AuditEntriesDto> {
    return this.queries.entries(scope, query, url);
  }

  /** Reads the whole audit, some ten thousand rows a second; requests that come meanwhile share the answer. */
  @Get('verification')
  @Permit('audit.verify')
  @Operation('verifyAudit', 'Whether the audit is what was written: altered, inserted, missing rows, cut tails')
  verification(): Promise<AuditVerificationDto> {
    return this.verifier.verify();
  }
}
