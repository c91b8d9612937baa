import { randomUUID } from 'node:crypto';
import { action } from '../../../../kernel/actions/action.js';
import { NothingDto } from '../../../../kernel/http/no-body.js';
import { signOrder } from '../instants/instant-signing.js';
import { OpenBidsDto } from '../opening.dto.js';
import { openingSubject } from '../opening.subject.js';

export const requestOpening = action(openingSubject, 'request_opening', NothingDto, {
  operationId: 'requestOpening',
  summary: { en: 'Ask for the opening of the bids, as the first of two persons', zh: '由第一人申请开启投标' },
  async effect({ tx, root, now, principal }) {
    const opening = randomUUID();
    const word = await signOrder(tx, {
      kind: 'request',
      tender: root.id,
      opening,
      person: principal.id ?? '',
      at: now.toISOString(),
      lateReason: null,
    });
    await tx.query(
      `INSERT INTO opening (id, tender_id, requested_at, requested_by, request_no, request_key, request_seal)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [opening, root.id, now, principal.id, word.no, word.key, word.seal],
    );
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
    const [opening] = await tx.query<{ id: string }>(
      `SELECT id FROM opening WHERE tender_id = $1 AND state = 'requested'`,
      [root.id],
    );
    const lateReason = given.lateReason ?? null;
    const word = await signOrder(tx, {
      kind: 'order',
      tender: root.id,
      opening: opening?.id ?? '',
      person: principal.id ?? '',
      at: now.toISOString(),
      lateReason,
    });
    await tx.query(
      `UPDATE opening SET state = 'ordered', ordered_at = $2, ordered_by = $3, late_reason = $4, order_no = $5, order_key = $6,
         order_seal = $7
       WHERE tender_id = $1 AND state = 'requested'`,
      [root.id, now, principal.id, lateReason, word.no, word.key, word.seal],
    );
    return { stays: true };
  },
});
