import { Header } from '@nestjs/common';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { KeepNameless, Unrecorded } from '../../../kernel/http/idempotency/idempotency.js';
import {
  NeedChangeDto,
  NeedDto,
  NeedListDto,
  NeedQuery,
  NeedSuggestionDto,
  NeedSuggestionReceiptDto,
  NewNeedDto,
} from './need.dto.js';
import { needSubject } from './need.subject.js';
import { acceptNeed, rejectNeed } from './actions/moderate-need.js';
import { planNeed } from './actions/plan-need.js';
import { leaveNeedUnmet, meetNeed } from './actions/settle-need.js';
import { takeBackNeed, verifyNeed } from './actions/verify-need.js';
import { NeedsQueries } from './needs.queries.js';
import { NeedsService } from './needs.service.js';

const needResource = resource(needSubject.path, {
  tag: 'needs',
  type: NeedDto,
  by: NeedsQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});

export const NeedsController = createResourceController(
  needResource,
  ({ get, one, patch, post, putExternal, send }) => [
    post('needs', {
      operationId: 'recordNeed',
      summary: { en: 'Record a need of residents with its source', zh: '登记居民需求及其来源' },
      permit: 'need.record',
      refuses: ['not_found', 'external_id_taken', 'dataset_mismatch'],
      body: NewNeedDto,
      by: NeedsService,
      make: (service, { principal, body }) => service.create(principal, body),
    }),
    get('needs', {
      operationId: 'listNeeds',
      summary: { en: 'List needs', zh: '查询居民需求' },
      permit: 'need.read',
      query: NeedQuery,
      type: NeedListDto,
      read: (queries, { scope, query, url }) => queries.list(scope, query, url),
    }),
    one({ operationId: 'getNeed', summary: { en: 'One need', zh: '查看居民需求' }, permit: 'need.read' }),
    send('needs/suggestions', {
      operationId: 'suggestNeed',
      summary: { en: 'Say what residents need', zh: '居民提出需求' },
      description: 'No account needed, nothing kept of who says it. The community looks at it before it counts.',
      permit: 'public',
      refuses: ['not_found'],
      decorators: [Header('Location', '/api/v1/needs/'), Unrecorded(), KeepNameless()],
      body: NeedSuggestionDto,
      type: NeedSuggestionReceiptDto,
      by: NeedsService,
      perform: async (service, { body }) => {
        const { id, receivedAt } = await service.suggest(body);
        return { id, state: 'suggested', receivedAt: receivedAt.toISOString() };
      },
    }),
    patch('needs/:id', {
      operationId: 'changeNeed',
      summary: {
        en: 'Change what is known of a need, or tie it to its service line',
        zh: '修改需求信息，或将其归入服务线',
      },
      permit: 'need.record',
      refuses: ['wrong_state', 'need_line_missing', 'dataset_mismatch'],
      body: NeedChangeDto,
      by: NeedsService,
      apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
    }),
    putExternal({
      operationId: 'putNeed',
      summary: {
        en: 'Record or change the need that another system calls so; the same answer twice',
        zh: '按其他系统的编号登记或修改居民需求；重复提交结果相同',
      },
      description: 'Fields that are not given stay as they are; where it comes from stays as it was said first.',
      permit: 'need.record',
      refuses: ['not_found', 'wrong_state', 'external_id_taken', 'dataset_mismatch'],
      body: NewNeedDto,
      by: NeedsService,
      make: (service, { principal, external, body, version }) => service.put(principal, external, body, version),
    }),
  ],
);

export const NeedActionsController = createActionController(
  needSubject,
  [acceptNeed, rejectNeed, verifyNeed, takeBackNeed, planNeed, meetNeed, leaveNeedUnmet],
  needResource,
);
