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

export const ProgrammesController = createResourceController(
  programmeResource,
  ({ get, one, patch, post, putExternal }) => [
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
    putExternal({
      operationId: 'putProgramme',
      summary: {
        en: 'Record or change the programme that another system calls so; the same answer twice',
        zh: '按其他系统的编号登记或修改年度购买计划；重复提交结果相同',
      },
      description:
        'Fields that are not given stay as they are. `state` says how a new one begins; budget lines of one that is there are changed at their own addresses, and said otherwise are refused.',
      permit: 'programme.manage',
      refuses: ['wrong_state', 'external_id_taken', 'dataset_mismatch'],
      body: NewProgrammeDto,
      by: ProgrammesService,
      make: (service, { principal, external, body, version }) => service.put(principal, external, body, version),
    }),
  ],
);

export const ProgrammeActionsController = createActionController(
  programmeSubject,
  [approveProgramme, adjustProgramme, closeProgramme],
  programmeResource,
);
