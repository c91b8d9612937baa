import { Body, Controller, Delete, Get, Header, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, SignedIn } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { NewSavedSearchDto, SavedSearchDto, SavedSearchListDto } from './saved-searches.dto.js';
import { SavedSearches } from './saved-searches.service.js';

@ApiTags('me')
@Controller('saved-searches')
export class SavedSearchesController {
  constructor(private readonly searches: SavedSearches) {}

  /** The inbox, opened where there is none, tells of each tender that is published from now on and fits, once, as `saved_search_found`. */
  @Post()
  @SignedIn()
  @Operation(
    'saveSearch',
    { en: 'Be told of tenders that are published and fit', zh: '保存检索条件，有新公开的采购项目符合时得到通知' },
    'too_many_searches',
  )
  @Header('Location', '/api/v1/saved-searches')
  save(@CurrentPrincipal() principal: Principal, @Body() search: NewSavedSearchDto): Promise<SavedSearchDto> {
    return this.searches.save(principal, search);
  }

  @Get()
  @SignedIn()
  @Operation('listSavedSearches', { en: 'Searches of the caller, newest first', zh: '查询本人保存的检索条件' })
  list(@CurrentPrincipal() principal: Principal): Promise<SavedSearchListDto> {
    return this.searches.list(principal);
  }

  @Delete(':id')
  @SignedIn()
  @HttpCode(204)
  @Operation('endSavedSearch', { en: 'Be told no more of what a search finds', zh: '删除保存的检索条件' }, 'not_found')
  async remove(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<void> {
    await this.searches.remove(principal, id);
  }
}
