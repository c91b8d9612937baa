import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { acceptComplaint, askCorrection, correctComplaint, refuseComplaint } from './actions/accept-complaint.js';
import { answerChallenge, setAsideChallenge } from './actions/answer-challenge.js';
import {
  beginAppraisal,
  decideComplaint,
  endAppraisal,
  recordComplaintRemedy,
  withdrawComplaint,
} from './actions/decide-complaint.js';
import { recordChallengeRemedy, stateNoEffect, withdrawChallenge } from './actions/settle-challenge.js';
import { challengeSubject } from './challenge.subject.js';
import { ChallengesService } from './challenges.service.js';
import { complaintSubject } from './complaint.subject.js';
import { ComplaintsService } from './complaints.service.js';
import { RemediesQueries } from './remedies.queries.js';
import {
  ChallengeDto,
  ChallengeListDto,
  ChallengeQuery,
  ComplaintDto,
  ComplaintListDto,
  ComplaintQuery,
  NewChallengeDto,
  NewComplaintDto,
} from './remedy.dto.js';

/** Challenges (质疑): Law article 52. Receipt cannot be refused. */
@ApiTags('remedies')
@Controller('challenges')
export class ChallengesController {
  constructor(
    private readonly service: ChallengesService,
    private readonly queries: RemediesQueries,
  ) {}

  @Post()
  @Permit('challenge.file')
  @Header('Location', '/api/v1/challenges/')
  @Operation(
    'fileChallenge',
    { en: 'Challenge the documents, a step or the result of a purchase', zh: '对采购文件、过程或结果提出质疑' },
    'not_found',
    'lot_unknown',
    'dated_in_future',
  )
  async file(@CurrentPrincipal() principal: Principal, @Body() body: NewChallengeDto): Promise<ChallengeDto> {
    return this.queries.challenge(toScope(principal), await this.service.receive(principal, body));
  }

  @Get()
  @Permit('tender.read')
  @Operation('listChallenges', {
    en: 'Challenges of the own body, to its purchases, or in the own region',
    zh: '查询本机构提出、针对本机构项目或本区域的质疑',
  })
  list(
    @CurrentScope() scope: Scope,
    @Query() query: ChallengeQuery,
    @ListUrl() url: string,
  ): Promise<ChallengeListDto> {
    return this.queries.challenges(scope, query, url);
  }

  @Get(':id')
  @Permit('tender.read')
  @Operation('getChallenge', { en: 'One challenge with its clocks', zh: '查看质疑及其期限' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<ChallengeDto> {
    return this.queries.challenge(scope, id);
  }
}

/** Complaints (投诉) to the finance authority: Law articles 55 to 57. */
@ApiTags('remedies')
@Controller('complaints')
export class ComplaintsController {
  constructor(
    private readonly service: ComplaintsService,
    private readonly queries: RemediesQueries,
  ) {}

  @Post()
  @Permit('complaint.file')
  @Header('Location', '/api/v1/complaints/')
  @Operation(
    'fileComplaint',
    { en: 'Complain to the finance authority after a challenge', zh: '质疑后向财政部门投诉' },
    'not_found',
    'lot_unknown',
  )
  async file(@CurrentPrincipal() principal: Principal, @Body() body: NewComplaintDto): Promise<ComplaintDto> {
    return this.queries.complaint(toScope(principal), await this.service.receive(principal, body));
  }

  @Get()
  @Permit('tender.read')
  @Operation('listComplaints', {
    en: 'Complaints of the own body, about its purchases, or in the own region',
    zh: '查询本机构提起、涉及本机构项目或本区域的投诉',
  })
  list(
    @CurrentScope() scope: Scope,
    @Query() query: ComplaintQuery,
    @ListUrl() url: string,
  ): Promise<ComplaintListDto> {
    return this.queries.complaints(scope, query, url);
  }

  @Get(':id')
  @Permit('tender.read')
  @Operation('getComplaint', { en: 'One complaint with its clock', zh: '查看投诉及其期限' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<ComplaintDto> {
    return this.queries.complaint(scope, id);
  }
}

export const ChallengeActionsController = createActionController(
  challengeSubject,
  [answerChallenge, setAsideChallenge, stateNoEffect, withdrawChallenge, recordChallengeRemedy],
  {
    tag: 'remedies',
    type: ChallengeDto,
    by: RemediesQueries,
    read: (queries, scope, { id }) => queries.challenge(scope, id),
  },
);

export const ComplaintActionsController = createActionController(
  complaintSubject,
  [
    ...[askCorrection, correctComplaint, acceptComplaint, refuseComplaint, beginAppraisal, endAppraisal],
    ...[decideComplaint, withdrawComplaint, recordComplaintRemedy],
  ],
  {
    tag: 'remedies',
    type: ComplaintDto,
    by: RemediesQueries,
    read: (queries, scope, { id }) => queries.complaint(scope, id),
  },
);
