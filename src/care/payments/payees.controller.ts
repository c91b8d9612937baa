import { Body, Controller, Get, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { Operation } from '../../kernel/http/operation.js';
import { ApprovalLevelsService } from './approval-levels.service.js';
import { PayeeAccountsService } from './payee-accounts.service.js';
import { ApprovalLevelsDto, ApprovalLevelsViewDto, PayeeAccountDto, PayeeAccountViewDto } from './payment.dto.js';

/** What bodies say of how they are paid and how they pay. If-Match names the version of the body. */
@ApiTags('payments')
@Controller('organisations/:id')
export class PayeesController {
  constructor(
    private readonly accounts: PayeeAccountsService,
    private readonly levels: ApprovalLevelsService,
  ) {}

  @Get('payee-account')
  @Permit('contract.read')
  @Operation('getPayeeAccount', {
    en: 'To which account an agency is paid, by its last digits',
    zh: '查看机构的收款账户（仅末位数字）',
  })
  account(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<PayeeAccountViewDto> {
    return this.accounts.read(principal, id);
  }

  @Put('payee-account')
  @Permit('invoice.submit')
  @Operation('statePayeeAccount', { en: 'State to which account the own body is paid', zh: '登记本机构的收款账户' })
  async state(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: PayeeAccountDto,
  ): Promise<PayeeAccountViewDto> {
    await this.accounts.state(principal, id, version, body);
    return this.accounts.read(principal, id);
  }

  @Get('approval-levels')
  @Permit('contract.read')
  @Operation('getApprovalLevels', {
    en: 'From which amounts on the own body asks one more person to approve a payment',
    zh: '查看本机构付款须增加一名审批人的金额',
  })
  approvalLevels(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<ApprovalLevelsViewDto> {
    return this.levels.read(principal, id);
  }

  @Put('approval-levels')
  @Permit('payment.approve')
  @Operation(
    'setApprovalLevels',
    {
      en: 'Set from which amounts on the own body asks one more person to approve a payment',
      zh: '设定本机构付款须增加一名审批人的金额',
    },
    'approvers_too_few',
  )
  async set(
    @CurrentPrincipal() principal: Principal,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: ApprovalLevelsDto,
  ): Promise<ApprovalLevelsViewDto> {
    await this.levels.set(principal, id, version, body);
    return this.levels.read(principal, id);
  }
}
