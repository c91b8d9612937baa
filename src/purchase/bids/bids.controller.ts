import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { createActionController } from '../../kernel/actions/action-routes.js';
import { createResourceController, resource } from '../../kernel/actions/resource-routes.js';
import { SignedIn } from '../../kernel/access/decorators.js';
import { Unrecorded } from '../../kernel/http/idempotency/idempotency.js';
import { Operation } from '../../kernel/http/operation.js';
import { restoreBid, restoreFinalOffer, submitBid, withdrawBid } from './actions/bid-actions.js';
import { bidSubject } from './bid.subject.js';
import { BidChangeDto, NewBidDto, SubmitBidDto } from './bid-content.dto.js';
import { BidDto, ReceiptDto, VerifiedReceiptDto } from './bid.dto.js';
import { BidsQueries } from './bids.queries.js';
import { BidsService } from './bids.service.js';
import { SubmittedBid } from './own/submitted-bid.js';
import { OwnBidListDto, OwnBidQuery } from './own/own-bid.dto.js';
import { OwnBidsQueries } from './own/own-bids.queries.js';
import { ReceiptVerification } from './receipts/receipt-verification.js';

const bidResource = resource(bidSubject.path, {
  tag: 'bids',
  type: BidDto,
  by: BidsQueries,
  translated: true,
  hidesOthers: true,
  read: (queries, _, { id }, language, { principal, given, taken }) => {
    const content = given instanceof SubmitBidDto ? given.content : undefined;
    return taken instanceof SubmittedBid
      ? queries.describeSubmission(principal, taken, language, content)
      : queries.one(principal, id, language, content);
  },
});

export const BidResourceController = createResourceController(bidResource, ({ get, one, patch, post }) => [
  post('lots/:id/bids', {
    operationId: 'createBid',
    summary: {
      en: 'Begin a bid for a lot; asked for again it is the one that is there',
      zh: '就采购包编制投标（响应）文件；重复请求返回已有的一份',
    },
    permit: 'bid.make',
    refuses: [
      'not_found',
      'payload_too_large',
      'dataset_mismatch',
      'lot_not_open',
      'deadline_passed',
      'seat_after_issue',
    ],
    decorators: [Header('Location', '/api/v1/bids/'), Unrecorded()],
    body: NewBidDto,
    by: BidsService,
    make: (service, { principal, id: lot, body }) => service.create(principal, lot, body),
  }),
  get('bids', {
    operationId: 'listOwnBids',
    summary: {
      en: 'Bids of the caller’s bodies, each with its state and next step, the newest tender first',
      zh: '查询本机构的投标及其状态和下一步，按采购项目由新到旧',
    },
    permit: 'bid.make',
    query: OwnBidQuery,
    type: OwnBidListDto,
    decorators: [Unrecorded()],
    by: OwnBidsQueries,
    read: (queries, { principal, query, url }) => queries.list(principal, query, url),
  }),
  one({
    operationId: 'getBid',
    summary: {
      en: 'A bid: for its bidder, and once it is opened for who runs the purchase',
      zh: '查看投标：投标人本人可见，开启后采购组织方可见',
    },
    permit: 'tender.read',
    refuses: ['not_found', 'seat_after_issue'],
    decorators: [Unrecorded()],
  }),
  patch('bids/:id', {
    operationId: 'changeBid',
    summary: { en: 'Change the draft of a bid (RFC 7396)', zh: '修改投标草稿（RFC 7396）' },
    permit: 'bid.make',
    refuses: [
      'not_found',
      'payload_too_large',
      'wrong_state',
      'declaration_fixed',
      'lot_not_open',
      'deadline_passed',
      'seat_after_issue',
    ],
    decorators: [Unrecorded()],
    body: BidChangeDto,
    by: BidsService,
    apply: (service, { principal, id, version, body }) => service.change(principal, id, version, body),
  }),
  get('bids/:id/receipt', {
    operationId: 'getBidReceipt',
    summary: { en: 'The signed receipt of an own bid that was submitted', zh: '获取本机构已提交投标的签名回执' },
    permit: 'bid.make',
    refuses: ['not_found', 'seat_after_issue'],
    decorators: [Unrecorded()],
    type: ReceiptDto,
    read: (queries, { principal, id }) => queries.receipt(principal, id),
  }),
]);

/** Bids. That somebody bids is a secret until the opening: no request to these routes is logged, counted or remembered. */
@ApiTags('bids')
@Controller()
export class BidsController {
  constructor(private readonly receipts: ReceiptVerification) {}

  @Post('bids/verify-receipt')
  @HttpCode(200)
  @Unrecorded()
  @SignedIn()
  @Operation(
    'verifyBidReceipt',
    { en: 'Whether a receipt was given by this system', zh: '核验回执是否由本系统出具' },
    'receipt_forged',
  )
  verify(@Body() body: ReceiptDto): Promise<VerifiedReceiptDto> {
    return this.receipts.verify(body);
  }
}

export const BidActionsController = createActionController(
  bidSubject,
  [submitBid, withdrawBid, restoreBid, restoreFinalOffer],
  bidResource,
);
