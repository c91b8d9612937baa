import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, SignedIn } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Scope } from '../../kernel/access/scope.js';
import { createActionController } from '../../kernel/actions/action-routes.js';
import type { Language } from '../../kernel/errors/texts.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import { FLAG_ACTIONS } from './actions/flag-actions.js';
import { FlagListDto, FlagQuery } from './flag.dto.js';
import { FlagDetailDto } from './disclosure/flag-evidence.dto.js';
import { flagSubject } from './flag.subject.js';
import { FlagsQueries } from './flags.queries.js';

@ApiTags('risk')
@Controller('risk/flags')
export class FlagsController {
  constructor(private readonly queries: FlagsQueries) {}

  @Get()
  @SignedIn()
  @Operation(
    'listFlags',
    {
      en: 'Flags of the own region, and those the own body was asked about',
      zh: '查询本区域的预警及要求本机构回应的预警',
    },
    'not_permitted',
  )
  list(
    @CurrentPrincipal() principal: Principal,
    @Query() query: FlagQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
  ): Promise<FlagListDto> {
    return this.queries.list(principal, query, url, lang);
  }

  @Get(':id')
  @SignedIn()
  @Operation('getFlag', { en: 'One flag with its history', zh: '查看预警及其办理经过' }, 'not_permitted')
  one(@CurrentScope() scope: Scope, @Id() id: string, @Lang() lang: Language): Promise<FlagDetailDto> {
    return this.queries.one(scope, id, lang);
  }
}

export const FlagActionsController = createActionController(
  flagSubject,
  FLAG_ACTIONS.map(({ action }) => action),
  {
    tag: 'risk',
    type: FlagDetailDto,
    by: FlagsQueries,
    read: (queries, scope, { id }, lang) => queries.one(scope, id, lang),
    translated: true,
    hidesOthers: true,
  },
);
