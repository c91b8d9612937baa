import { Injectable, type OnModuleInit } from '@nestjs/common';
import { guard, type GuardView } from '../../../kernel/actions/action.js';
import { ActionEngine } from '../../../kernel/actions/engine.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import type { FieldError, ProblemDetails } from '../../../kernel/errors/problem.js';
import { WorkingCalendars } from '../../../law/calendars/calendar.store.js';
import { valueOf, type WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { periodEnd, periodOf } from '../../../law/deadlines/periods.rules.js';
import { ruleOf } from '../../../law/rules/rule-book.js';
import { refusedBy } from '../../tenders/conducted/issue.rules.js';
import { findChallenge } from './actions/accept-complaint.js';
import type { SetAsideChallengeDto } from './actions/answer-challenge.js';
import { challengeSubject, type LockedChallenge } from './challenge.subject.js';
import { complaintSubject } from './complaint.subject.js';
import { ABOUT, APPLIED } from './disputes.sql.js';
import { BINDING_EFFECTS, isOpenChallenge, lastDayAfter } from './remedy.rules.js';

interface HaltGiven {
  reason?: string;
  ground?: string;
  reference?: string;
}
/** SQL: a lot, or that of a contract or an award. */
const OF_LOT = `(SELECT tender_id, lot_id FROM contract WHERE id = $1 UNION ALL SELECT tender_id, id FROM lot WHERE id = $1
  UNION ALL SELECT tender_id, lot_id FROM award WHERE id = $1) c`;
/** What is asked for before a challenge is called late whose day nothing tells. */
const UNDATED: FieldError = {
  pointer: '/knownOn',
  code: 'required',
  text: { en: 'The day on which it was, or should have been, known', zh: '请认定其知道或者应当知道的日期' },
};

/** What stands between a purchase and its contract, and what a decision may be. */
@Injectable()
export class RemedyGuards implements OnModuleInit {
  constructor(
    private readonly registry: LifecycleRegistry,
    private readonly engine: ActionEngine,
    private readonly calendars: WorkingCalendars,
  ) {}

  onModuleInit(): void {
    const { registry } = this;
    const calendar = (): Promise<WorkingCalendar> => this.calendars.current();
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
    // Asked of a contract at its signing, and of a lot from its report to its result.
    registry.contribute('remedy_unapplied', async (tx, subject) => {
      const owed = await tx.query<{ id: string }>(
        `SELECT x.id FROM ${OF_LOT} JOIN challenge x ON ${ABOUT}
         WHERE x.result = 'upheld' AND x.affects_result AND x.remedied_at IS NULL AND NOT ${APPLIED}
         UNION ALL SELECT x.id FROM ${OF_LOT} JOIN complaint x ON ${ABOUT}
         WHERE x.effect = ANY ($2::text[]) AND x.remedied_at IS NULL AND NOT ${APPLIED}`,
        [subject, BINDING_EFFECTS],
      );
      return owed.length > 0 ? { facts: { remedies: owed.map((r) => r.id) } } : null;
    });
    registry.contribute<HaltGiven>('halt_ground_unproven', haltUnproven);
    registry.contribute('purchase_suspended', async (tx, subject) => {
      const rows = await tx.query(
        `SELECT FROM ${OF_LOT} JOIN lot l ON l.tender_id = c.tender_id AND (c.lot_id IS NULL OR l.id = c.lot_id)
         WHERE l.state = 'suspended'`,
        [subject],
      );
      return rows.length === 0 ? null : refusedBy(ruleOf('SUSPEND-30D'), []);
    });
    this.engine.contribute(challengeSubject, {
      challenge_in_scope: guard(
        { calendar },
        ({ calendar: known }, { root, given: { knownOn } }: GuardView<LockedChallenge, SetAsideChallengeDto>) => {
          const { scope } = root;
          if (scope !== 'undetermined') return scope === 'in_scope' ? {} : null;
          if (knownOn === undefined) return { errors: [UNDATED] };
          const received = todayInShanghai(root.received_at);
          const lastDay = lastDayAfter(knownOn, known);
          return lastDay === null || received <= lastDay ? { facts: { received, lastDay } } : null;
        },
      ),
    });
    this.engine.contribute(complaintSubject, {
      // Order 94 articles 17 and 19: its own challenge, answered or left unanswered when the seven working days were over.
      complaint_without_challenge: guard({ findChallenge, calendar }, (facts, { root, today }) => {
        const challenge = facts.findChallenge;
        if (challenge === null || challenge.by !== root.complainant_id) return {};
        if (['answered', 'out_of_scope'].includes(challenge.state)) return null;
        const period = periodOf(ruleOf('CHALLENGE-REPLY-7WD'));
        const due = period && valueOf(periodEnd(facts.calendar, challenge.received, period));
        return challenge.state === 'withdrawn' || due === null || today <= due
          ? { facts: { challenge: challenge.id, state: challenge.state, answerDue: due } }
          : null;
      }),
    });
  }
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
