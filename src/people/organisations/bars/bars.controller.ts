import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { confirmBar, revokeBar, withdrawBar } from './actions/decide-bar.js';
import { BarDto, BarListDto, NewBarDto } from './bar.dto.js';
import { barSubject } from './bar.subject.js';
import { BarsQueries } from './bars.queries.js';
import { BarsService } from './bars.service.js';

const barResource = resource(barSubject.path, {
  tag: 'organisations',
  type: BarDto,
  by: BarsQueries,
  read: (queries, _scope, { id, bar }, _language, { principal }) => queries.one(principal, id, bar),
});

/** Decisions that keep a body from government procurement. */
export const BarsController = createResourceController(barResource, ({ get, one, post }) => [
  get('organisations/:id/bars', {
    operationId: 'listOrganisationBars',
    summary: { en: 'Decisions that keep a body from government procurement', zh: '查询禁止参加政府采购活动的决定' },
    permit: 'organisation.read',
    query: PageQuery,
    type: BarListDto,
    read: (queries, { principal, id, query, url }) => queries.list(principal, id, query, url),
  }),
  post('organisations/:id/bars', {
    operationId: 'recordOrganisationBar',
    summary: {
      en: 'Record the decision of the finance authority or a court to bar a body, which another person confirms',
      zh: '登记财政部门或者法院禁止参加采购活动的决定，由他人确认',
    },
    permit: 'bar.record',
    refuses: ['not_found', 'body_merged', 'bar_decision_missing'],
    body: NewBarDto,
    by: BarsService,
    make: (service, { principal, id, body }) => service.record(principal, id, body),
  }),
  one({
    operationId: 'getOrganisationBar',
    summary: { en: 'One decision that bars a body', zh: '查看禁止参加政府采购活动的决定' },
    permit: 'organisation.read',
  }),
]);

export const BarActionsController = createActionController(
  barSubject,
  [confirmBar, withdrawBar, revokeBar],
  barResource,
);
