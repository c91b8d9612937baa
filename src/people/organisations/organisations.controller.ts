import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import { ExternalIdDto } from '../../kernel/http/lists/external-id.dto.js';
import { NewOrganisationDto, OrganisationChangeDto, OrganisationQuery } from './organisation.dto.js';
import { OrganisationDetailDto, OrganisationListDto } from './organisation-view.dto.js';
import { OrganisationsQueries } from './organisations.queries.js';
import { OrganisationsService } from './organisations.service.js';
import { RelationsDto } from './relations.dto.js';

const organisationResource = resource('organisations/:id', {
  tag: 'organisations',
  type: OrganisationDetailDto,
  by: OrganisationsQueries,
  read: (queries, scope, { id }) => queries.one(scope, id),
});

export const OrganisationsController = createResourceController(
  organisationResource,
  ({ add, get, one, patch, post, put, putExternal }) => [
    post('organisations', {
      operationId: 'createOrganisation',
      summary: { en: 'Record a body', zh: '登记机构' },
      permit: 'organisation.record',
      refuses: ['conflict', 'external_id_taken', 'dataset_mismatch'],
      body: NewOrganisationDto,
      by: OrganisationsService,
      make: (service, { principal, body }) => service.create(principal, body),
    }),
    get('organisations', {
      operationId: 'listOrganisations',
      summary: { en: 'List bodies', zh: '查询机构' },
      permit: 'organisation.read',
      query: OrganisationQuery,
      type: OrganisationListDto,
      read: (queries, { query, url }) => queries.list(query, url),
    }),
    one({
      operationId: 'getOrganisation',
      summary: { en: 'One body with what stands behind it', zh: '查看机构及其关联方' },
      permit: 'organisation.read',
    }),
    patch('organisations/:id', {
      operationId: 'changeOrganisation',
      summary: { en: 'Change a body (RFC 7396)', zh: '修改机构信息（RFC 7396）' },
      permit: 'organisation.manage',
      refuses: ['conflict', 'body_merged', 'seats_stand', 'correction_unfit'],
      body: OrganisationChangeDto,
      by: OrganisationsService,
      apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
    }),
    putExternal({
      operationId: 'putOrganisation',
      summary: {
        en: 'Create or change the body that another system calls so; the same answer twice',
        zh: '按其他系统的编号新建或修改机构；重复提交结果相同',
      },
      description: 'Fields that are not given stay as they are; other persons and holdings are stated apart.',
      permit: 'organisation.record',
      refuses: ['conflict', 'external_id_taken', 'dataset_mismatch', 'seats_stand', 'correction_unfit'],
      body: NewOrganisationDto,
      by: OrganisationsService,
      make: (service, { principal, external, body, version }) => service.put(principal, external, body, version),
    }),
    add('organisations/:id/external-ids', {
      operationId: 'attachOrganisationId',
      summary: {
        en: 'Note what another system calls the body; the same answer twice',
        zh: '登记其他系统对该机构的编号；重复提交结果相同',
      },
      description: 'By an API key of that system (`system`), or by who manages bodies.',
      permit: 'organisation.record',
      refuses: ['other_system', 'external_id_taken', 'body_merged'],
      body: ExternalIdDto,
      by: OrganisationsService,
      apply: (service, { principal, id, body }) => service.attachId(principal, id, body),
    }),
    put('organisations/:id/relations', {
      operationId: 'setOrganisationRelations',
      summary: { en: 'State the persons and bodies behind a body', zh: '登记机构的关联人员与关联机构' },
      permit: 'organisation.manage',
      refuses: ['dataset_mismatch', 'body_merged'],
      body: RelationsDto,
      by: OrganisationsService,
      apply: (service, { principal, id, version, body }) => service.setRelations(principal, id, version, body),
    }),
  ],
);
