import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Permit } from '../access/decorators.js';
import type { Scope } from '../access/scope.js';
import { ListUrl } from '../http/lists/list.js';
import { Operation } from '../http/operation.js';
import { AuditEntriesDto, AuditQuery, AuditVerificationDto } from './audit.dto.js';
import { AuditQueries } from './audit.queries.js';
import { AuditVerifier } from './verification/audit-verifier.js';

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
  @Operation('listAuditEntries', { en: 'Who changed what, when and why', zh: '查询何人于何时因何更改了什么' })
  entries(@CurrentScope() scope: Scope, @Query() query: AuditQuery, @ListUrl() url: string): Promise<AuditEntriesDto> {
    return this.queries.entries(scope, query, url);
  }

  /** Reads the whole audit, some ten thousand rows a second; requests that come meanwhile share the answer. */
  @Get('verification')
  @Permit('audit.verify')
  @Operation('verifyAudit', {
    en: 'Whether the audit is what was written: altered, inserted, missing rows, cut tails',
    zh: '核验审计记录是否与写入时一致：有无篡改、插入、缺失或截尾',
  })
  verification(): Promise<AuditVerificationDto> {
    return this.verifier.verify();
  }
}
