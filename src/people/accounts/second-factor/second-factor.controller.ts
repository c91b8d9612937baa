import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { CurrentPrincipal, SignedIn, UnprovenToo } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { throttleAddress } from '../../../kernel/http/address.js';
import { KeepCovered } from '../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../kernel/http/operation.js';
import { EnrolDto, EnrolmentDto, FactorCodeDto, RecoveryCodesDto, SecondFactorDto } from './second-factor.dto.js';
import { SecondFactorService } from './second-factor.service.js';

@ApiTags('auth')
@Controller('auth/second-factor')
export class SecondFactorController {
  constructor(private readonly service: SecondFactorService) {}

  @Get()
  @SignedIn()
  @UnprovenToo()
  @Operation('getSecondFactor', { en: 'The own second factor', zh: '查看本人的双因素验证' }, 'not_permitted')
  show(@CurrentPrincipal() principal: Principal): Promise<SecondFactorDto> {
    return this.service.show(principal);
  }

  /** One that was not confirmed is replaced. */
  @Post()
  @SignedIn()
  @UnprovenToo()
  @KeepCovered()
  @HttpCode(200)
  @Operation(
    'enrolSecondFactor',
    { en: 'Set up a second factor with an authenticator app', zh: '以身份验证器设置双因素验证' },
    'not_permitted',
    'wrong_password',
    'second_factor_exists',
  )
  enrol(
    @Body() body: EnrolDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<EnrolmentDto> {
    return this.service.enrol(principal, body.password, throttleAddress(request));
  }

  /** From then on every sign-in asks for a code. Every other session of the account ends. */
  @Post('confirm')
  @SignedIn()
  @UnprovenToo()
  @KeepCovered()
  @HttpCode(200)
  @Operation(
    'confirmSecondFactor',
    { en: 'Confirm the second factor with a first code', zh: '以首个验证码确认启用双因素验证' },
    'not_permitted',
    'wrong_code',
    'second_factor_absent',
  )
  confirm(
    @Body() body: FactorCodeDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<RecoveryCodesDto> {
    return this.service.confirm(principal, body.code, throttleAddress(request));
  }

  /** With a code that works now; a lost one is reset by whoever gives the account a new password. */
  @Post('remove')
  @SignedIn()
  @HttpCode(204)
  @Operation(
    'removeSecondFactor',
    { en: 'Take the own second factor away', zh: '停用本人的双因素验证' },
    'not_permitted',
    'wrong_code',
    'second_factor_absent',
  )
  remove(
    @Body() body: FactorCodeDto,
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
  ): Promise<void> {
    return this.service.remove(principal, body.code, throttleAddress(request));
  }
}
