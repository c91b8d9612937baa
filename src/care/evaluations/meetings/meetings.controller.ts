import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { CallMeeting } from './actions/call-meeting.js';
import { cancelMeeting, holdMeeting, minuteMeeting } from './actions/run-meeting.js';
import { dropResolution, finishResolution } from './actions/settle-resolution.js';
import { MeetingDto, MeetingListDto, MeetingQuery, NewMeetingDto } from './meeting.dto.js';
import { meetingSubject, resolutionSubject } from './meeting.subject.js';
import { MeetingsQueries } from './meetings.queries.js';

/** 联席会, 建言会, 评议会, 听证会: what was said and resolved, and who is to do it by when. */
@ApiTags('meetings')
@Controller('meetings')
export class MeetingsController {
  constructor(
    private readonly calling: CallMeeting,
    private readonly queries: MeetingsQueries,
  ) {}

  @Post()
  @Permit('meeting.run')
  @Operation(
    'callMeeting',
    { en: 'Call a meeting about a need, a tender or an evaluation', zh: '就需求、采购项目或评估召集会议' },
    'not_found',
    'dataset_mismatch',
  )
  async call(@CurrentPrincipal() principal: Principal, @Body() body: NewMeetingDto): Promise<MeetingDto> {
    return this.queries.one(toScope(principal), await this.calling.call(principal, body));
  }

  @Get()
  @Permit('contract.read')
  @Operation('listMeetings', {
    en: 'Meetings that the caller’s bodies called or were invited to',
    zh: '查询本机构召集或受邀的会议',
  })
  list(@CurrentScope() scope: Scope, @Query() query: MeetingQuery, @ListUrl() url: string): Promise<MeetingListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Permit('contract.read')
  @Operation('getMeeting', { en: 'One meeting with its resolutions', zh: '查看会议及其决议' })
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<MeetingDto> {
    return this.queries.one(scope, id);
  }
}

export const MeetingActionsController = createActionController(
  meetingSubject,
  [holdMeeting, minuteMeeting, cancelMeeting],
  {
    tag: 'meetings',
    type: MeetingDto,
    by: MeetingsQueries,
    read: (queries, scope, { id }) => queries.one(scope, id),
  },
);

/** Answers the whole meeting, whose version a resolution shares. */
export const ResolutionActionsController = createActionController(
  resolutionSubject,
  [finishResolution, dropResolution],
  {
    tag: 'meetings',
    type: MeetingDto,
    by: MeetingsQueries,
    read: (queries, scope, { id }) => queries.one(scope, id),
  },
);
