import { createActionController } from '../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import { adjustProgramme, approveProgramme, closeProgramme } from './actions/settle-programme.js';
import { programmeSubject } from './programme.subject.js';
import { ProgrammeDetailDto, ProgrammeListDto } from './programme-view.dto.js';
import { NewProgrammeDto, ProgrammeChangeDto, ProgrammeQuery } from './programme.dto.js';
import { ProgrammesQueries } from './programmes.queries.js';
import { ProgrammesService } from './programmes.service.js';

const programmeResource = resource(programmeSubject.path, {
  tag: 'programmes',
  type: ProgrammeDetailDto,
  by: ProgrammesQueries,
  translated: true,
  read: (queries, scope, { id }, language) => queries.one(scope, id, language),
});

export const ProgrammesController = createResourceController(programmeResource, ({ get, one, patch, post }) => [
  post('programmes', {
    operationId: 'createProgramme',
    summary: { en: 'Record a programme of one fiscal year', zh: '登记年度购买计划' },
    permit: 'programme.manage',
    refuses: ['external_id_taken', 'dataset_mismatch'],
    body: NewProgrammeDto,
    by: ProgrammesService,
    make: (service, { principal, body }) => service.create(principal, body),
  }),
  get('programmes', {
    operationId: 'listProgrammes',
    summary: { en: 'List programmes', zh: '查询年度购买计划' },
    permit: 'programme.read',
    query: ProgrammeQuery,
    type: ProgrammeListDto,
    read: (queries, { scope, query, url }) => queries.list(scope, query, url),
  }),
  one({
    operationId: 'getProgramme',
    summary: { en: 'One programme with its budget lines', zh: '查看年度购买计划及其预算明细' },
    permit: 'programme.read',
  }),
  patch('programmes/:id', {
    operationId: 'changeProgramme',
    summary: { en: 'Change a programme (RFC 7396)', zh: '修改年度购买计划（RFC 7396）' },
    permit: 'programme.manage',
    body: ProgrammeChangeDto,
    by: ProgrammesService,
    apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
  }),
]);

export const ProgrammeActionsController = createActionController(
  programmeSubject,
  [approveProgramme, adjustProgramme, closeProgramme],
  programmeResource,
);
