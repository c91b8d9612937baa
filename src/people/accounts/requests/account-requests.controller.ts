import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import {
  AccountRequestDto,
  AccountRequestListDto,
  AccountRequestsQuery,
  AnsweredRequestDto,
} from './account-request.dto.js';
import { accountRequestSubject } from './account-request.subject.js';
import { AccountRequestsQueries } from './account-requests.queries.js';
import { agreeToRequest, refuseRequest } from './actions/answer-request.js';

const requestResource = resource(accountRequestSubject.path, {
  tag: 'users',
  type: AccountRequestDto,
  by: AccountRequestsQueries,
  read: async (queries, scope, { id }) => AccountRequestDto.fromRow(await queries.one(id, scope), scope),
});

export const AccountRequestsController = createResourceController(requestResource, ({ get, one }) => [
  get('account-requests', {
    operationId: 'listAccountRequests',
    summary: { en: 'List seats and codes that were asked for', zh: '查询账号席位与设置码申请' },
    description: 'Those of accounts of the own bodies and of the own account, oldest first; an administrator sees all.',
    permit: 'account_request.answer',
    query: AccountRequestsQuery,
    type: AccountRequestListDto,
    read: (queries, { scope, query, url }) => queries.list(query, url, scope),
  }),
  one({
    operationId: 'getAccountRequest',
    summary: { en: 'Read a request for a seat or a code', zh: '查看账号席位或设置码申请' },
    permit: 'account_request.answer',
  }),
]);

export const AccountRequestActionsController = createActionController(
  accountRequestSubject,
  [agreeToRequest, refuseRequest],
  { ...requestResource, type: AnsweredRequestDto, showsSecret: true },
);
