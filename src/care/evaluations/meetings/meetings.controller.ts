import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../../../people/accounts/action-name.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { MeetingActionDto, MeetingDto, MeetingListDto, MeetingQuery, NewMeetingDto } from './meeting.dto.js';
import { meetingLifecycle, resolutionLifecycle } from './meeting.lifecycle.js';
import { MeetingsQueries } from './meetings.queries.js';
import { MeetingsService } from './meetings.service.js';

/** 联席会, 建言会, 评议会, 听证会: what was said and resolved, and who is to do it by when. */
@ApiTags('meetings')
@Controller('meetings')
export class MeetingsController {
  constructor(
    private readonly service: MeetingsService,
    private readonly queries: MeetingsQueries,
  ) {}

  @Post()
  @Permit('meeting.run')
  @Operation(
    'callMeeting',
    'Call a meeting about a need, a tender or an evaluation',
    'validation_failed',
    'not_signed_in',
    'not_permitted',
    'not_found',
    'dataset_mismatch',
  )
  async call(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Body() body: NewMeetingDto,
  ): Promise<MeetingDto> {
    return this.queries.one(scope, await this.service.call(principal, body));
  }

  @Get()
  @Permit('contract.read')
  @Operation(
    'listMeetings',
    'Meetings that the caller’s bodies called or were invited to',
    'validation_failed',
    'bad_cursor',
    'not_signed_in',
    'not_permitted',
  )
  list(@CurrentScope() scope: Scope, @Query() query: MeetingQuery, @ListUrl() url: string): Promise<MeetingListDto> {
    return this.queries.list(scope, query, url);
  }

  @Get(':id')
  @Permit('contract.read')
  @Operation('getMeeting', 'One meeting with its resolutions', 'not_signed_in', 'not_permitted', 'not_found')
  one(@CurrentScope() scope: Scope, @Id() id: string): Promise<MeetingDto> {
    return this.queries.one(scope, id);
  }

  @Post(':id/actions/:action')
  @HttpCode(200)
  @Permit('meeting.run')
  @Operation(
    'actOnMeeting',
    'Hold, minute or cancel a meeting',
    ...CHANGE_CODES,
    'route_not_found',
    'meeting_ahead',
    'nobody_attended',
    'minutes_missing',
  )
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @ActionParam(actionsOf(meetingLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: MeetingActionDto,
  ): Promise<MeetingDto> {
    await this.service.act(principal, id, version, actionName(action), body);
    return this.queries.one(scope, id);
  }

  /** If-Match names the version of the meeting. */
  @Post(':id/resolutions/:resolution/actions/:action')
  @HttpCode(200)
  @Permit('resolution.settle')
  @Operation('actOnResolution', 'Finish or drop what a meeting resolved', ...CHANGE_CODES, 'route_not_found')
  async settle(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @Id('resolution') resolution: string,
    @ActionParam(actionsOf(resolutionLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: ReasonDto,
  ): Promise<MeetingDto> {
    await this.service.settle(principal, id, resolution, version, actionName(action), body);
    return this.queries.one(scope, id);
  }
}
