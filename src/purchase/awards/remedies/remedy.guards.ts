import { Injectable, type OnModuleInit } from '@nestjs/common';
import { WorkingCalendars } from '../../../law/calendars/calendar.store.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { valueOf } from '../../../law/calendars/working-calendar.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { periodEnd, periodOf } from '../../../law/deadlines/periods.rules.js';
import { ruleOf } from '../../../law/rules/rule-book.js';
import { refusedBy } from '../../tenders/conducted/issue.rules.js';
import {
  BINDING_EFFECTS,
  lawfulEffects,
  isOpenChallenge,
  lastDayAfter,
  REFUSAL_GROUNDS,
  type ComplaintEffect,
  type Pause,
} from './remedy.rules.js';
import { ABOUT, APPLIED } from './disputes.sql.js';
import { pointsOf } from './remedy-points.js';
import { isOver } from './remedy-application.js';

interface ComplaintGiven {
  reason?: string;
  ground?: string;
  result?: string;
  effect?: string;
}
interface HaltGiven {
  reason?: string;
  ground?: string;
  reference?: string;
}
interface ComplaintRow {
  tender_id: string;
  lot_id: string | null;
  complainant_id: string;
  state: string;
  correction_asked_on: string | null;
  corrected_on: string | null;
  appraisals: Pause[];
  challenge: { id: string; by: string; lot: string | null; state: string; received: string } | null;
}

/** SQL: a lot, or that of a contract or an award. */
const OF_LOT = `(SELECT tender_id, lot_id FROM contract WHERE id = $1 UNION ALL SELECT tender_id, id FROM lot WHERE id = $1
  UNION ALL SELECT tender_id, lot_id FROM award WHERE id = $1) c`;
const undated: FieldError = {
  pointer: '/knownOn',
  code: 'required',
  text: { en: 'The day on which it was, or should have been, known', zh: '请认定其知道或者应当知道的日期' },
};
const no = (refuses: boolean, details: ProblemDetails = {}): ProblemDetails | null => (refuses ? details : null);

