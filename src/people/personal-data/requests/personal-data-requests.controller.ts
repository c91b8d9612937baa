import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { blockPerson, erasePerson, refuseRequest } from './actions/erase-person.js';
import { discloseBlocked, giveCopy } from './actions/show-person.js';
import {
  AnsweredPersonalDataRequestDto,
  NewPersonalDataRequestDto,
  PersonalDataRequestDto,
  PersonalDataRequestListDto,
  PersonalDataRequestsQuery,
} from './personal-data-request.dto.js';
import { personalDataRequestSubject } from './personal-data-request.subject.js';
import { PersonalDataRequestsQueries } from './personal-data-requests.queries.js';
import { PersonalDataRequestsService } from './personal-data-requests.service.js';

const PERMIT = 'personal_data.ask';

const requestResource = resource(personalDataRequestSubject.path, {
  tag: 'personal-data',
  type: PersonalDataRequestDto,
  by: PersonalDataRequestsQueries,
  read: async (queries, scope, { id }) => PersonalDataRequestDto.fromRow(await queries.one(id, scope), scope),
});

export const PersonalDataRequestsController = createResourceController(requestResource, ({ get, one, post }) => [
  post('personal-data/requests', {
    operationId: 'askForPersonalData',
    summary: { en: 'Ask for a copy or the erasure of what is kept about a person', zh: '申请查阅复制或者删除个人信息' },
    description:
      'For oneself, or for somebody whose data the own body keeps. A second person decides on an erasure; what a law keeps is blocked instead.',
    permit: PERMIT,
    body: NewPersonalDataRequestDto,
    by: PersonalDataRequestsService,
    make: (service, { principal, body }) => service.ask(principal, body),
  }),
  get('personal-data/requests', {
    operationId: 'listPersonalDataRequests',
    summary: { en: 'List what was asked of data about people', zh: '查询个人信息申请' },
    description:
      'Own ones, and those of the own body; an administrator sees all, who oversees a region what is blocked there.',
    permit: PERMIT,
    query: PersonalDataRequestsQuery,
    type: PersonalDataRequestListDto,
    read: (queries, { scope, query, url }) => queries.list(query, url, scope),
  }),
  one({
    operationId: 'getPersonalDataRequest',
    summary: { en: 'Read what was asked of data about a person', zh: '查看个人信息申请' },
    permit: PERMIT,
  }),
]);

export const PersonalDataRequestActionsController = createActionController(
  personalDataRequestSubject,
  [giveCopy, erasePerson, blockPerson, refuseRequest, discloseBlocked],
  { ...requestResource, type: AnsweredPersonalDataRequestDto, showsSecret: true },
);
