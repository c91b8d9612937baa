import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiParam, ApiTags } from '@nestjs/swagger';
import { Lang, Public } from '../../kernel/access/decorators.js';
import type { Language } from '../../kernel/errors/texts.js';
import { ListUrl, PageQuery } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { Revalidated } from '../../kernel/http/revalidation.js';
import { tablePage } from '../../kernel/http/lists/table-page.js';
import { CodeItemDto, CodeListDto } from './code-list.dto.js';
import { CODE_LISTS, getCodeList } from './code-lists.js';

@ApiTags('code-lists')
@Controller('code-lists')
export class CodeListsController {
  @Get(':name')
  @Public()
  @ApiParam({ name: 'name', enum: Object.keys(CODE_LISTS) })
  @Revalidated()
  @Operation('getCodeList', { en: 'The codes of one list, in their order', zh: '按次序查看一个代码表' })
  list(
    @Param('name') name: string,
    @Query() query: PageQuery,
    @Lang() language: Language,
    @ListUrl() url: string,
  ): CodeListDto {
    const page = tablePage(getCodeList(name), (item) => item.code, query, url);
    return { items: page.items.map((item) => CodeItemDto.fromItem(item, language)), next: page.next };
  }
}
