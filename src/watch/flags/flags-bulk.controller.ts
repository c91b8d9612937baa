import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { addRoute } from '../../kernel/actions/action-routes.js';
import { toPathName } from '../../kernel/actions/allowed-actions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { Operation } from '../../kernel/http/operation.js';
import { FLAG_ACTIONS, type FlagIdsDto, type FlagWork } from './actions/flag-actions.js';
import { BulkResultsDto } from './flag.dto.js';
import { FlagsService } from './flags.service.js';

/** What is no action is refused to whoever may not work on flags at all. */
const DECIDES = 'risk.work';
/** Who may do it to any flag, by its lifecycle. */
const getPermission = ({ transitions }: FlagWork): string => transitions[0]?.who ?? DECIDES;

/** One action on at most 200 flags; each stands alone and has its own result. */
@ApiTags('risk')
@Controller('risk/flags')
export class FlagsBulkController {
  constructor(@Inject(FlagsService) readonly service: FlagsService) {}
}

for (const { action, bulkBody } of FLAG_ACTIONS)
  addRoute(
    FlagsBulkController,
    `${action.operationId}s`,
    async function (this: FlagsBulkController, principal: Principal, given: FlagIdsDto, lang: Language) {
      return { results: await this.service.actOnAll(principal, action, given, lang) };
    },
    [
      Post(`actions/${toPathName(action.name)}`),
      HttpCode(200),
      Permit(getPermission(action)),
      Operation(
        `${action.operationId}s`,
        { en: `${action.summary.en}: many at once`, zh: `${action.summary.zh}（批量）` },
        'validation_failed',
        'not_signed_in',
        'not_permitted',
      ),
      ApiOkResponse({ type: BulkResultsDto }),
    ],
    [
      [CurrentPrincipal(), Object],
      [Body(), bulkBody],
      [Lang(), String],
    ],
  );
// After the others, which it would answer instead.
addRoute(
  FlagsBulkController,
  'refuseUnknownAction',
  () => Promise.reject(new Problem('route_not_found')),
  [Post('actions/:action'), Permit(DECIDES), ApiExcludeEndpoint()],
  [],
);
