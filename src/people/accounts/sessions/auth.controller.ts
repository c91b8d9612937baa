import { Body, Controller, Delete, Get, Header, HttpCode, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { CurrentPrincipal, Public, SignedIn, UnprovenToo } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { throttleAddress } from '../../../kernel/http/address.js';
import { KeepCovered } from '../../../kernel/http/idempotency/idempotency.js';
import { Id } from '../../../kernel/http/id.js';
import { ListUrl, PageQuery } from '../../../kernel/http/lists/list.js';
import { Operation } from '../../../kernel/http/operation.js';
import { Throttled } from '../../../kernel/http/throttling/throttle-guard.js';
import {
  ChangePasswordDto,
  FinishSignInDto,
  OwnSessionListDto,
  RefreshDto,
  SetUpDto,
  SetUpResultDto,
  SignInDto,
  TokenPairDto,
} from './auth.dto.js';
import { OwnSessions } from './own-sessions.queries.js';
import { PasswordsService } from './passwords.service.js';
import { SessionsService } from './sessions.service.js';

/** Where the session of a token is ended. */
const SESSION = '/api/v1/auth/sessions';

@ApiTags('auth')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
    private readonly own: OwnSessions,
  ) {}

  /** Wrong attempts are counted per account and address; after too many the next has to wait. */
  @Post('sessions')
  @Header('Location', SESSION)
  @Public()
  @Throttled('sign_in')
  @KeepCovered()
  @UnprovenToo()
  @Operation('signIn', { en: 'Sign in', zh: '登录' }, 'wrong_credentials', 'second_factor_due')
  signIn(@Body() body: SignInDto, @Req() request: Request): Promise<TokenPairDto> {
    return this.sessions.signIn(body.login, body.password, throttleAddress(request), body.code ?? undefined);
  }

  /** Wrong codes are counted per account and address, apart from passwords. */
  @Post('sessions/second-factor')
  @Header('Location', SESSION)
  @Public()
  @Throttled('sign_in')
  @KeepCovered()
  @UnprovenToo()
  @Operation(
    'redeemTicket',
    { en: 'Finish a sign-in with a code of the second factor', zh: '以双因素验证码完成登录' },
    'invalid_ticket',
    'wrong_code',
  )
  redeemTicket(@Body() body: FinishSignInDto, @Req() request: Request): Promise<TokenPairDto> {
    return this.sessions.finish(body.ticket, body.code, throttleAddress(request));
  }

  /** Ends the session of the access token. */
  @Delete('sessions')
  @SignedIn()
  @UnprovenToo()
  @HttpCode(204)
  @Operation('signOut', { en: 'Sign out', zh: '退出登录' }, 'not_permitted')
  signOut(@CurrentPrincipal() principal: Principal): Promise<void> {
    return this.sessions.signOut(principal);
  }

  @Get('sessions')
  @SignedIn()
  @Operation(
    'listOwnSessions',
    { en: 'The own open sessions, oldest first', zh: '查看本人的有效会话' },
    'not_permitted',
  )
  listOwn(
    @CurrentPrincipal() principal: Principal,
    @Query() query: PageQuery,
    @ListUrl() url: string,
  ): Promise<OwnSessionListDto> {
    return this.own.list(principal, query, url);
  }

  /** Its access token is refused from then on. */
  @Delete('sessions/:id')
  @SignedIn()
  @HttpCode(204)
  @Operation('endOwnSession', { en: 'End one of the own sessions', zh: '结束本人的某个会话' }, 'not_permitted')
  endOwn(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<void> {
    return this.own.end(principal, id);
  }

  /** A refresh token works once; one that comes twice ends its session. */
  @Post('refresh')
  @Header('Location', SESSION)
  @Public()
  @Throttled('refresh')
  @KeepCovered()
  @UnprovenToo()
  @Operation(
    'refresh',
    { en: 'A new pair of tokens', zh: '换取新的令牌' },
    'invalid_refresh_token',
    'refresh_token_reused',
  )
  refresh(@Body() body: RefreshDto): Promise<TokenPairDto> {
    return this.sessions.refresh(body.refreshToken);
  }

  /** Every other session of the account ends. */
  @Post('password')
  @SignedIn()
  @HttpCode(204)
  @Operation('changePassword', { en: 'Change the own password', zh: '修改本人密码' }, 'not_permitted', 'wrong_password')
  changePassword(
    @Body() body: ChangePasswordDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<void> {
    return this.passwords.change(principal, body.currentPassword, body.newPassword, throttleAddress(request));
  }

  /** The code comes from the manager of the body or from administrators and works once, within a week. One in two halves is typed as one. */
  @Post('setup')
  @Public()
  @UnprovenToo()
  @HttpCode(200)
  @Operation(
    'setUp',
    { en: 'Set a password with a one-time code', zh: '凭一次性代码设置密码' },
    'invalid_setup_code',
    'code_not_in_force',
  )
  redeemSetupCode(@Body() body: SetUpDto, @Req() request: Request): Promise<SetUpResultDto> {
    return this.passwords.redeemSetupCode(body.code, body.password, throttleAddress(request));
  }
}
