import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit, SignedIn } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { NewThresholdDto, ThresholdDto, ThresholdListDto, ThresholdQueryDto } from './threshold.dto.js';
import { ThresholdsService } from './thresholds.service.js';

@ApiTags('thresholds')
@Controller('thresholds')
export class ThresholdsController {
  constructor(private readonly thresholds: ThresholdsService) {}

  /** An empty answer means that the amount is not known here, not that there is none. */
  @Get()
  @SignedIn()
  @Operation('listThresholds', {
    en: 'Open-tender thresholds and purchase limits by region, level, object and date',
    zh: '按区域、级次、品目与日期查询公开招标数额标准、采购限额标准',
  })
  list(@Query() query: ThresholdQueryDto, @ListUrl() url: string): Promise<ThresholdListDto> {
    return this.thresholds.list(query, url);
  }

  /** It stands in the list; a threshold alone has no address. */
  @Post()
  @Header('Location', '/api/v1/thresholds')
  @Permit('threshold.manage')
  @Operation(
    'addThreshold',
    { en: 'State a threshold', zh: '登记公开招标数额标准或采购限额标准' },
    'conflict',
    'end_before_start',
  )
  add(@CurrentPrincipal() principal: Principal, @Body() body: NewThresholdDto): Promise<ThresholdDto> {
    return this.thresholds.add(principal, body);
  }
}
