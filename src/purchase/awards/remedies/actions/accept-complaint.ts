import { ApiPropertyOptional } from '@nestjs/swagger';
import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { AnyTextUpTo, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { loadCalendar } from '../../../../law/calendars/calendar-store.js';
import { getKnownValue } from '../../../../law/calendars/working-calendar.js';
import { periodEnd, readPeriod } from '../../../../law/deadlines/periods.rules.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { complaintSubject, type LockedComplaint } from '../complaint.subject.js';
import { toDayData } from '../paper/done-on-paper.js';
import { DoneOnPaperDto, ReasonedOnPaperDto } from '../remedy.dto.js';
import { REFUSAL_GROUNDS } from '../remedy.rules.js';

/** The challenge that a complaint follows. */
interface PrecedingChallenge {
  id: string;
  by: string;
  lot: string | null;
  stage: string;
  state: string;
  received: string;
  answered: string | null;
}
const findChallenge: Fact<LockedComplaint, PrecedingChallenge | null> = async ({ tx, root }) => {
  const [row] = await tx.query<PrecedingChallenge>(
    `SELECT id, challenger_id AS by, lot_id AS lot, stage, state, (received_at AT TIME ZONE 'Asia/Shanghai')::date::text AS received,
       (answered_at AT TIME ZONE 'Asia/Shanghai')::date::text AS answered
     FROM challenge WHERE id = $1`,
    [root.challenge_id],
  );
  return row ?? null;
};

/** Another complaint about the same challenge that was accepted or decided. */
const findOtherComplaint: Fact<LockedComplaint, { complaint: string; state: string } | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ complaint: string; state: string }>(
    `SELECT id AS complaint, state FROM complaint WHERE challenge_id = $1 AND state IN ('accepted', 'decided') AND id <> $2
     ORDER BY id LIMIT 1`,
    [root.challenge_id, root.id],
  );
  return row ?? null;
};

/** How a complaint without a challenge can still be accepted, or comes to its end. */
const NAME_CHALLENGE = {
  en: 'It names no challenge of its own: record the one that its papers show (record_challenge), ask for its correction (ask_correction), by which whoever filed it names one (correct), or refuse it as not challenged',
  zh: '投诉未载明本单位的质疑：可依据其材料录入质疑（record_challenge），或要求补正（ask_correction），由投诉人补正时载明质疑（correct），或者以未经质疑为由不予受理',
};

export const acceptComplaint = action(complaintSubject, 'accept', DoneOnPaperDto, {
  operationId: 'acceptComplaint',
  summary: { en: 'Accept a complaint for decision', zh: '受理投诉' },
  guards: {
    // Order 94 articles 17 and 19: its own challenge, answered or left unanswered when the seven working days were over.
    complaint_without_challenge: guard({ findChallenge, loadCalendar }, (facts, { root, today, given }) => {
      const challenge = facts.findChallenge;
      if (challenge === null || challenge.by !== root.complainant_id) return { detail: NAME_CHALLENGE };
      const on = given.on ?? today;
      const isAnswered = ['answered', 'out_of_scope'].includes(challenge.state);
      if (isAnswered && (challenge.answered === null || challenge.answered <= on)) return null;
      const period = readPeriod(getRule('CHALLENGE-REPLY-7WD'));
      const due = period && getKnownValue(periodEnd(facts.loadCalendar, challenge.received, period));
      return ['withdrawn', 'voided'].includes(challenge.state) || due === null || on <= due
        ? { facts: { challenge: challenge.id, state: challenge.state, answerDue: due } }
        : null;
    }),
    // Order 94 article 20: about what was challenged. That a purchase failed is a result, too, of its process.
    complaint_beyond_challenge: guard({ findChallenge }, ({ findChallenge: challenge }, { root }) => {
      if (challenge === null) return null;
      const otherLot = challenge.lot !== null && challenge.lot !== root.lot_id;
      const sameMatter =
        challenge.stage === root.stage || (root.stage === 'failure' && challenge.stage !== 'documents');
      return otherLot || !sameMatter ? {} : null;
    }),
    // Order 94 article 19 (4): one matter is dealt with once, nor by two complaints beside one another.
    complaint_decided_already: guard({ findOtherComplaint }, ({ findOtherComplaint: other }) =>
      other === null ? null : { facts: { ...other } },
    ),
    correction_open: guard({}, (_, { root }) =>
      root.correction_asked_on !== null && root.corrected_on === null ? {} : null,
    ),
  },
  effect: ({ root, given: { on }, today }) => ({
    // Accepting says that it was examined; where that was said before, it was on another day.
    set: { acceptedOn: on ?? today, ...(root.examined_on === null && { examinedOn: on ?? today }) },
    data: toDayData({ on }),
  }),
});

/** Refuses to deal with a complaint, on a ground that the law names. */
class RefuseComplaintDto extends ReasonedOnPaperDto {
  /** One of the list of Order 94. */
  @AnyTextUpTo(40, 'optional')
  @ApiPropertyOptional({ enum: REFUSAL_GROUNDS })
  ground?: string;
  /** The competent authority; required where the ground is `other_authority` (Order 94 article 21 (3)). */
  @TextUpTo(200, 'optional')
  competent?: string;
}

const NO_COMPETENT = {
  pointer: '/competent',
  code: 'required',
  text: { en: 'The authority that is competent', zh: '请告知有管辖权的财政部门' },
};

const sayGrounds = (grounds: readonly string[]) => ({
  pointer: '/ground',
  code: 'not_allowed_value',
  text: { en: `One of: ${grounds.join(', ')}`, zh: `应为下列之一：${grounds.join('、')}` },
});

export const refuseComplaint = action(complaintSubject, 'refuse', RefuseComplaintDto, {
  operationId: 'refuseComplaint',
  summary: { en: 'As the finance authority, refuse to take up a complaint', zh: '财政部门不予受理投诉' },
  guards: {
    refusal_ground_missing: guard({}, (_, { root, given: { ground, competent } }) => {
      // Order 94 article 21 (1): what was to be corrected was said once, in writing; nobody fails at what nobody asked.
      const grounds = REFUSAL_GROUNDS.filter((known) => known !== 'not_corrected' || root.correction_asked_on !== null);
      if (!grounds.some((known) => known === ground)) return { facts: { grounds }, errors: [sayGrounds(grounds)] };
      return ground === 'other_authority' && competent === undefined ? { errors: [NO_COMPETENT] } : null;
    }),
  },
  effect: ({ given: { ground, competent, on }, today }) => ({
    set: {
      refusedOn: on ?? today,
      refusalGround: ground,
      competent: ground === 'other_authority' ? (competent ?? null) : null,
    },
    data: { ground, ...toDayData({ on }) },
  }),
});
