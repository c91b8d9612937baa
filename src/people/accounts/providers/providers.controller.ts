import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { CurrentPrincipal, Public, SignedIn, UnprovenToo } from '../../../kernel/access/decorators.js';
import { FromPrimary } from '../../../kernel/database/replica/replica-reads.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { throttleAddress } from '../../../kernel/http/address.js';
import { KeepCovered } from '../../../kernel/http/idempotency/idempotency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { Throttled } from '../../../kernel/http/throttling/throttle-guard.js';
import { TokenPairDto } from '../sessions/auth.dto.js';
import { LinksService } from './links.service.js';
import { ProviderClient } from './provider-client.js';
import { ProviderSignInService } from './provider-sign-in.service.js';
import {
  LinkDto,
  LinkListDto,
  NewLinkDto,
  NewProviderStartDto,
  ProviderAnswerDto,
  ProviderListDto,
  ProviderStartDto,
} from './providers.dto.js';

@ApiTags('auth')
@FromPrimary()
@Controller('auth')
export class ProvidersController {
  constructor(
    private readonly client: ProviderClient,
    private readonly signIns: ProviderSignInService,
    private readonly links: LinksService,
  ) {}

  @Get('providers')
  @Public()
  @Operation('listProviders', { en: 'Services elsewhere to sign in by', zh: '查询可用于登录的外部身份服务' })
  list(): ProviderListDto {
    return { items: this.client.list().map(({ name, label }) => ({ name, label: { en: label.en, zh: label.zh } })) };
  }

  /** The browser goes to the address; what it brings back is sent with the handle, once, by the same client. */
  @Post('providers/:name/start')
  @Public()
  @Throttled('refresh')
  @KeepCovered()
  @UnprovenToo()
  @HttpCode(200)
  @Operation(
    'startProviderSignIn',
    { en: 'Begin to sign in by a provider', zh: '开始通过外部身份服务登录' },
    'provider_away',
  )
  start(@Param('name') name: string, @Body() body: NewProviderStartDto): Promise<ProviderStartDto> {
    return this.signIns.start(name, body.handle);
  }

  /** To the account that was linked to the identity. Its second factor is asked for unless the provider’s counts as one. */
  @Post('providers/:name/sessions')
  @Header('Location', '/api/v1/auth/sessions')
  @Public()
  @Throttled('refresh')
  @KeepCovered()
  @UnprovenToo()
  @Operation(
    'signInByProvider',
    { en: 'Sign in by what a provider answered', zh: '凭外部身份服务的答复登录' },
    'provider_refused',
    'provider_away',
    'second_factor_due',
  )
  signIn(@Param('name') name: string, @Body() body: ProviderAnswerDto, @Req() request: Request): Promise<TokenPairDto> {
    return this.signIns.signIn(name, body.handle, body.callback, throttleAddress(request));
  }

  @Post('providers/:name/link-start')
  @SignedIn()
  @KeepCovered()
  @HttpCode(200)
  @Operation(
    'startProviderLink',
    { en: 'Begin to link an identity elsewhere to the own account', zh: '开始将外部身份绑定到本人账号' },
    'not_permitted',
    'provider_away',
  )
  startLink(
    @CurrentPrincipal() principal: Principal,
    @Param('name') name: string,
    @Body() body: NewProviderStartDto,
  ): Promise<ProviderStartDto> {
    return this.links.start(principal, name, body.handle);
  }

  /** From then on who shows that identity signs in to this account. Takes the password, and the session of the start. */
  @Post('providers/:name/links')
  @Header('Location', '/api/v1/auth/links')
  @SignedIn()
  @Operation(
    'linkProvider',
    { en: 'Link an identity elsewhere to the own account', zh: '将外部身份绑定到本人账号' },
    'not_permitted',
    'wrong_password',
    'provider_refused',
    'identity_linked',
    'provider_away',
  )
  link(
    @CurrentPrincipal() principal: Principal,
    @Param('name') name: string,
    @Body() body: NewLinkDto,
    @Req() request: Request,
  ): Promise<LinkDto> {
    return this.links.link(principal, name, body, throttleAddress(request));
  }

  @Get('links')
  @SignedIn()
  @Operation('listOwnLinks', { en: 'The own links, oldest first', zh: '查看本人绑定的外部身份' }, 'not_permitted')
  listOwn(
    @CurrentPrincipal() principal: Principal,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<LinkListDto> {
    return this.links.list(principal, query, url);
  }

  @Delete('links/:id')
  @SignedIn()
  @HttpCode(204)
  @Operation('endOwnLink', { en: 'End one of the own links', zh: '解除本人的某个外部身份绑定' }, 'not_permitted')
  unlink(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<void> {
    return this.links.unlink(principal, id);
  }
}
