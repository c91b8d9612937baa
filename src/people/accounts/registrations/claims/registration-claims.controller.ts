import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Lang, Public } from '../../../../kernel/access/decorators.js';
import type { Language } from '../../../../kernel/errors/texts.js';
import { FromPrimary } from '../../../../kernel/database/replica/replica-reads.js';
import { throttleAddress } from '../../../../kernel/http/address.js';
import { KeepCovered } from '../../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../../kernel/http/operation.js';
import { ClaimedRegistrationDto } from '../registration-view.dto.js';
import { ClaimDto } from './claim.dto.js';
import { ClaimedCodeDto, ClaimedFilingDto } from './registration-claims.dto.js';
import { RegistrationClaims } from './registration-claims.js';

@ApiTags('registrations')
@FromPrimary()
@Controller('registrations/claims')
export class RegistrationClaimsController {
  constructor(private readonly claims: RegistrationClaims) {}

  @Post()
  @Public()
  @KeepCovered()
  @HttpCode(200)
  @Operation(
    'readOwnRegistration',
    { en: 'Read the own registration by its claim code', zh: '凭查询码查看本机构的申请' },
    'invalid_claim',
  )
  async read(
    @Body() { claimCode }: ClaimDto,
    @Req() request: Request,
    @Lang() lang: Language,
  ): Promise<ClaimedRegistrationDto> {
    return ClaimedRegistrationDto.fromClaim(await this.claims.read(claimCode, throttleAddress(request)), lang);
  }

  /** Until it is decided; what an administrator asked for waits for the decision again. */
  @Post('corrections')
  @Public()
  @KeepCovered()
  @HttpCode(200)
  @Operation(
    'correctOwnRegistration',
    { en: 'Complete or correct the own registration', zh: '凭查询码补正本机构的申请' },
    'invalid_claim',
    'wrong_state',
    'mail_not_set_up',
  )
  async correct(
    @Body() { claimCode, registration }: ClaimedFilingDto,
    @Req() request: Request,
    @Lang() lang: Language,
  ): Promise<ClaimedRegistrationDto> {
    return ClaimedRegistrationDto.fromClaim(
      await this.claims.correct(claimCode, registration ?? null, throttleAddress(request)),
      lang,
    );
  }

  @Post('withdrawal')
  @Public()
  @KeepCovered()
  @HttpCode(200)
  @Operation(
    'withdrawOwnRegistration',
    { en: 'Withdraw the own registration before it is decided', zh: '凭查询码撤回本机构的申请' },
    'invalid_claim',
    'wrong_state',
  )
  async withdraw(
    @Body() { claimCode }: ClaimDto,
    @Req() request: Request,
    @Lang() lang: Language,
  ): Promise<ClaimedRegistrationDto> {
    return ClaimedRegistrationDto.fromClaim(await this.claims.withdraw(claimCode, throttleAddress(request)), lang);
  }

  /** Once it is confirmed, until the account is taken into use. Another code ends the one before. */
  @Post('setup-code')
  @Public()
  @KeepCovered()
  @HttpCode(200)
  @Operation(
    'showOwnSetupCode',
    { en: 'Be shown the setup code of the own registration, once', zh: '凭查询码领取账号设置码' },
    'invalid_claim',
    'no_code_to_show',
  )
  showCode(@Body() { claimCode }: ClaimDto, @Req() request: Request): Promise<ClaimedCodeDto> {
    return this.claims.showCode(claimCode, throttleAddress(request));
  }
}
