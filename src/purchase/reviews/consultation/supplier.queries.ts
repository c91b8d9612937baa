import { Injectable } from '@nestjs/common';
import { listHeldPermissions } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import type { Language } from '../../../kernel/errors/texts.js';
import { linkAllowedActions, type AllowedActionDto } from '../../../kernel/actions/allowed-actions.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import { bidSubject } from '../../bids/bid.subject.js';
import { listBidNotices } from '../../bids/bid-content.rules.js';
import { Envelopes } from '../../bids/opening/envelopes.js';
import { changeView, type ChangeRow } from './requirement-changes.js';
import { formatFinalLot, ownBid, type OwnBid } from './own-bid.js';
import { OwnConsultationDto } from './supplier.dto.js';
import { supplierSubject } from './supplier.subject.js';
import { toView } from '../../../kernel/http/view.js';

const AFTER_OFFERS = ['withdraw_from_consultation', 'submit_final_offer'];

/** A consultation for one of its suppliers: the changes that were confirmed, and what is its own. */
@Injectable()
export class SupplierQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly envelopes: Envelopes,
  ) {}

  async loadOwnConsultation(principal: Principal, id: string, lang: Language): Promise<OwnConsultationDto> {
    const { reader } = this.transactions;
    const own = await ownBid(reader, principal, id);
    const changes = await reader.query<ChangeRow[]>(
      `SELECT * FROM requirement_change WHERE lot_id = $1 AND round = $2 AND state = 'confirmed' ORDER BY no`,
      [own.lot, own.round],
    );
    const [opened] = await reader.query<{ price: string | null }[]>(
      `SELECT price::text FROM final_offer WHERE bid_id = $1 AND round = $2`,
      [own.id, own.round],
    );
    const [lies] = await this.envelopes.byBlinds(reader, this.envelopes.blinds(own.bidder, formatFinalLot(own)));
    const head = lies ? this.envelopes.uncover(lies).head : null;
    const price = formatYuanOrNull(opened?.price);
    return toView(OwnConsultationDto, own, {
      bid: own.id,
      changes: changes.map(changeView),
      answerAsked:
        own.asked !== null && !own.asked.answered && own.asked.in_time && own.lot_state === 'in_consultation',
      finalDeadlineAt: own.deadline,
      finalOffer: head && { receivedAt: head.at ?? '', sha256: head.sha256 ?? '', price },
      notices: listBidNotices({ price }, own, { answered: null, inForce: null }).map(({ code, text }) => ({
        code,
        text: text[lang],
      })),
      allowedActions: listSupplierActions(own, lies !== undefined, principal),
    });
  }
}

/** What one of its suppliers may do now; `offered`: its final offer lies there. */
export function listSupplierActions(own: OwnBid, offered: boolean, principal: Principal): AllowedActionDto[] {
  const may = { permissions: listHeldPermissions(principal, [own.bidder]) };
  if (own.restorable) return linkAllowedActions(bidSubject, own.state, { id: own.id }, may);
  if (own.state !== 'valid') return [];
  const actions = linkAllowedActions(supplierSubject, own.lot_state, { id: own.id }, may);
  const over = [
    ...(offered ? AFTER_OFFERS : []),
    ...(own.in_time ? [] : ['submit_final_offer']),
    ...(own.asked !== null && !own.asked.answered && own.asked.in_time ? [] : ['submit_response']),
  ];
  return actions.filter(({ action }) => !over.includes(action));
}
