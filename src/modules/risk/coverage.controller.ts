import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Public } from '../../platform/access/decorators.js';
import type { Scope } from '../../platform/access/scope.js';
import { Id } from '../../platform/http/id.js';
import { Operation } from '../../platform/http/operation.js';
import { CoverageDto, CoverageQuery } from './coverage.dto.js';
import { CoverageService } from './coverage.service.js';

@ApiTags('service-lines')
@Controller('service-lines')
export class CoverageController {
  constructor(private readonly coverage: CoverageService) {}

  @Get(':id/coverage')
  @Public()
  @Operation(
    'getCoverage',
    'Who serves a line from when to when, and when nobody does',
    'validation_failed',
    'not_found',
  )
  one(@CurrentScope() scope: Scope, @Id() id: string, @Query() query: CoverageQuery): Promise<CoverageDto> {
    return this.coverage.of(scope, id, query.asOf ?? null);
  }
}
