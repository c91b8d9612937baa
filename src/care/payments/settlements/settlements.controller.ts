import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { confirmSettlement } from './actions/confirm-settlement.js';
import { ProposeSettlement } from './actions/propose-settlement.js';
import { returnSettlement, withdrawSettlement } from './actions/return-settlement.js';
import { NewSettlementDto, SettlementDto, SettlementListDto } from './settlement.dto.js';
import { settlementSubject } from './settlement.subject.js';
import { SettlementsQueries } from './settlements.queries.js';

const settlementResource = resource(settlementSubject.path, {
  tag: 'payments',
  type: SettlementDto,
  by: SettlementsQueries,
  read: (queries, scope, { id, settlement }) => queries.one(scope, id, settlement),
});

/** What the periods of a contract come to that is paid by the unit. */
export const SettlementsController = createResourceController(settlementResource, ({ get, one, post }) => [
  get('contracts/:id/settlements', {
    operationId: 'listSettlements',
    summary: { en: 'Settlements of a contract that is paid by the unit', zh: '查询按量计价合同的结算' },
    permit: 'contract.read',
    query: PageQuery,
    type: SettlementListDto,
    read: (queries, { scope, id: contract, query, url }) => queries.list(scope, contract, query, url),
  }),
  post('contracts/:id/settlements', {
    operationId: 'proposeSettlement',
    summary: {
      en: 'Propose what a period comes to, counted from the records of service',
      zh: '提出某一期间的结算，数据取自服务记录',
    },
    permit: 'invoice.submit',
    refuses: [
      'conducted_elsewhere',
      'not_paid_by_units',
      'content_unconfirmed',
      'settlement_open',
      'contract_not_running',
      'no_period_open',
      'period_not_over',
    ],
    body: NewSettlementDto,
    by: ProposeSettlement,
    make: (service, { principal, id: contract, body }) => service.propose(principal, contract, body),
  }),
  one({
    operationId: 'getSettlement',
    summary: { en: 'One settlement', zh: '查看一次结算' },
    permit: 'contract.read',
  }),
]);

export const SettlementActionsController = createActionController(
  settlementSubject,
  [confirmSettlement, returnSettlement, withdrawSettlement],
  settlementResource,
);
