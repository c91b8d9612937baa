import { createActionController } from '../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../kernel/http/lists/list.js';
import { agreePlan } from './actions/agree-plan.js';
import { carryOutPlan } from './actions/carry-out-plan.js';
import { ProposePlan } from './actions/propose-plan.js';
import { revisePlan, withdrawPlan } from './actions/revise-plan.js';
import { ContinuityPlanDto, ContinuityPlanListDto, NewPlanDto } from './plan.dto.js';
import { planSubject } from './plan.subject.js';
import { PlansQueries } from './plans.queries.js';

const continuityPlanResource = resource(planSubject.path, {
  tag: 'continuity',
  type: ContinuityPlanDto,
  by: PlansQueries,
  read: (queries, scope, { id, plan }) => queries.one(scope, id, plan),
});

/** What happens to the residents of each line when a contract ends. */
export const PlansController = createResourceController(continuityPlanResource, ({ get, one, post }) => [
  get('contracts/:id/continuity-plan', {
    operationId: 'listContinuityPlans',
    summary: { en: 'Continuity plans of a contract, the last one first', zh: '查询合同的接续方案，最近的在前' },
    permit: 'contract.read',
    query: PageQuery,
    type: ContinuityPlanListDto,
    read: (queries, { scope, id: contract, query, url }) => queries.list(scope, contract, query, url),
  }),
  post('contracts/:id/continuity-plan', {
    operationId: 'proposeContinuityPlan',
    summary: { en: 'Propose what follows a contract, line by line', zh: '逐条服务线提议合同之后的接续' },
    permit: 'plan.propose',
    refuses: ['conflict', 'conducted_elsewhere', 'contract_not_running', 'dataset_mismatch', 'acts_with_interest'],
    body: NewPlanDto,
    by: ProposePlan,
    make: (service, { principal, id: contract, body }) => service.propose(principal, contract, body),
  }),
  one({
    operationId: 'getContinuityPlan',
    summary: { en: 'One continuity plan', zh: '查看接续方案' },
    permit: 'contract.read',
  }),
]);

export const PlanActionsController = createActionController(
  planSubject,
  [agreePlan, revisePlan, withdrawPlan, carryOutPlan],
  continuityPlanResource,
);
