import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Public } from '../../../kernel/access/decorators.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { Revalidated } from '../../../kernel/http/revalidation.js';
import { NoticeListDto } from './notice-view.dto.js';
import { NoticesQueries } from './notices.queries.js';
import { NoticeQuery } from '../reads/tender.dto.js';

@ApiTags('notices')
@Controller('notices')
export class NoticesController {
  constructor(private readonly queries: NoticesQueries) {}

  @Get()
  @Public()
  @Revalidated()
  @Operation('searchNotices', {
    en: 'Search what was published; findings are not public',
    zh: '检索已发布的公告；不含任何预警',
  })
  search(@Query() query: NoticeQuery, @ListUrl() url: string): Promise<NoticeListDto> {
    return this.queries.list(query, url);
  }
}
