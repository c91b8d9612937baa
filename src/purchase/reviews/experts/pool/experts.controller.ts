import { createResourceController, resource } from '../../../../kernel/actions/resource-routes.js';
import { KeepIdOnly } from '../../../../kernel/http/idempotency/idempotency.js';
import { ExpertChangeDto, ExpertDto, ExpertListDto, ExpertQuery, NewExpertDto } from './expert.dto.js';
import { ExpertsQueries } from './experts.queries.js';
import { ExpertsService } from './experts.service.js';

const expertResource = resource('experts/:id', {
  tag: 'experts',
  type: ExpertDto,
  by: ExpertsQueries,
  read: (queries, _scope, { id }, _language, { principal }) => queries.one(principal, id),
});

/** The pool from which experts are drawn, kept and read by the finance authority of its region alone. */
export const ExpertsController = createResourceController(expertResource, ({ get, one, patch, post }) => [
  get('experts', {
    operationId: 'listExperts',
    summary: { en: 'Experts of the own pool', zh: '查询本部门评审专家库' },
    permit: 'expert.manage',
    query: ExpertQuery,
    type: ExpertListDto,
    read: (queries, { principal, query, url }) => queries.list(principal, query, url),
  }),
  post('experts', {
    operationId: 'addExpert',
    summary: { en: 'Take an expert into the own pool', zh: '将评审专家纳入本部门专家库' },
    permit: 'expert.manage',
    refuses: ['expert_listed', 'dataset_mismatch', 'not_found'],
    decorators: [KeepIdOnly()],
    body: NewExpertDto,
    by: ExpertsService,
    make: (service, { principal, body }) => service.add(principal, body),
  }),
  one({
    operationId: 'getExpert',
    summary: { en: 'One expert of the own pool', zh: '查看本部门专家库中的专家' },
    permit: 'expert.manage',
  }),
  patch('experts/:id', {
    operationId: 'changeExpert',
    summary: {
      en: 'Change fields, ties or activity of an expert (RFC 7396)',
      zh: '修改专家的专业、利害关系或状态（RFC 7396）',
    },
    permit: 'expert.manage',
    refuses: ['dataset_mismatch'],
    body: ExpertChangeDto,
    by: ExpertsService,
    apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
  }),
]);