/** What stands between a purchase and its contract, and what a decision may be. */
@Injectable()
export class RemedyGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly calendars: WorkingCalendars,
  ) {}

  onModuleInit(): void {
    const { registry } = this;
    registry.contribute('challenge_open', async (tx, contract) => {
      const open = await tx.query<{ id: string }>(
        `SELECT x.id FROM contract c JOIN challenge x ON ${ABOUT}
         WHERE c.id = $1 AND ${isOpenChallenge('x')} ORDER BY x.id`,
        [contract],
      );
      return open.length === 0
        ? null
        : { ...refusedBy(ruleOf('CHALLENGE-HOLD-SIGN'), []), facts: { challenges: open.map((c) => c.id) } };
    });
    // Asked of a contract at its signing, of a lot from its report to its result, and of what was upheld itself: in a
    // purchase conducted here it is applied to each lot, and a word of the buyer is no application.
    registry.contribute('remedy_unapplied', findUnapplied);
    registry.contribute<HaltGiven>('halt_ground_unproven', haltUnproven);
    registry.contribute('purchase_suspended', async (tx, subject) => {
      const rows = await tx.query(
        `SELECT FROM ${OF_LOT} JOIN lot l ON l.tender_id = c.tender_id AND (c.lot_id IS NULL OR l.id = c.lot_id)
         WHERE l.state = 'suspended'`,
        [subject],
      );
      return rows.length === 0 ? null : refusedBy(ruleOf('SUSPEND-30D'), []);
    });
    registry.contribute<{ reason?: string; knownOn?: string }>('challenge_in_scope', async (tx, id, { knownOn }) => {
      const [row] = await tx.query<{ scope: string; received: string }>(
        `SELECT scope, (received_at AT TIME ZONE 'Asia/Shanghai')::date::text AS received FROM challenge WHERE id = $1`,
        [id],
      );
      if (row?.scope !== 'undetermined') return no(row?.scope === 'in_scope');
      if (knownOn === undefined) return { errors: [undated] };
      const last = lastDayAfter(knownOn, await this.calendars.current());
      return no(last === null || row.received <= last, { facts: { received: row.received, lastDay: last } });
    });
    registry.contribute('remedy_not_owed', async (tx, id) => {
      const rows = await tx.query(
        `SELECT FROM challenge WHERE id = $1 AND result = 'upheld' AND affects_result AND remedied_at IS NULL
         UNION ALL SELECT FROM complaint WHERE id = $1 AND effect = ANY ($2::text[]) AND remedied_at IS NULL`,
        [id, BINDING_EFFECTS],
      );
      return no(rows.length === 0);
    });
    this.onComplaints();
  }

  private onComplaints(): void {
    const { registry } = this;
    const contribute = (
      code: Parameters<typeof registry.contribute>[0],
      check: (row: ComplaintRow, tx: Tx, given: ComplaintGiven, id: string) => Promise<ProblemDetails | null>,
    ): void =>
      registry.contribute<ComplaintGiven>(code, async (tx, id, given) =>
        check(await complaintOf(tx, id), tx, given, id),
      );
    // Order 94 articles 17 and 19: its own challenge, answered or left unanswered when the seven working days were over.
    contribute('complaint_without_challenge', async ({ challenge, complainant_id }, tx) => {
      if (challenge === null || challenge.by !== complainant_id) return {};
      if (['answered', 'out_of_scope'].includes(challenge.state)) return null;
      const period = periodOf(ruleOf('CHALLENGE-REPLY-7WD'));
      const due = period && valueOf(periodEnd(await this.calendars.current(), challenge.received, period));
      return no(challenge.state === 'withdrawn' || due === null || todayInShanghai(await tx.now()) <= due, {
        facts: { challenge: challenge.id, state: challenge.state, answerDue: due },
      });
    });
    contribute('complaint_beyond_challenge', ({ challenge, lot_id }) =>
      Promise.resolve(no(challenge !== null && challenge.lot !== null && challenge.lot !== lot_id)),
    );
    contribute('complaint_decided_already', async ({ challenge }, tx, _, id) => {
      // Order 94 article 19 (4): one matter is dealt with once, nor by two complaints beside one another.
      const [other] = await tx.query<{ complaint: string; state: string }>(
        `SELECT id AS complaint, state FROM complaint WHERE challenge_id = $1 AND state IN ('accepted', 'decided') AND id <> $2
         ORDER BY id LIMIT 1`,
        [challenge?.id, id],
      );
      return no(other !== undefined, { facts: { ...other } });
    });
    contribute('correction_open', ({ correction_asked_on: asked, corrected_on: corrected }) =>
      Promise.resolve(no(asked !== null && corrected === null)),
    );
    contribute('refusal_ground_missing', (_, __, { ground }) =>
      Promise.resolve(
        no(!(REFUSAL_GROUNDS as readonly string[]).includes(ground ?? ''), { facts: { grounds: REFUSAL_GROUNDS } }),
      ),
    );
    const isRunning = ({ appraisals }: ComplaintRow): boolean => appraisals.some((a) => a.to === null);
    contribute('appraisal_running', (row) => Promise.resolve(no(isRunning(row))));
    contribute('appraisal_not_running', (row) => Promise.resolve(no(!isRunning(row))));
    contribute('effect_not_lawful', async (row, tx, { result, effect }) => {
      const points = (await pointsOf(tx, row)).map(({ lot, point }) => ({ lot, point }));
      const lawful = lawfulEffects(
        result,
        points.map(({ point }) => point),
      );
      return no(!lawful.includes(effect as ComplaintEffect), { facts: { points, effects: lawful } });
    });
  }
}

/** What was upheld about the lot of a contract or an award, or about a lot, and is still to be carried out. */
export async function findUnapplied(tx: Tx, subject: string): Promise<ProblemDetails | null> {
  const owed = await tx.query<{ id: string }>(
    `SELECT x.id FROM ${OF_LOT} JOIN challenge x ON ${ABOUT}
     WHERE x.result = 'upheld' AND x.affects_result AND x.remedied_at IS NULL AND NOT ${APPLIED}
     UNION ALL SELECT x.id FROM ${OF_LOT} JOIN complaint x ON ${ABOUT}
     WHERE x.effect = ANY ($2::text[]) AND x.remedied_at IS NULL AND NOT ${APPLIED}`,
    [subject, BINDING_EFFECTS],
  );
  if (owed.length > 0) return { facts: { remedies: owed.map((r) => r.id) } };
  const lots = await lotsWithout(tx, subject);
  return no(lots.length > 0, { facts: { remedies: [subject], lots } });
}

