import { Body, Controller, Get, Header, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Lang, Permit, Public } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import type { Language } from '../../kernel/errors/texts.js';
import { createActionController } from '../../kernel/actions/action-routes.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { ListUrl } from '../../kernel/http/lists/list.js';
import { Operation } from '../../kernel/http/operation.js';
import {
  appointEvaluator,
  cancelEvaluation,
  proposeEvaluator,
  reassignEvaluation,
  replaceEvaluator,
} from './actions/appoint-evaluator.js';
import { declareEvaluator } from './actions/declare-ties.js';
import { appealEvaluation, confirmEvaluation, publishEvaluation } from './actions/publish-evaluation.js';
import { beginFieldwork, reEvaluate, returnScores, submitScores } from './actions/send-scores.js';
import {
  EvaluationDetailDto,
  EvaluationListDto,
  EvaluationQuery,
  NewEvaluationDto,
  ScoresDto,
} from './evaluation.dto.js';
import { evaluationSubject } from './evaluation.subject.js';
import { EvaluationsQueries } from './evaluations.queries.js';
import { EvaluationsService } from './evaluations.service.js';

/** How well a contract's service was, by a body that is tied to nobody in it. */
@ApiTags('evaluations')
@Controller()
export class EvaluationsController {
  constructor(
    private readonly service: EvaluationsService,
    private readonly queries: EvaluationsQueries,
  ) {}

  /** With `assignee=me` the work list of an evaluator: due days, progress, leaves without points or evidence. */
  @Get('evaluations')
  @Public()
  @Operation(
    'listEvaluations',
    {
      en: 'Published evaluations, and those of the caller’s bodies, by due day',
      zh: '按到期日查询已公布的评估及本机构相关的评估',
    },
    'not_signed_in',
  )
  list(
    @CurrentScope() scope: Scope,
    @Query() query: EvaluationQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
  ): Promise<EvaluationListDto> {
    return this.queries.list(scope, query, url, lang);
  }

  @Get('evaluations/:id')
  @Public()
  @Operation('getEvaluation', {
    en: 'One evaluation, as far as the caller may see it',
    zh: '查看评估（以可见范围为限）',
  })
  one(@CurrentScope() scope: Scope, @Id() id: string, @Lang() lang: Language): Promise<EvaluationDetailDto> {
    return this.queries.one(scope, id, lang);
  }

  @Get('contracts/:id/evaluations')
  @Public()
  @Operation('listContractEvaluations', {
    en: 'Evaluations of one contract that the caller may see',
    zh: '查询某一合同可见的评估',
  })
  ofContract(
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Query() query: EvaluationQuery,
    @ListUrl() url: string,
    @Lang() lang: Language,
  ): Promise<EvaluationListDto> {
    return this.queries.ofContract(scope, id, query, url, lang);
  }

  @Post('contracts/:id/evaluations')
  @Header('Location', '/api/v1/evaluations/')
  @Permit('evaluation.plan')
  @Operation(
    'planEvaluation',
    { en: 'Plan a midterm or final evaluation of a contract', zh: '安排合同的中期或末期评估' },
    'conducted_elsewhere',
    'contract_not_running',
    'acts_with_interest',
    'residents_unweighted',
    'evaluation_planned',
  )
  async plan(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @Body() body: NewEvaluationDto,
  ): Promise<EvaluationDetailDto> {
    return this.queries.one(toScope(principal), await this.service.plan(principal, id, body), lang);
  }

  /** As often as it takes, until they are sent; after an appeal by who was appointed to look again. */
  @Put('evaluations/:id/scores')
  @Permit('evaluation.act')
  @Operation(
    'scoreEvaluation',
    {
      en: 'Give points with evidence; those of leaves that are not named stay',
      zh: '依佐证评分；未提及的指标保持不变',
    },
    'wrong_state',
    'evaluator_tied',
    'score_above_maximum',
  )
  async score(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: ScoresDto,
  ): Promise<EvaluationDetailDto> {
    await this.service.score(principal, id, version, body);
    return this.queries.one(toScope(principal), id, lang);
  }
}

export const EvaluationActionsController = createActionController(
  evaluationSubject,
  [
    ...[proposeEvaluator, appointEvaluator, replaceEvaluator, reassignEvaluation, cancelEvaluation],
    ...[declareEvaluator, beginFieldwork, submitScores, returnScores, reEvaluate],
    ...[confirmEvaluation, publishEvaluation, appealEvaluation],
  ],
  {
    tag: 'evaluations',
    type: EvaluationDetailDto,
    by: EvaluationsQueries,
    read: (queries, scope, { id }, lang) => queries.one(scope, id, lang),
    translated: true,
  },
);
