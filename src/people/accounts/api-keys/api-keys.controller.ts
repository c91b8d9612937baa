import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, CurrentScope, Permit } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Scope } from '../../../kernel/access/scope.js';
import { IfMatch } from '../../../kernel/http/concurrency.js';
import { Id } from '../../../kernel/http/id.js';
import { KeepIdOnly } from '../../../kernel/http/idempotency/idempotency.js';
import { ListUrl } from '../../../kernel/http/lists/list.js';
import { CHANGE_CODES, Operation } from '../../../kernel/http/operation.js';
import { ActionParam, actionsOf } from '../../../kernel/openapi/parameter.js';
import { actionName } from '../action-name.js';
import { apiKeyLifecycle } from './api-key.lifecycle.js';
import { ApiKeyDto, ApiKeyListDto, ApiKeysQuery, ApiKeyWithSecretDto, NewApiKeyDto } from './api-keys.dto.js';
import { ApiKeysQueries } from './api-keys.queries.js';
import { ApiKeysService } from './api-keys.service.js';
import { ReasonDto } from '../reason.dto.js';

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
  @Operation('createApiKey', 'Make an API key', 'validation_failed', 'not_signed_in', 'not_permitted', 'scope_not_held')
  async create(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Body() body: NewApiKeyDto,
  ): Promise<ApiKeyWithSecretDto> {
    const { id, key } = await this.keys.create(principal, body);
    return ApiKeyWithSecretDto.with(await this.queries.one(id, scope), principal, key);
  }

  /** Those of the caller's bodies, oldest first; an administrator sees all. */
  @Get()
  @Permit('api_key.manage')
  @Operation('listApiKeys', 'List API keys', 'validation_failed', 'bad_cursor', 'not_signed_in', 'not_permitted')
  list(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Query() query: ApiKeysQuery,
    @ListUrl() url: string,
  ): Promise<ApiKeyListDto> {
    return this.queries.list(query, url, scope, principal);
  }

  @Get(':id')
  @Permit('api_key.manage')
  @Operation('getApiKey', 'Read an API key, without its secret', 'not_signed_in', 'not_permitted', 'not_found')
  async one(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
  ): Promise<ApiKeyDto> {
    return ApiKeyDto.of(await this.queries.one(id, scope), principal);
  }

  /** `rotate` (by its holder; the answer shows the new key, once) or `revoke`. */
  @Post(':id/actions/:action')
  @HttpCode(200)
  @Permit('api_key.manage')
  @KeepIdOnly()
  @Operation('actOnApiKey', 'Rotate or revoke an API key', ...CHANGE_CODES, 'holder_only', 'route_not_found')
  async act(
    @CurrentPrincipal() principal: Principal,
    @CurrentScope() scope: Scope,
    @Id() id: string,
    @ActionParam(actionsOf(apiKeyLifecycle)) action: string,
    @IfMatch() version: number,
    @Body() body: ReasonDto,
  ): Promise<ApiKeyWithSecretDto> {
    const key = await this.keys.act(principal, id, version, actionName(action), body.reason);
    return ApiKeyWithSecretDto.with(await this.queries.one(id, scope), principal, key);
  }
}
