import { Body, Controller, Get, Header, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createActionController } from '../../kernel/actions/action-routes.js';
import { CurrentPrincipal, Lang, Permit, SignedIn } from '../../kernel/access/decorators.js';
import type { Principal } from '../../kernel/access/principal.js';
import type { Language } from '../../kernel/errors/texts.js';
import { IfMatch } from '../../kernel/http/concurrency.js';
import { Id } from '../../kernel/http/id.js';
import { Unrecorded } from '../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../kernel/http/operation.js';
import { restoreBid, restoreFinalOffer, submitBid, withdrawBid } from './actions/bid-actions.js';
import { bidSubject } from './bid.subject.js';
import { BidChangeDto, NewBidDto } from './bid-content.dto.js';
import { BidDto, ReceiptDto, VerifiedReceiptDto } from './bid.dto.js';
import { BidsQueries } from './bids.queries.js';
import { BidsService } from './bids.service.js';

/** Bids. That somebody bids is a secret until the opening: no request to these routes is logged, counted or remembered. */
@ApiTags('bids')
@Controller()
export class BidsController {
  constructor(
    private readonly bids: BidsService,
    private readonly queries: BidsQueries,
  ) {}

  @Post('lots/:id/bids')
  @Header('Location', '/api/v1/bids/')
  @Unrecorded()
  @Permit('bid.make')
  @Operation(
    'createBid',
    {
      en: 'Begin a bid for a lot; asked for again it is the one that is there',
      zh: '就采购包编制投标（响应）文件；重复请求返回已有的一份',
    },
    'not_found',
    'payload_too_large',
    'dataset_mismatch',
    'lot_not_open',
    'deadline_passed',
  )
  async create(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() lot: string,
    @Body() body: NewBidDto,
  ): Promise<BidDto> {
    const id = await this.bids.create(principal, lot, body);
    return this.queries.one(principal, id, lang);
  }

  @Get('bids/:id')
  @Unrecorded()
  @Permit('tender.read')
  @Operation(
    'getBid',
    {
      en: 'A bid: for its bidder, and once it is opened for who runs the purchase',
      zh: '查看投标：投标人本人可见，开启后采购组织方可见',
    },
    'not_found',
  )
  one(@CurrentPrincipal() principal: Principal, @Lang() lang: Language, @Id() id: string): Promise<BidDto> {
    return this.queries.one(principal, id, lang);
  }

  @Patch('bids/:id')
  @Unrecorded()
  @Permit('bid.make')
  @Operation(
    'changeBid',
    { en: 'Change the draft of a bid (RFC 7396)', zh: '修改投标草稿（RFC 7396）' },
    'not_found',
    'payload_too_large',
    'wrong_state',
    'lot_not_open',
    'deadline_passed',
  )
  async change(
    @CurrentPrincipal() principal: Principal,
    @Lang() lang: Language,
    @Id() id: string,
    @IfMatch() version: number,
    @Body() body: BidChangeDto,
  ): Promise<BidDto> {
    await this.bids.change(principal, id, version, body);
    return this.queries.one(principal, id, lang);
  }

  @Get('bids/:id/receipt')
  @Unrecorded()
  @Permit('bid.make')
  @Operation(
    'getBidReceipt',
    { en: 'The signed receipt of an own bid that was submitted', zh: '获取本机构已提交投标的签名回执' },
    'not_found',
  )
  receipt(@CurrentPrincipal() principal: Principal, @Id() id: string): Promise<ReceiptDto> {
    return this.queries.receipt(principal, id);
  }

  @Post('bids/verify-receipt')
  @HttpCode(200)
  @Unrecorded()
  @SignedIn()
  @Operation(
    'verifyBidReceipt',
    { en: 'Whether a receipt was given by this system', zh: '核验回执是否由本系统出具' },
    'receipt_forged',
  )
  verify(@Body() body: ReceiptDto): VerifiedReceiptDto {
    return this.queries.verify(body);
  }
}

export const BidActionsController = createActionController(
  bidSubject,
  [submitBid, withdrawBid, restoreBid, restoreFinalOffer],
  {
    tag: 'bids',
    type: BidDto,
    by: BidsQueries,
    translated: true,
    hidesOthers: true,
    read: (queries, _, { id }, language, { principal }) => queries.one(principal, id, language),
  },
);
