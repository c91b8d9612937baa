import { action } from '../../../../kernel/actions/action.js';
import { NothingDto } from '../../../../kernel/http/no-body.js';
import { OpenBidsDto } from '../opening.dto.js';
import { openingSubject } from '../opening.subject.js';

export const requestOpening = action(openingSubject, 'request_opening', NothingDto, {
  operationId: 'requestOpening',
  summary: { en: 'Ask for the opening of the bids, as the first of two persons', zh: '由第一人申请开启投标' },
  async effect({ tx, root, now, principal }) {
    await tx.query(`INSERT INTO opening (tender_id, requested_at, requested_by) VALUES ($1, $2, $3)`, [
      root.id,
      now,
      principal.id,
    ]);
    return {};
  },
});

export const withdrawOpeningRequest = action(openingSubject, 'withdraw_opening_request', NothingDto, {
  operationId: 'withdrawOpeningRequest',
  summary: { en: 'Take back the own request for an opening', zh: '撤回本人的开启申请' },
  async effect({ tx, root }) {
    await tx.query(`UPDATE opening SET state = 'withdrawn' WHERE tender_id = $1 AND state = 'requested'`, [root.id]);
    return {};
  },
});

export const openBids = action(openingSubject, 'open_bids', OpenBidsDto, {
  operationId: 'openBids',
  summary: {
    en: 'Order the opening as the second person; the worker then opens',
    zh: '由第二人下达开启指令，随后由后台开启',
  },
  async effect({ tx, root, now, principal, given }) {
    await tx.query(
      `UPDATE opening SET state = 'ordered', ordered_at = $2, ordered_by = $3, late_reason = $4
       WHERE tender_id = $1 AND state = 'requested'`,
      [root.id, now, principal.id, given.lateReason ?? null],
    );
    return { stays: true };
  },
});
