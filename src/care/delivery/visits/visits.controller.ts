import { PageQuery } from '../../../kernel/http/lists/list.js';
import { NewVisitDto, VisitDto, VisitFindingDto, VisitListDto } from './visit.dto.js';
import { VisitsQueries } from './visits.queries.js';
import { cancelVisit } from './actions/cancel-visit.js';
import { PlanVisit } from './actions/plan-visit.js';
import { reportVisit } from './actions/report-visit.js';
import { rescheduleVisit } from './actions/reschedule-visit.js';
import { answerFinding, closeFinding, dropFinding, reopenFinding } from './actions/settle-finding.js';
import { findingSubject, visitSubject } from './visit.subject.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';

const visitResource = resource(visitSubject.path, {
  tag: 'visits',
  type: VisitDto,
  by: VisitsQueries,
  read: (queries, scope, { id, visit }) => queries.one(scope, id, visit),
});

/** Visits to where a service is given: by the buyer, by the communities of its lines and by who evaluates it. */
export const VisitsController = createResourceController(visitResource, ({ get, one, post }) => [
  get('contracts/:id/visits', {
    operationId: 'listVisits',
    summary: { en: 'Visits under a contract with what they found, by day', zh: '按日期查询合同的走访及其发现' },
    permit: 'contract.read',
    query: PageQuery,
    type: VisitListDto,
    read: (queries, { scope, id: contract, query, url }) => queries.list(scope, contract, query, url),
  }),
  post('contracts/:id/visits', {
    operationId: 'planVisit',
    summary: { en: 'Plan a visit', zh: '安排走访' },
    permit: 'visit.make',
    refuses: ['conducted_elsewhere', 'contract_not_running'],
    body: NewVisitDto,
    by: PlanVisit,
    make: (service, { principal, id: contract, body }) => service.plan(principal, contract, body),
  }),
  one({
    operationId: 'getVisit',
    summary: { en: 'One visit with what it found', zh: '查看走访及其发现' },
    permit: 'contract.read',
  }),
  get('contracts/:id/visits/:visit/findings/:finding', {
    operationId: 'getFinding',
    summary: { en: 'One finding of a visit', zh: '查看一项走访发现' },
    permit: 'contract.read',
    type: VisitFindingDto,
    read: (queries, { scope, id: contract, visit, finding: id }) => queries.finding(scope, contract, visit, id),
  }),
]);

export const VisitActionsController = createActionController(
  visitSubject,
  [reportVisit, rescheduleVisit, cancelVisit],
  visitResource,
);

export const FindingActionsController = createActionController(
  findingSubject,
  [answerFinding, closeFinding, dropFinding, reopenFinding],
  {
    tag: 'visits',
    type: VisitFindingDto,
    by: VisitsQueries,
    read: (queries, scope, { id, visit, finding }) => queries.finding(scope, id, visit, finding),
  },
);
