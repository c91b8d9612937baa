import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import { lotLifecycle } from '../../tenders/lots/lot.lifecycle.js';
import { bodyRef } from '../../tenders/reads/tender-view.dto.js';
import { isInsider, REVIEW_PARTIES } from '../../tenders/reads/tender-visibility.js';
import { getPerson, sitsInPanel } from '../open-review.js';
import { RESULT } from '../review-codes.js';
import { mayDo, PARTS, type ReviewParts } from '../review-parties.js';
import type { ConsultationDto } from './consultation.dto.js';
import { CALLS } from './final-offers/final-offer-calls.js';
import { CHANGES, changeView, type ChangeRow } from './requirement-changes.js';
import type { LotStateHere } from '../../tenders/lots/lot-states.js';
import type { BidState } from '../../bids/bid.lifecycle.js';

interface Row extends ReviewParts {
  version: number;
  lot_id: string;
  lot_state: LotStateHere | null;
  deadline: Date | null;
  seated: boolean;
  called: { at: string; members: number }[];
  changes: ChangeRow[];
  suppliers: {
    bid: string;
    bidder: string | null;
    name: string | null;
    status: BidState;
    price: string | null;
    responses: {
      change: string;
      at: string;
      sha256: string;
      content: ConsultationDto['suppliers'][number]['responses'][number]['content'];
    }[];
  }[];
}

/** A consultation for its panel, the purchase's own bodies and those who watch over the region; everybody else: 404. */
@Injectable()
export class ConsultationQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: ActionEngine,
  ) {}

  async loadConsultation(principal: Principal, id: string, lot: number): Promise<ConsultationDto> {
    const scope = toScope(principal);
    const sql = new Sql();
    const seated = sitsInPanel(sql, getPerson(principal));
    sql.and(`r.id = ${sql.p(id)} AND l.no = ${sql.p(lot)}`);
    sql.and(`r.conducted = 'here' AND r.revision IS NOT NULL`);
    sql.and(`${isInsider(sql, scope, REVIEW_PARTIES)} OR ${seated}`);
    const [row] = await this.transactions.reader.query<Row[]>(
      `SELECT r.version, l.id AS lot_id, ${PARTS}, l.state AS lot_state, l.final_deadline_at AS deadline, ${seated} AS seated, ${CHANGES} AS changes,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('at', y.deadline_at, 'members', y.members) ORDER BY y.deadline_at), '[]')
          FROM (SELECT x.deadline_at, count(*)::int AS members FROM (${CALLS}) x
            WHERE l.state = 'in_consultation' GROUP BY 1) y) AS called,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('bid', d.id, 'bidder', d.bidder_id, 'name', o.name, 'status', d.state,
            'price', f.price::text, 'responses',
            (SELECT coalesce(jsonb_agg(jsonb_build_object('change', a.change_id, 'at', a.received_at, 'sha256', a.sha256,
               'content', a.content) ORDER BY c.no), '[]')
             FROM consultation_response a JOIN requirement_change c ON c.id = a.change_id
             WHERE a.bid_id = d.id AND c.round = l.consultation))
            ORDER BY o.name, d.id), '[]')
          FROM bid d LEFT JOIN organisation o ON o.id = d.bidder_id 
            LEFT JOIN final_offer f ON f.bid_id = d.id AND f.round = l.consultation
          WHERE d.lot_id = l.id) AS suppliers
       FROM tender r JOIN lot l ON l.tender_id = r.id WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    const published = RESULT.includes(row.lot_state ?? '');
    return {
      tender: id,
      version: row.version,
      lot,
      lotState: row.lot_state,
      finalDeadlineAt: row.deadline?.toISOString() ?? null,
      calledDeadlines: row.called.map(({ at, members }) => ({ deadlineAt: new Date(at).toISOString(), members })),
      changes: row.changes.map((change) => ({
        ...changeView(change),
        state: change.state,
        proposedAt: new Date(change.proposed_at).toISOString(),
        decisionReason: change.decision_reason,
      })),
      suppliers: row.suppliers.map(({ bid, bidder, name, status, price, responses }) => ({
        bid,
        bidder: bodyRef(bidder, name),
        status,
        responses: responses.map(({ at, content, ...rest }) => ({
          ...rest,
          receivedAt: new Date(at).toISOString(),
          content: row.seated ? content : null,
        })),
        finalPrice: row.seated || published ? formatYuanOrNull(price) : null,
      })),
      allowedActions:
        row.lot_state === null
          ? []
          : this.engine.linkActions(
              lotLifecycle,
              row.lot_state,
              { tenders: id, lots: row.lot_id },
              mayDo(scope, row, row.seated),
            ),
    };
  }
}
