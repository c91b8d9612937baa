import { createActionController } from '../../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../../kernel/actions/resource-routes.js';
import { grantMethodChange, refuseMethodChange, withdrawMethodChange } from './actions/decide-method-change.js';
import { LotWaysDto, MethodChangeDto, MethodChangeListDto, NewMethodChangeDto } from './method-change.dto.js';
import { methodChangeSubject } from './method-change.subject.js';
import { MethodChangesService } from './method-changes.service.js';
import { WaysQueries } from './ways.queries.js';

const methodChangeResource = resource(methodChangeSubject.path, {
  tag: 'tenders',
  type: MethodChangeDto,
  by: WaysQueries,
  read: (queries, scope, { id, change }) => queries.one(scope, id, change),
});

/** How a purchase goes on after lots of it failed. */
export const WaysController = createResourceController(methodChangeResource, ({ get, one, post }) => [
  get('tenders/:id/lots/:no/ways', {
    operationId: 'getLotWays',
    summary: {
      en: 'How a failed lot goes on: a new round or another method, with grounds, approval and the last day for it',
      zh: '查询废标后采购包可采取的方式：重新采购或变更采购方式，及其法定情形、审批与最晚日期',
    },
    permit: 'tender.read',
    type: LotWaysDto,
    read: (queries, { scope, id, no }) => queries.ways(scope, id, no),
  }),
  get('tenders/:id/method-changes', {
    operationId: 'listMethodChanges',
    summary: { en: 'Other methods that were asked for after lots failed', zh: '查询废标后变更采购方式的申请' },
    permit: 'tender.read',
    type: MethodChangeListDto,
    read: (queries, { scope, id }) => queries.list(scope, id),
  }),
  post('tenders/:id/method-changes', {
    operationId: 'requestMethodChange',
    summary: {
      en: 'Ask for another method for lots that failed, on a ground of the law, with the failures cited',
      zh: '依法定情形并引用废标记录，申请变更采购方式',
    },
    permit: 'tender.manage',
    refuses: [
      'conducted_elsewhere',
      'lot_unknown',
      'lot_not_failed',
      'way_not_open',
      'failure_not_cited',
      'method_groundless',
      'single_source_groundless',
      'insufficient_data',
      'method_change_pending',
    ],
    body: NewMethodChangeDto,
    by: MethodChangesService,
    make: (service, { principal, id, body }) => service.request(principal, id, body),
  }),
  one({
    operationId: 'getMethodChange',
    summary: { en: 'Another method for lots that failed, and how it was decided', zh: '查看变更采购方式的申请及决定' },
    permit: 'tender.read',
  }),
]);

export const MethodChangeActionsController = createActionController(
  methodChangeSubject,
  [grantMethodChange, refuseMethodChange, withdrawMethodChange],
  methodChangeResource,
);
