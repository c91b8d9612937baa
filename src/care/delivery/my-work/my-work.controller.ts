import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, SignedIn } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { MyWorkDto, MyWorkQuery } from './my-work.dto.js';
import { MyWorkQueries } from './my-work.queries.js';

@ApiTags('me')
@Controller('me/work')
export class MyWorkController {
  constructor(private readonly work: MyWorkQueries) {}

  /** One screen of a telephone; nothing for who records no services. */
  @Get()
  @SignedIn()
  @Operation('myWork', { en: 'The work of a day under the own contracts', zh: '查询本人某日的服务工作' })
  read(
    @CurrentPrincipal() principal: Principal,
    @Query() query: MyWorkQuery,
    @ListUrl() url: string,
  ): Promise<MyWorkDto> {
    return this.work.read(principal, query, url);
  }
}
