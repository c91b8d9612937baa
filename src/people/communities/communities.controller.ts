import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import { CommunitiesQueries } from './communities.queries.js';
import { CommunitiesService } from './communities.service.js';
import {
  CommunityChangeDto,
  CommunityDto,
  CommunityListDto,
  CommunityQuery,
  NewCommunityDto,
} from './community.dto.js';

const communityResource = resource('communities/:id', {
  tag: 'communities',
  type: CommunityDto,
  by: CommunitiesQueries,
  read: (queries, _scope, { id }) => queries.one(id),
});

export const CommunitiesController = createResourceController(
  communityResource,
  ({ get, one, patch, post, putExternal }) => [
    get('communities', {
      operationId: 'listCommunities',
      summary: { en: 'List communities', zh: '查询社区' },
      permit: 'public',
      query: CommunityQuery,
      type: CommunityListDto,
      read: (queries, { query, url }) => queries.list(query, url),
    }),
    one({ operationId: 'getCommunity', summary: { en: 'One community', zh: '查看社区' }, permit: 'public' }),
    post('communities', {
      operationId: 'createCommunity',
      summary: { en: 'Create a community', zh: '新建社区' },
      permit: 'community.manage',
      refuses: ['conflict', 'external_id_taken', 'dataset_mismatch'],
      body: NewCommunityDto,
      by: CommunitiesService,
      make: (service, { principal, body }) => service.create(principal, body),
    }),
    patch('communities/:id', {
      operationId: 'changeCommunity',
      summary: { en: 'Change a community (RFC 7396)', zh: '修改社区信息（RFC 7396）' },
      permit: 'community.manage',
      refuses: ['conflict', 'dataset_mismatch'],
      body: CommunityChangeDto,
      by: CommunitiesService,
      apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
    }),
    putExternal({
      operationId: 'putCommunity',
      summary: {
        en: 'Create or change the community that another system calls so; the same answer twice',
        zh: '按其他系统的编号新建或修改社区；重复提交结果相同',
      },
      description: 'Fields that are not given stay as they are.',
      permit: 'community.manage',
      refuses: ['conflict', 'external_id_taken', 'dataset_mismatch'],
      body: NewCommunityDto,
      by: CommunitiesService,
      make: (service, { principal, external, body, version }) => service.put(principal, external, body, version),
    }),
  ],
);
