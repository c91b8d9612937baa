import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { LineOpinionDto, LineOpinionListDto, NewLineOpinionDto } from './line-ending.dto.js';
import { endLine } from './actions/end-line.js';
import { proposeLineEnd, withdrawLineEnd } from './actions/propose-line-end.js';
import { LineEndingsService } from './line-endings.service.js';
import { serviceLineSubject } from './service-line.subject.js';
import { ServiceLineDto, ServiceLineListDto } from './service-line-view.dto.js';
import { NewServiceLineDto, ServiceLineChangeDto, ServiceLineQuery } from './service-line.dto.js';
import { ServiceLinesQueries } from './service-lines.queries.js';
import { ServiceLinesService } from './service-lines.service.js';

const serviceLineResource = resource(serviceLineSubject.path, {
  tag: 'service-lines',
  type: ServiceLineDto,
  by: ServiceLinesQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});

export const ServiceLinesController = createResourceController(
  serviceLineResource,
  ({ get, one, patch, post, putExternal, send }) => [
    get('service-lines', {
      operationId: 'listServiceLines',
      summary: { en: 'List service lines', zh: '查询服务线' },
      permit: 'public',
      query: ServiceLineQuery,
      type: ServiceLineListDto,
      read: (queries, { scope, query, url }) => queries.list(scope, query, url),
    }),
    one({ operationId: 'getServiceLine', summary: { en: 'One service line', zh: '查看服务线' }, permit: 'public' }),
    post('service-lines', {
      operationId: 'createServiceLine',
      summary: { en: 'Create a service line', zh: '新建服务线' },
      permit: 'line.manage',
      refuses: ['external_id_taken', 'dataset_mismatch', 'end_before_start', 'line_ends_by_decision'],
      body: NewServiceLineDto,
      by: ServiceLinesService,
      make: (service, { principal, body }) => service.create(principal, body),
    }),
    patch('service-lines/:id', {
      operationId: 'changeServiceLine',
      summary: { en: 'Change a service line (RFC 7396)', zh: '修改服务线（RFC 7396）' },
      permit: 'line.manage',
      refuses: ['end_before_start', 'line_ends_by_decision'],
      body: ServiceLineChangeDto,
      by: ServiceLinesService,
      apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
    }),
    get('service-lines/:id/opinions', {
      operationId: 'listLineOpinions',
      summary: { en: 'What residents of a line said about its end, by day', zh: '按日期查询居民对服务线终止的意见' },
      permit: 'contract.read',
      query: PageQuery,
      type: LineOpinionListDto,
      read: (queries, { id, query, url }) => queries.opinions(id, query, url),
    }),
    get('service-lines/:id/opinions/:opinion', {
      operationId: 'getLineOpinion',
      summary: { en: 'What residents of a line said once', zh: '查看一次居民意见' },
      permit: 'contract.read',
      type: LineOpinionDto,
      read: (queries, { id, opinion }) => queries.opinion(id, opinion),
    }),
    send('service-lines/:id/opinions', {
      operationId: 'recordLineOpinion',
      summary: { en: 'Record what residents of a line said about its end', zh: '记录居民对服务线终止的意见' },
      permit: 'meeting.run',
      body: NewLineOpinionDto,
      type: LineOpinionDto,
      by: LineEndingsService,
      perform: async (service, { principal, id, body }, use) =>
        use(ServiceLinesQueries).opinion(id, await service.hear(principal, id, body)),
    }),
    putExternal({
      operationId: 'putServiceLine',
      summary: {
        en: 'Create or change the line that another system calls so; the same answer twice',
        zh: '按其他系统的编号新建或修改服务线；重复提交结果相同',
      },
      description: 'Fields that are not given stay as they are.',
      permit: 'line.manage',
      refuses: ['external_id_taken', 'end_before_start', 'line_ends_by_decision', 'dataset_mismatch'],
      body: NewServiceLineDto,
      by: ServiceLinesService,
      make: (service, { principal, external, body, version }) => service.put(principal, external, body, version),
    }),
  ],
);

/** Proposed by one person of the body that answers for it, decided by another. */
export const ServiceLineActionsController = createActionController(
  serviceLineSubject,
  [proposeLineEnd, withdrawLineEnd, endLine],
  serviceLineResource,
);
