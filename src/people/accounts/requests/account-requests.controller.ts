import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import {
  AccountRequestDto,
  AccountRequestListDto,
  AccountRequestsQuery,
  AnsweredRequestDto,
  NewCorrectionDto,
} from './account-request.dto.js';
import { accountRequestSubject } from './account-request.subject.js';
import { AccountRequestsQueries } from './account-requests.queries.js';
import { CorrectionsService } from './corrections.service.js';
import type { Permission } from '../roles.js';
import { agreeToRequest, refuseRequest } from './actions/answer-request.js';

const requestResource = resource(accountRequestSubject.path, {
  tag: 'users',
  type: AccountRequestDto,
  by: AccountRequestsQueries,
  read: async (queries, scope, { id }) => AccountRequestDto.fromRow(await queries.one(id, scope), scope),
});

export const AccountRequestsController = createResourceController(requestResource, ({ get, one, post }) => [
  get('account-requests', {
    operationId: 'listAccountRequests',
    summary: {
      en: 'List seats, codes and corrections of bodies that were asked for',
      zh: '查询账号席位、设置码与机构更正申请',
    },
    description:
      'Those of accounts of the own bodies, of these bodies and of the own account, oldest first; an administrator sees all.',
    permit: 'account_request.answer',
    query: AccountRequestsQuery,
    type: AccountRequestListDto,
    read: (queries, { scope, query, url }) => queries.list(query, url, scope),
  }),
  post('account-requests', {
    operationId: 'askForCorrection',
    summary: {
      en: 'Ask a second administrator to correct what a body is known by, while people sit in it',
      zh: '提请另一名管理员同意更正已有账号席位的机构的识别信息',
    },
    description:
      'Its credit code, kind, region or level of the budget. Everybody who sits there is told and may object; it is in force 24 hours after the second administrator has agreed.',
    permit: 'user.administer' satisfies Permission,
    refuses: ['body_merged', 'conflict', 'correction_unfit'],
    body: NewCorrectionDto,
    by: CorrectionsService,
    make: (service, { principal, body }) => service.ask(principal, body),
  }),
  one({
    operationId: 'getAccountRequest',
    summary: { en: 'Read a request for a seat, a code or a correction', zh: '查看账号席位、设置码或机构更正申请' },
    permit: 'account_request.answer',
  }),
]);

export const AccountRequestActionsController = createActionController(
  accountRequestSubject,
  [agreeToRequest, refuseRequest],
  { ...requestResource, type: AnsweredRequestDto, showsSecret: true },
);
