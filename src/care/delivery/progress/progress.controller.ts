import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { ContractProgressDto } from './progress.dto.js';
import { ProgressQueries } from './progress.queries.js';

/** What a contract promised, what is done, and what will be. */
@ApiTags('contracts')
@Controller('contracts/:id/progress')
export class ProgressController {
  constructor(private readonly queries: ProgressQueries) {}

  @Get()
  @Permit('contract.read')
  @Operation(
    'getContractProgress',
    {
      en: 'Each standard of a contract against its records: target, done, forecast with its 95 % interval',
      zh: '对照服务记录查看各项目标：目标值、完成值及带 95% 区间的预测',
    },
    'conducted_elsewhere',
  )
  get(@CurrentScope() scope: Scope, @Id() contract: string): Promise<ContractProgressDto> {
    return this.queries.one(scope, contract);
  }
}
