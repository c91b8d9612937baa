import { PageQuery } from '../../../kernel/http/lists/list.js';
import { MilestoneDto, MilestoneListDto } from './milestone.dto.js';
import { MilestonesQueries } from './milestones.queries.js';
import { acceptMilestone, acceptMilestoneInPart, returnMilestone, waiveMilestone } from './actions/judge-milestone.js';
import { submitMilestone } from './actions/submit-milestone.js';
import { milestoneSubject } from './milestone.subject.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';

const milestoneResource = resource(milestoneSubject.path, {
  tag: 'milestones',
  type: MilestoneDto,
  by: MilestonesQueries,
  read: (queries, scope, { id, milestone }) => queries.one(scope, id, milestone),
});

/** What a contract promises for a day. They come with its content, and change with it. */
export const MilestonesController = createResourceController(milestoneResource, ({ get, one }) => [
  get('contracts/:id/milestones', {
    operationId: 'listMilestones',
    summary: { en: 'Milestones of a contract that goes on here', zh: '查询在此履行的合同的阶段性目标' },
    permit: 'contract.read',
    query: PageQuery,
    type: MilestoneListDto,
    read: (queries, { scope, id: contract, query, url }) => queries.list(scope, contract, query, url),
  }),
  one({ operationId: 'getMilestone', summary: { en: 'One milestone', zh: '查看阶段性目标' }, permit: 'contract.read' }),
]);

export const MilestoneActionsController = createActionController(
  milestoneSubject,
  [submitMilestone, acceptMilestone, acceptMilestoneInPart, returnMilestone, waiveMilestone],
  milestoneResource,
);
