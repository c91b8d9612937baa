import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { CallMeeting } from './actions/call-meeting.js';
import { cancelMeeting, holdMeeting, minuteMeeting } from './actions/run-meeting.js';
import { dropResolution, finishResolution } from './actions/settle-resolution.js';
import { MeetingDto, MeetingListDto, MeetingQuery, NewMeetingDto } from './meeting.dto.js';
import { meetingSubject, resolutionSubject } from './meeting.subject.js';
import { MeetingsQueries } from './meetings.queries.js';

const meetingResource = resource(meetingSubject.path, {
  tag: 'meetings',
  type: MeetingDto,
  by: MeetingsQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});

/** 联席会, 建言会, 评议会, 听证会: what was said and resolved, and who is to do it by when. */
export const MeetingsController = createResourceController(meetingResource, ({ get, one, post }) => [
  post('meetings', {
    operationId: 'callMeeting',
    summary: { en: 'Call a meeting about a need, a tender or an evaluation', zh: '就需求、采购项目或评估召集会议' },
    permit: 'meeting.run',
    refuses: ['not_found', 'dataset_mismatch'],
    body: NewMeetingDto,
    by: CallMeeting,
    make: (service, { principal, body }) => service.call(principal, body),
  }),
  get('meetings', {
    operationId: 'listMeetings',
    summary: { en: 'Meetings that the caller’s bodies called or were invited to', zh: '查询本机构召集或受邀的会议' },
    permit: 'contract.read',
    query: MeetingQuery,
    type: MeetingListDto,
    read: (queries, { scope, query, url }) => queries.list(scope, query, url),
  }),
  one({
    operationId: 'getMeeting',
    summary: { en: 'One meeting with its resolutions', zh: '查看会议及其决议' },
    permit: 'contract.read',
  }),
]);

export const MeetingActionsController = createActionController(
  meetingSubject,
  [holdMeeting, minuteMeeting, cancelMeeting],
  meetingResource,
);

/** Answers the whole meeting, whose version a resolution shares. */
export const ResolutionActionsController = createActionController(
  resolutionSubject,
  [finishResolution, dropResolution],
  meetingResource,
);
