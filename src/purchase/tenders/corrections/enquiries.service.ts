import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { assertTenderPermission } from '../acting-for.js';
import { toTenderChange } from '../open-tender.js';
import { TENDER_PARTIES, visiblePurchase } from '../reads/tender-visibility.js';
import { answerAffects } from './answer.rules.js';
import { sayFacts } from '../conducted/action-facts.js';
import { lockConductedTender } from '../conducted/conducted-tender.js';
import { refuseLateChange } from './correction-guards.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import { closeGate } from './corrections.js';
import type { AnswerDto, NewQuestionDto } from './enquiries.dto.js';
import type { TenderPlan } from '../conducted/terms/terms-types.js';
import { touchTender } from '../lots/lot-moves.js';

interface OpenCall {
  id: string;
  dataset: string;
  conducted: 'here' | 'elsewhere';
  state: string;
  plan: TenderPlan | null;
}

/**
 * What bodies that may bid ask of a tender. Asking writes one row, which names the body to itself alone: no audit entry,
 * event or count tells before the opening who is interested (Order 87 article 28, Law article 22 as the house reads it). The
 * answer is the buyer's act, and has its audit entry and its event.
 */
@Injectable()
export class EnquiriesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
  ) {}

  ask(principal: Principal, tender: string, dto: NewQuestionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const call = await openCall(tx, tender, 'ask');
      const organisation = await chooseAskingBody(tx, call, dto.organisation);
      await tx.query(
        `INSERT INTO clarification (tender_id, question, asked_at, organisation_id) VALUES ($1, $2, $3, $4)`,
        [tender, dto.question, await tx.now(), organisation],
      );
    });
  }

  /** Publishes an answer to everybody. @throws Problem `clarification_too_late` where the deadline has to move first. */
  answer(principal: Principal, tender: string, id: string, dto: AnswerDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const affects = answerAffects(dto.answer, dto.affectsPreparation);
      if (affects) await closeGate(tx, tender);
      const root = await lockConductedTender(tx, tender, undefined);
      await assertTenderPermission(tx, 'tender.draft', root);
      // Who asked in time is answered after the deadline too; what bids are prepared by changes before it alone.
      if (affects ? root.state !== 'open' : BEFORE_OR_OVER.includes(root.state))
        throw new Problem('wrong_state', { facts: { state: root.state, action: 'answer_clarification' } });
      const [row] = await tx.query<{ question: string; answer: string | null }>(
        `SELECT question, answer FROM clarification WHERE id = $1 AND tender_id = $2 FOR NO KEY UPDATE`,
        [id, tender],
      );
      if (!row) throw new Problem('not_found');
      if (row.answer !== null)
        throw new Problem('wrong_state', { facts: { state: 'answered', action: 'answer_clarification' } });
      const today = todayInShanghai(await tx.now());
      const change = { moved: null, pointer: '/answer' };
      const tooLate = affects ? refuseLateChange(root, change, today, await this.calendars.current()) : null;
      if (tooLate !== null) throw new Problem('clarification_too_late', tooLate);
      const now = await tx.now();
      await tx.query(
        `UPDATE clarification SET answer = $2, answered_at = $3, answered_by = $4, affects_preparation = $5 WHERE id = $1`,
        [id, dto.answer, now, principal.id, affects],
      );
      await sayFacts(tx, tender, [
        {
          kind: 'clarification',
          data: { publishedOn: todayInShanghai(now), text: `问：${row.question}\n答：${dto.answer}` },
        },
      ]);
      await touchTender(tx, tender);
      await tx.record({
        ...toTenderChange(root),
        action: 'clarified',
        data: { clarification: id, affectsPreparation: affects },
        public: true,
      });
    });
  }

  /** Once per body; asking again changes nothing. */
  requestDocuments(principal: Principal, tender: string, organisation: string | undefined): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const call = await openCall(tx, tender, 'request_documents');
      const last = call.plan?.documentsTo ?? null;
      const now = await tx.now();
      if (last !== null && last < todayInShanghai(now))
        throw new Problem('wrong_state', { facts: { documentsTo: last, action: 'request_documents' } });
      await tx.query(
        `INSERT INTO document_request (tender_id, organisation_id, requested_at) VALUES ($1, $2, $3)
         ON CONFLICT (tender_id, organisation_id) DO NOTHING`,
        [tender, await chooseAskingBody(tx, call, organisation), now],
      );
    });
  }
}

/** States without documents, or in which nothing is waited for any more. */
const BEFORE_OR_OVER: readonly string[] = ['draft', 'in_review', 'planned', 'intent_published', 'failed', 'cancelled'];

/** A published tender that takes bids. It is read and not locked: a lock would write who asked when into its row. */
async function openCall(tx: Tx, tender: string, action: string): Promise<OpenCall> {
  const sql = new Sql();
  visiblePurchase(sql.and(`r.id = ${sql.p(tender)}`), toScope(tx.principal), TENDER_PARTIES);
  const [row] = await tx.query<OpenCall>(
    `SELECT r.id, r.dataset, r.conducted, tender_state_at(r.state, r.deadline_at, ${sql.p(await tx.now())}::timestamptz) AS state, r.plan
     FROM tender r WHERE ${sql.where}`,
    sql.params,
  );
  if (!row) throw new Problem('not_found');
  if (row.conducted === 'elsewhere') throw new Problem('conducted_elsewhere');
  if (row.state !== 'open') throw new Problem('wrong_state', { facts: { state: row.state, action } });
  return row;
}

/** The body that asks: one of the caller's that may bid here. */
async function chooseAskingBody(tx: Tx, call: OpenCall, given: string | undefined): Promise<string> {
  const own = tx.principal.seats.filter((seat) => seat.role === 'agency_manager').map((seat) => seat.organisation);
  const rows = await tx.query<{ id: string }>(
    `SELECT o.id FROM organisation o WHERE o.id = ANY ($1::uuid[]) AND o.dataset = $2 AND ($3::uuid IS NULL OR o.id = $3)`,
    [own, call.dataset, given ?? null],
  );
  if (rows.length === 1 && rows[0]) return rows[0].id;
  throw rows.length === 0
    ? new Problem('not_permitted')
    : invalid('/organisation', 'required', { en: 'For which of your bodies?', zh: '请指明为哪个机构提出' });
}
