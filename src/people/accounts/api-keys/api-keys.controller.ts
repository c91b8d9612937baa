import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope, type Scope } from '../../../kernel/access/scope.js';
import { createActionController } from '../../../kernel/actions/action-routes.js';
import { Id } from '../../../kernel/http/id.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { revokeApiKey, rotateApiKey } from './actions/rotate-api-key.js';
import { apiKeySubject } from './api-key.subject.js';
import { ApiKeyDto, ApiKeyListDto, ApiKeysQuery, ApiKeyWithSecretDto, NewApiKeyDto } from './api-keys.dto.js';
import { ApiKeysQueries } from './api-keys.queries.js';
import { ApiKeysService } from './api-keys.service.js';

@ApiTags('api-keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly queries: ApiKeysQueries,
  ) {}

  /** The answer shows the key, once. */
  @Post()
  @Permit('api_key.manage')
  @KeepIdOnly()
  @Operation('createApiKey', { en: 'Make an API key', zh: '新建接口密钥' }, 'scope_not_held')
  async create(@CurrentPrincipal() principal: Principal, @Body() body: NewApiKeyDto): Promise<ApiKeyWithSecretDto> {
    const { id, key } = await this.keys.create(principal, body);
    return ApiKeyWithSecretDto.fromRowAndKey(await this.queries.one(id, toScope(principal)), toScope(principal), key);
  }

  /** Those of the caller's bodies, oldest first; an administrator sees all. */
  @Get()
  @Permit('api_key.manage')
  @Operation('listApiKeys', { en: 'List API keys', zh: '查询接口密钥' })
  list(@CurrentScope() scope: Scope, @Query() query: ApiKeysQuery, @ListUrl() url: string): Promise<ApiKeyListDto> {
    return this.queries.list(query, url, scope);
  }

  @Get(':id')
  @Permit('api_key.manage')
  @Operation('getApiKey', { en: 'Read an API key, without its secret', zh: '查看接口密钥（不含密钥本身）' })
  async one(@CurrentScope() scope: Scope, @Id() id: string): Promise<ApiKeyDto> {
    return ApiKeyDto.fromRow(await this.queries.one(id, scope), scope);
  }
}

export const ApiKeyActionsController = createActionController(apiKeySubject, [rotateApiKey, revokeApiKey], {
  tag: 'api-keys',
  type: ApiKeyWithSecretDto,
  by: ApiKeysQueries,
  read: async (queries, scope, { id }) => ApiKeyDto.fromRow(await queries.one(id, scope), scope),
  showsSecret: true,
});
