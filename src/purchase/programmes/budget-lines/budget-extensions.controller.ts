import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { BudgetExtensionDto, BudgetExtensionListDto, NewBudgetExtensionDto } from './budget-extension.dto.js';
import { grantBudgetExtension, refuseBudgetExtension, withdrawBudgetExtension } from './actions/settle-extension.js';
import { budgetExtensionSubject } from './budget-extension.subject.js';
import { BudgetExtensionsQueries } from './budget-extensions.queries.js';
import { BudgetExtensionsService } from './budget-extensions.service.js';

const budgetExtensionResource = resource(budgetExtensionSubject.path, {
  tag: 'programmes',
  type: BudgetExtensionDto,
  by: BudgetExtensionsQueries,
  read: (queries, scope, { id, line, extension }) => queries.one(scope, { programme: id, line, id: extension }),
});

/** A later day until which the money of a budget line may be used. */
export const BudgetExtensionsController = createResourceController(budgetExtensionResource, ({ get, post }) => [
  get('programmes/:id/budget-lines/:line/extensions', {
    operationId: 'listBudgetExtensions',
    summary: { en: 'Later days that were asked for a budget line', zh: '查询预算明细的延期申请' },
    permit: 'programme.read',
    query: PageQuery,
    type: BudgetExtensionListDto,
    read: (queries, { scope, id, line, query, url }) => queries.list(scope, { programme: id, line }, query, url),
  }),
  post('programmes/:id/budget-lines/:line/extensions', {
    operationId: 'requestBudgetExtension',
    summary: {
      en: 'Ask for a later day until which the money of a budget line may be used',
      zh: '申请延长预算资金的使用期限',
    },
    permit: 'programme.manage',
    refuses: ['extension_pending'],
    body: NewBudgetExtensionDto,
    by: BudgetExtensionsService,
    make: (service, { principal, id, line, body }) => service.request(principal, id, line, body),
  }),
]);

export const BudgetExtensionActionsController = createActionController(
  budgetExtensionSubject,
  [grantBudgetExtension, refuseBudgetExtension, withdrawBudgetExtension],
  budgetExtensionResource,
);
