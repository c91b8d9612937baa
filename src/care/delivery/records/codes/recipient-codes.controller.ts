import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentPrincipal, Permit } from '../../../../kernel/access/decorators.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { Id } from '../../../../kernel/http/id.js';
import { KeepIdOnly } from '../../../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../../../kernel/http/operation.js';
import { NewRecipientCodeDto, RecipientCodeDto } from '../recipient.dto.js';
import { RecipientsService } from '../recipients.service.js';

/** Codes by which recipients confirm services. They are handed over on a card; who records the services has no part in it. */
@ApiTags('recipients')
@Controller('service-lines/:id/recipients/:recipient/code')
export class RecipientCodesController {
  constructor(private readonly service: RecipientsService) {}

  /** The code before confirms nothing any more. */
  @Post()
  @HttpCode(200)
  @Permit('recipient.code')
  @KeepIdOnly()
  @Operation(
    'issueRecipientCode',
    {
      en: 'Issue the code by which a recipient confirms a service; shown once',
      zh: '发放服务对象确认服务所用的代码；仅显示一次',
    },
    'person_erased',
  )
  issue(
    @CurrentPrincipal() principal: Principal,
    @Id() line: string,
    @Id('recipient') recipient: string,
    @Body() body: NewRecipientCodeDto,
  ): Promise<RecipientCodeDto> {
    return this.service.issueCode(principal, line, recipient, body.reason ?? null);
  }
}
