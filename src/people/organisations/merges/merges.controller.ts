import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { PageQuery } from '../../../kernel/http/lists/list.js';
import { confirmMerge, undoMerge, withdrawMerge } from './actions/decide-merge.js';
import { MergeDto, MergeListDto, NewMergeDto } from './merge.dto.js';
import { MERGE_GUARDS } from './merge.lifecycle.js';
import { mergeSubject } from './merge.subject.js';
import { MergesQueries } from './merges.queries.js';
import { MergesService } from './merges.service.js';

const mergeResource = resource(mergeSubject.path, {
  tag: 'organisations',
  type: MergeDto,
  by: MergesQueries,
  read: (queries, _scope, { id, merge }, _language, { principal }) => queries.one(principal, id, merge),
});

/** Records of one body that become one. */
export const MergesController = createResourceController(mergeResource, ({ get, one, post }) => [
  get('organisations/:id/merges', {
    operationId: 'listOrganisationMerges',
    summary: { en: 'Merges of a record', zh: '查询机构登记的合并' },
    permit: 'organisation.manage',
    query: PageQuery,
    type: MergeListDto,
    read: (queries, { principal, id, query, url }) => queries.list(principal, id, query, url),
  }),
  post('organisations/:id/merges', {
    operationId: 'proposeOrganisationMerge',
    summary: {
      en: 'Propose to merge a record without credit code into another of the same body',
      zh: '提议将无统一社会信用代码的登记并入同一机构的另一登记',
    },
    permit: 'organisation.manage',
    refuses: ['not_found', 'dataset_mismatch', 'conflict', ...MERGE_GUARDS],
    body: NewMergeDto,
    by: MergesService,
    make: (service, { principal, id, body }) => service.propose(principal, id, body),
  }),
  one({
    operationId: 'getOrganisationMerge',
    summary: { en: 'One merge', zh: '查看合并' },
    permit: 'organisation.manage',
  }),
]);

export const MergeActionsController = createActionController(
  mergeSubject,
  [confirmMerge, withdrawMerge, undoMerge],
  mergeResource,
);