/** SQL by ground: what is open, or was upheld and is still to be carried out, about the lot of a contract. */
const HALTING: Partial<Record<string, { rule: string; open: string }>> = {
  challenge: {
    rule: 'CHALLENGE-HOLD-SIGN',
    open: `FROM contract c JOIN challenge x ON ${ABOUT} WHERE c.id = $1 AND (
      (${isOpenChallenge('x')})
      OR (x.result = 'upheld' AND x.affects_result AND x.remedied_at IS NULL AND NOT ${APPLIED}))`,
  },
  complaint: {
    rule: 'SUSPEND-30D',
    open: `FROM contract c JOIN complaint x ON ${ABOUT} WHERE c.id = $1 AND (
      x.state IN ('received', 'to_correct', 'accepted')
      OR (x.effect = ANY ('{${BINDING_EFFECTS.join()}}') AND x.remedied_at IS NULL AND NOT ${APPLIED}))`,
  },
};

/**
 * Regulation article 54, Law article 57: there is something to halt for. That of a purchase conducted elsewhere may be on
 * paper alone; it is named then.
 */
async function haltUnproven(tx: Tx, contract: string, given: HaltGiven): Promise<ProblemDetails | null> {
  const halting = HALTING[given.ground ?? ''];
  if (halting === undefined) return null;
  const [row] = await tx.query<{ open: boolean; here: boolean }>(
    `SELECT EXISTS (SELECT ${halting.open}) AS open, EXISTS (
       SELECT FROM contract c JOIN tender t ON t.id = c.tender_id WHERE c.id = $1 AND t.conducted = 'here') AS here`,
    [contract],
  );
  if (row?.open || (given.reference !== undefined && !row?.here)) return null;
  return refusedBy(ruleOf(halting.rule), [
    {
      pointer: '/reference',
      code: 'required',
      text: {
        en: 'What is open about this purchase, or the number of its paper where that is kept elsewhere',
        zh: '该采购须有未办结的质疑（投诉）；在系统外办理的，请填写其文号',
      },
    },
  ]);
}

/**
 * Lots of a purchase conducted here on which this remedy is still to be applied. Nothing is left to apply where a lot has
 * ended, where its contract is being performed (only compensation follows, Order 94 article 32), or where the documents that
 * were challenged have been corrected since and bids are still taken (article 16 (1)).
 */
async function lotsWithout(tx: Tx, remedy: string): Promise<number[]> {
  const rows = await tx.query<{ no: number }>(
    `WITH x AS (
       SELECT id, tender_id, lot_id, CASE WHEN stage = 'documents' THEN answered_at END AS correctable, NULL AS effect FROM challenge WHERE id = $1
       UNION ALL SELECT id, tender_id, lot_id, NULL, effect FROM complaint WHERE id = $1)
     SELECT l.no FROM x JOIN tender t ON t.id = x.tender_id AND t.conducted = 'here'
     JOIN lot l ON l.tender_id = t.id AND (x.lot_id IS NULL OR l.id = x.lot_id)
     WHERE NOT ${isOver('x.effect')}
       AND NOT EXISTS (SELECT FROM remedy_application a WHERE a.remedy_id = x.id AND a.lot_id = l.id)
       AND NOT EXISTS (SELECT FROM contract c WHERE c.lot_id = l.id
         AND (c.state IN ('active', 'delivered', 'terminated', 'accepted', 'part_accepted', 'settled', 'archived') OR (c.state = 'halted' AND c.halted_from = 'active')))
       AND NOT (l.state = 'open' AND t.deadline_at >= business_now() AND EXISTS (
         SELECT FROM tender_revision r WHERE r.tender_id = t.id AND r.revision > 1 AND r.published_at >= x.correctable))
     ORDER BY l.no`,
    [remedy],
  );
  return rows.map(({ no: lot }) => lot);
}

async function complaintOf(tx: Tx, id: string): Promise<ComplaintRow> {
  const [row] = await tx.query<ComplaintRow>(
    `SELECT x.tender_id, x.lot_id, x.complainant_id, x.state, x.correction_asked_on::text, x.corrected_on::text, x.appraisals,
       (SELECT jsonb_build_object('id', c.id, 'by', c.challenger_id, 'lot', c.lot_id, 'state', c.state,
          'received', (c.received_at AT TIME ZONE 'Asia/Shanghai')::date) FROM challenge c WHERE c.id = x.challenge_id) AS challenge
     FROM complaint x WHERE x.id = $1`,
    [id],
  );
  return row as ComplaintRow;
}
