import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { activateScheme, retireScheme } from './actions/decide-scheme.js';
import { NewSchemeDto, SchemeChangeDto, SchemeDto, SchemeListDto, SchemeQuery } from './scheme.dto.js';
import { schemeSubject } from './scheme.subject.js';
import { SchemesQueries } from './schemes.queries.js';
import { SchemesService } from './schemes.service.js';

const schemeResource = resource(schemeSubject.path, {
  tag: 'evaluations',
  type: SchemeDto,
  by: SchemesQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});

/** By what services are evaluated, version by version. */
export const SchemesController = createResourceController(schemeResource, ({ get, one, patch, post }) => [
  post('evaluation-schemes', {
    operationId: 'draftScheme',
    summary: {
      en: 'Draft an evaluation scheme from a template, an earlier version or nothing',
      zh: '依模板、早先版本或从空白起草评估方案',
    },
    permit: 'scheme.manage',
    refuses: ['not_found', 'dataset_mismatch', 'source_unfit'],
    body: NewSchemeDto,
    by: SchemesService,
    make: (service, { principal, body }) => service.create(principal, body),
  }),
  get('evaluation-schemes', {
    operationId: 'listSchemes',
    summary: {
      en: 'Evaluation schemes that were activated, and drafts of the own bodies',
      zh: '查询已启用的评估方案及本机构的草案',
    },
    permit: 'contract.read',
    query: SchemeQuery,
    type: SchemeListDto,
    read: (queries, { scope, query, url }) => queries.list(scope, query, url),
  }),
  one({
    operationId: 'getScheme',
    summary: { en: 'One version of an evaluation scheme', zh: '查看评估方案的一个版本' },
    permit: 'contract.read',
  }),
  patch('evaluation-schemes/:id', {
    operationId: 'changeScheme',
    summary: { en: 'Change a draft; what was activated never changes', zh: '修改草案；已启用的不再变更' },
    permit: 'scheme.manage',
    refuses: ['wrong_state', 'source_unfit'],
    body: SchemeChangeDto,
    by: SchemesService,
    apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
  }),
]);

export const SchemeActionsController = createActionController(
  schemeSubject,
  [activateScheme, retireScheme],
  schemeResource,
);
