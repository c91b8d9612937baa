import { action } from '../../../kernel/actions/action.js';
import { NothingDto } from '../../../kernel/http/no-body.js';
import { RestoreBidDto, SubmitBidDto } from '../bid-content.dto.js';
import { BidRestoring } from '../bid-restoring.js';
import { bidSubject } from '../bid.subject.js';
import { BidsService } from '../bids.service.js';

export const submitBid = action(bidSubject, 'submit', SubmitBidDto, {
  operationId: 'submitBid',
  summary: { en: 'Submit a bid, or replace what was submitted', zh: '提交投标；已提交的整体替换' },
  refuses: ['conflict', 'malware_found', 'antivirus_away'],
  take: ({ use, principal, params, version, given }) =>
    use(BidsService).submit(principal, params.id, version, given.content),
});

export const withdrawBid = action(bidSubject, 'withdraw', NothingDto, {
  operationId: 'withdrawBid',
  summary: { en: 'Withdraw a bid before the deadline', zh: '在截止时间前撤回投标' },
  take: ({ use, principal, params, version }) => use(BidsService).withdraw(principal, params.id, version),
});

export const restoreBid = action(bidSubject, 'restore', RestoreBidDto, {
  operationId: 'restoreBid',
  summary: {
    en: 'Give the own copy of a bid that was found altered when it was opened',
    zh: '开启后发现投标被篡改的，由投标人提交自存副本',
  },
  refuses: ['receipt_forged', 'receipt_superseded'],
  take: ({ use, principal, params, version, given }) => use(BidRestoring).restore(principal, params.id, version, given),
});

export const restoreFinalOffer = action(bidSubject, 'restore_final_offer', RestoreBidDto, {
  operationId: 'restoreFinalOffer',
  summary: {
    en: 'Give the own copy of a final offer that could not be read when it was opened',
    zh: '开启时无法读取的最后报价，由供应商提交自存副本',
  },
  refuses: ['receipt_forged', 'receipt_superseded'],
  take: ({ use, principal, params, version, given }) =>
    use(BidRestoring).restoreFinalOffer(principal, params.id, version, given),
});
