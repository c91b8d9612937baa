import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { TenderDetailDto } from '../../tenders/reads/tender-view.dto.js';
import { TendersQueries } from '../../tenders/reads/tenders.queries.js';
import { LotActionDto } from './lot-action.dto.js';
import { LOT_REMEDY_ACTIONS, LotRemediesService } from './lot-remedies.service.js';

/** Single lots of a tender that is conducted here. If-Match names the version of the tender. */
@ApiTags('tenders')
@Controller('lots/:id')
export class LotsController {
  constructor(
    private readonly remedies: LotRemediesService,
    private readonly queries: TendersQueries,
  ) {}

  @Post('actions/:action')
  @HttpCode(200)
  @Permit('tender.read')
  @Operation(
    'actOnLot',
    'Fail, cancel, suspend or resume one lot of a tender that is conducted here, have it reviewed again, or apply a remedy',
    ...CHANGE_CODES,
    'route_not_found',
    'conducted_elsewhere',
    'fail_ground_missing',
    'cancel_ground_missing',
    'end_ground_unproven',
    'acts_with_interest',
    'ending_not_proposed',
    'proposer_approves',
    'suspension_groundless',
    'suspension_running',
    'remedy_not_decided',
    'rereview_ground_missing',
    'remedy_unapplied',
    'panel_result_stands',
    'not_an_open_tender',
    'contract_stands',
    'bids_sealed_for_good',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Lang() lang: Language,
    @Id() id: string,
    @ActionParam(LOT_REMEDY_ACTIONS) action: string,
    @IfMatch() version: number,
    @Body() body: LotActionDto,
  ): Promise<TenderDetailDto> {
    const tender = await this.remedies.act(principal, id, version, actionName(action), body);
    return this.queries.one(scope, tender, lang);
  }
}
