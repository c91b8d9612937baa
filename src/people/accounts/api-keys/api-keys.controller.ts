import { createActionController } from '../../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../../kernel/actions/resource-routes.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { revokeApiKey, rotateApiKey } from './actions/rotate-api-key.js';
import { apiKeySubject } from './api-key.subject.js';
import { ApiKeyDto, ApiKeyListDto, ApiKeysQuery, ApiKeyWithSecretDto, NewApiKeyDto } from './api-keys.dto.js';
import { ApiKeysQueries } from './api-keys.queries.js';
import { ApiKeysService } from './api-keys.service.js';

const apiKeyResource = resource(apiKeySubject.path, {
  tag: 'api-keys',
  type: ApiKeyDto,
  by: ApiKeysQueries,
  read: async (queries, scope, { id }) => ApiKeyDto.fromRow(await queries.one(id, scope), scope),
});

export const ApiKeysController = createResourceController(apiKeyResource, ({ get, one, send }) => [
  send('api-keys', {
    operationId: 'createApiKey',
    summary: { en: 'Make an API key', zh: '新建接口密钥' },
    description: 'The answer shows the key, once.',
    permit: 'api_key.manage',
    refuses: ['scope_not_held', 'system_taken'],
    decorators: [KeepIdOnly()],
    body: NewApiKeyDto,
    type: ApiKeyWithSecretDto,
    by: ApiKeysService,
    perform: async (service, { principal, scope, body }, use) => {
      const { id, key } = await service.create(principal, body);
      return ApiKeyWithSecretDto.fromRowAndKey(await use(ApiKeysQueries).one(id, scope), scope, key);
    },
  }),
  get('api-keys', {
    operationId: 'listApiKeys',
    summary: { en: 'List API keys', zh: '查询接口密钥' },
    description: 'Those of bodies where the caller manages keys, oldest first; an administrator sees all.',
    permit: 'api_key.manage',
    query: ApiKeysQuery,
    type: ApiKeyListDto,
    read: (queries, { scope, query, url }) => queries.list(query, url, scope),
  }),
  one({
    operationId: 'getApiKey',
    summary: { en: 'Read an API key, without its secret', zh: '查看接口密钥（不含密钥本身）' },
    permit: 'api_key.manage',
  }),
]);

export const ApiKeyActionsController = createActionController(apiKeySubject, [rotateApiKey, revokeApiKey], {
  ...apiKeyResource,
  type: ApiKeyWithSecretDto,
  showsSecret: true,
});
