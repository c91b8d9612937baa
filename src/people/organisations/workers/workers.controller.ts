import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { ExternalIdDto } from '../../../kernel/http/lists/external-id.dto.js';
import { leaveWorker } from './actions/leave-worker.js';
import { NewWorkerDto, WorkerChangeDto, WorkerDto, WorkerListDto, WorkerQuery } from './worker.dto.js';
import { workerSubject } from './worker.subject.js';
import { WorkersQueries } from './workers.queries.js';
import { WorkersService } from './workers.service.js';

const workerResource = resource(workerSubject.path, {
  tag: 'workers',
  type: WorkerDto,
  by: WorkersQueries,
  read: (queries, _scope, { id, worker }, _language, { principal }) => queries.one(principal, id, worker),
});

/** Who works for a body. Names are answered to the body itself alone, and kept nowhere in clear. */
export const WorkersController = createResourceController(workerResource, ({ add, get, one, patch, post, remove }) => [
  get('organisations/:id/workers', {
    operationId: 'listWorkers',
    summary: { en: 'Workers of the own body, by number', zh: '按编号查询本机构工作人员' },
    permit: 'service.record',
    query: WorkerQuery,
    type: WorkerListDto,
    read: (queries, { principal, id, query, url }) => queries.list(principal, id, query, url),
  }),
  post('organisations/:id/workers', {
    operationId: 'registerWorker',
    summary: { en: 'Register a worker; the number is issued here', zh: '登记工作人员；编号由系统生成' },
    permit: 'worker.manage',
    decorators: [KeepIdOnly()],
    body: NewWorkerDto,
    by: WorkersService,
    make: (service, { principal, id, body }) => service.register(principal, id, body),
  }),
  one({
    operationId: 'getWorker',
    summary: { en: 'One worker of the own body', zh: '查看本机构工作人员' },
    permit: 'service.record',
  }),
  patch('organisations/:id/workers/:worker', {
    operationId: 'changeWorker',
    summary: { en: 'Change what is registered of a worker (RFC 7396)', zh: '修改工作人员登记信息（RFC 7396）' },
    permit: 'worker.manage',
    body: WorkerChangeDto,
    by: WorkersService,
    apply: (service, { principal, id, worker, version, body }) => service.change(principal, id, worker, version, body),
  }),
  add('organisations/:id/workers/:worker/external-ids', {
    operationId: 'attachWorkerId',
    summary: {
      en: 'Note the number that the body’s own system gives a worker; the same answer twice',
      zh: '登记本机构自有系统对该工作人员的编号；重复提交结果相同',
    },
    description: 'Kept as a keyed hash, and shown nowhere. Later files of `kind=workers` find the worker by it.',
    permit: 'worker.manage',
    refuses: ['external_id_taken', 'other_number', 'person_erased'],
    decorators: [KeepIdOnly()],
    version: 'optional',
    body: ExternalIdDto,
    by: WorkersService,
    apply: (service, { principal, id, worker, version, body }) =>
      service.attachNumber(principal, id, { id: worker, version }, body),
  }),
  remove('organisations/:id/workers/:worker/external-ids', {
    operationId: 'detachWorkerId',
    summary: { en: 'Take back the number that the own body gave a worker', zh: '撤回本机构给工作人员的编号' },
    permit: 'worker.manage',
    by: WorkersService,
    apply: (service, { principal, id, worker, version }) =>
      service.detachNumber(principal, id, { id: worker, version }),
  }),
]);

/** The answer holds a name: a repeated request is answered without it. */
export const WorkerActionsController = createActionController(workerSubject, [leaveWorker], {
  ...workerResource,
  showsSecret: true,
});
