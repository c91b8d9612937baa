import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { CurrentPrincipal, SignedIn } from '../../../kernel/access/decorators.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { FromPrimary } from '../../../kernel/database/replica/replica-reads.js';
import { throttleAddress } from '../../../kernel/http/address.js';
import { Operation } from '../../../kernel/http/operation.js';
import { CodeMailboxDto } from '../code-mails/code-mail.dto.js';
import { MailAddressDto, MailCodeDto } from './mail-address.dto.js';
import { MailAddressService } from './mail-address.service.js';

@ApiTags('me')
@FromPrimary()
@Controller('me/mail-address')
export class MailAddressController {
  constructor(private readonly service: MailAddressService) {}

  /** A code is sent there. Until it is shown nothing else goes there, nor to the address before; that one stays where the code could not be sent. */
  @Put()
  @SignedIn()
  @Operation(
    'setMailAddress',
    { en: 'Say where the own mails go', zh: '设置本人接收通知的邮箱' },
    'mail_not_set_up',
    'mail_not_sent',
    'throttled',
  )
  ask(
    @CurrentPrincipal() principal: Principal,
    @Body() { address, lang = 'zh' }: CodeMailboxDto,
  ): Promise<MailAddressDto> {
    return this.service.ask(principal, address, lang);
  }

  @Post('confirm')
  @SignedIn()
  @HttpCode(200)
  @Operation(
    'confirmMailAddress',
    { en: 'Show that the mailbox is the own one, by the code that was sent there', zh: '以邮件验证码确认邮箱' },
    'wrong_code',
    'not_found',
    'throttled',
  )
  confirm(
    @CurrentPrincipal() principal: Principal,
    @Body() { code }: MailCodeDto,
    @Req() request: Request,
  ): Promise<MailAddressDto> {
    return this.service.confirm(principal, code, throttleAddress(request));
  }

  @Get()
  @SignedIn()
  @Operation('getMailAddress', { en: 'Where the own mails go', zh: '查看本人接收通知的邮箱' }, 'not_found')
  get(@CurrentPrincipal() principal: Principal): Promise<MailAddressDto> {
    return this.service.get(principal);
  }

  @Delete()
  @SignedIn()
  @HttpCode(204)
  @Operation('endMailAddress', { en: 'Be sent no more mails', zh: '停用本人接收通知的邮箱' }, 'not_found')
  async end(@CurrentPrincipal() principal: Principal): Promise<void> {
    await this.service.end(principal);
  }
}
