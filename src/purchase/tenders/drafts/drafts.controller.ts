import { Body, Controller, Header, HttpCode, Patch, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Lang, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { Operation } from '../../../kernel/http/operation.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { LotsDto } from '../reads/tender.dto.js';
import { TenderDetailDto } from '../reads/tender-view.dto.js';
import { TendersQueries } from '../reads/tenders.queries.js';
import { NewCopyDto } from './copies.dto.js';
import { CopiesService } from './copies.service.js';
import { DraftsService } from './drafts.service.js';
import {
  grantMethodApproval,
  refuseMethodApproval,
  requestMethodApproval,
} from '../conducted/actions/approve-method.js';
import { correctTender } from '../conducted/actions/correct-tender.js';
import { cancelTender, endTenderByDecision, failTender } from '../conducted/actions/end-tender.js';
import { appointTenderWitness, issueTender } from '../conducted/actions/issue-tender.js';
import {
  approveTender,
  publishTenderIntent,
  returnTender,
  reviseTender,
  submitTender,
} from '../conducted/actions/submit-tender.js';
import { resumeTender, resumeTenderAfterLimit, suspendTender } from '../conducted/actions/suspend-tender.js';
import { MandateDto, NewOpinionDto } from '../conducted/tender-actions.dto.js';
import { TenderDesk } from '../conducted/tender-desk.js';
import { tenderSubject } from '../conducted/tender.subject.js';
import { CriteriaDto, PlanDto, TermsDto } from '../conducted/terms/terms.dto.js';

/** A tender that is conducted here: its draft, and the actions that lead to its issue. */
@ApiTags('tenders')
@Controller('tenders/:id')
export class DraftsController {
  constructor(
    private readonly drafts: DraftsService,
    private readonly copies: CopiesService,
    private readonly desk: TenderDesk,
    private readonly queries: TendersQueries,
  ) {}

  @Post('copies')
  @Header('Location', '/api/v1/tenders/')
  @Permit('tender.draft')
  @Operation(
    'copyTender',
    {
      en: 'A new draft that begins as an earlier purchase of the own body was, with its dates planned anew',
      zh: '以本机构以往的采购项目为底稿起草新的采购项目，并重新安排日期',
    },
    'dataset_mismatch',
    'lot_unknown',
    'lot_not_failed',
  )
  async copy(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: NewCopyDto,
  ): Promise<TenderDetailDto> {
    return this.queries.one(toScope(principal), await this.copies.copy(principal, id, body), lang);
  }

  @Put('lots')
  @Permit('tender.draft')
  @Operation(
    'setTenderLots',
    { en: 'The lots of a draft, all of them', zh: '设定草案的全部采购包' },
    'wrong_state',
    'conducted_elsewhere',
  )
  async setLots(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: LotsDto,
  ): Promise<TenderDetailDto> {
    await this.drafts.setLots(principal, id, version, body.lots);
    return this.queries.one(toScope(principal), id, lang);
  }

  @Patch('terms')
  @Permit('tender.draft')
  @Operation(
    'setTenderTerms',
    {
      en: 'What the documents of a draft say beside its lots (RFC 7396)',
      zh: '设定草案采购包以外的采购文件内容（RFC 7396）',
    },
    'wrong_state',
    'conducted_elsewhere',
  )
  async setTerms(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: TermsDto,
  ): Promise<TenderDetailDto> {
    await this.drafts.setTerms(principal, id, version, body);
    return this.queries.one(toScope(principal), id, lang);
  }

  @Put('criteria')
  @Permit('tender.draft')
  @Operation(
    'setTenderCriteria',
    { en: 'The criteria of a draft, all of them', zh: '设定草案的全部评审标准' },
    'wrong_state',
    'conducted_elsewhere',
  )
  async setCriteria(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: CriteriaDto,
  ): Promise<TenderDetailDto> {
    await this.drafts.setCriteria(principal, id, version, body.criteria);
    return this.queries.one(toScope(principal), id, lang);
  }

  @Patch('plan')
  @Permit('tender.draft')
  @Operation(
    'planTender',
    { en: 'When the steps of a draft are planned (RFC 7396)', zh: '安排草案各环节的日期（RFC 7396）' },
    'wrong_state',
    'conducted_elsewhere',
  )
  async setPlan(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: PlanDto,
  ): Promise<TenderDetailDto> {
    await this.drafts.setPlan(principal, id, version, body);
    return this.queries.one(toScope(principal), id, lang);
  }

  @Post('opinions')
  @HttpCode(200)
  @Permit('tender.draft')
  @Operation(
    'recordOpinion',
    {
      en: 'Record what the public, suppliers or a lawyer said of a draft',
      zh: '记录社会公众、供应商或法律顾问对草案的意见',
    },
    'wrong_state',
    'conducted_elsewhere',
    'dated_in_future',
  )
  async addOpinion(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: NewOpinionDto,
  ): Promise<TenderDetailDto> {
    await this.desk.addOpinion(principal, id, body);
    return this.queries.one(toScope(principal), id, lang);
  }

  @Put('mandate')
  @Permit('tender.manage')
  @Operation(
    'mandateAgent',
    { en: 'Mandate an agent with a tender, or end its mandate', zh: '委托代理机构，或终止委托' },
    'wrong_state',
    'conducted_elsewhere',
  )
  async mandate(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: MandateDto,
  ): Promise<TenderDetailDto> {
    await this.desk.mandate(principal, id, version, body.agent);
    return this.queries.one(toScope(principal), id, lang);
  }
}

const ACTIONS = [
  submitTender,
  approveTender,
  returnTender,
  reviseTender,
  requestMethodApproval,
  grantMethodApproval,
  refuseMethodApproval,
  publishTenderIntent,
  issueTender,
  correctTender,
  appointTenderWitness,
  failTender,
  cancelTender,
  suspendTender,
  resumeTender,
  resumeTenderAfterLimit,
  endTenderByDecision,
];
export const TenderActionsController = createActionController(tenderSubject, ACTIONS, {
  tag: 'tenders',
  type: TenderDetailDto,
  by: TendersQueries,
  translated: true,
  read: (queries, scope, { id }, language) => queries.one(scope, id, language),
});
