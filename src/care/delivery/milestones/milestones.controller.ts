import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { MilestoneDto, MilestoneListDto } from './milestone.dto.js';
import { MilestonesQueries } from './milestones.queries.js';
import { acceptMilestone, acceptMilestoneInPart, returnMilestone, waiveMilestone } from './actions/judge-milestone.js';
import { submitMilestone } from './actions/submit-milestone.js';
import { milestoneSubject } from './milestone.subject.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';

/** What a contract promises for a day. They come with its content, and change with it. */
@ApiTags('milestones')
@Controller('contracts/:id/milestones')
export class MilestonesController {
  constructor(private readonly queries: MilestonesQueries) {}

  @Get()
  @Permit('contract.read')
  @Operation('listMilestones', {
    en: 'Milestones of a contract that goes on here',
    zh: '查询在此履行的合同的阶段性目标',
  })
  list(
    @CurrentScope() scope: Scope,
    @Id() contract: string,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<MilestoneListDto> {
    return this.queries.list(scope, contract, query, url);
  }

  @Get(':milestone')
  @Permit('contract.read')
  @Operation('getMilestone', { en: 'One milestone', zh: '查看阶段性目标' })
  one(@CurrentScope() scope: Scope, @Id() contract: string, @Id('milestone') id: string): Promise<MilestoneDto> {
    return this.queries.one(scope, contract, id);
  }
}

export const MilestoneActionsController = createActionController(
  milestoneSubject,
  [submitMilestone, acceptMilestone, acceptMilestoneInPart, returnMilestone, waiveMilestone],
  {
    tag: 'milestones',
    type: MilestoneDto,
    by: MilestonesQueries,
    read: (queries, scope, { id, milestone }) => queries.one(scope, id, milestone),
  },
);
