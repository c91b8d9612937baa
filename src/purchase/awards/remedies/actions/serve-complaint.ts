import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { RequiredByAction } from '../../../../kernel/actions/required-by-action.js';
import { Ids, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { listPermittedBodies } from '../../../../kernel/access/held.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { getRule } from '../../../../law/rules/rule-book.js';
import { toRuleRefusal } from '../../../tenders/conducted/issue.rules.js';
import { toDayData, toInstantOfAct } from '../paper/done-on-paper.js';
import { DoneOnPaperDto } from '../remedy.dto.js';
import { loadDisputingBodies } from '../remedy-root.js';
import { complaintSubject, type LockedComplaint } from '../complaint.subject.js';

export const recordExamination = action(complaintSubject, 'record_examination', DoneOnPaperDto, {
  operationId: 'recordComplaintExamination',
  summary: { en: 'Record that a complaint was examined', zh: '记录投诉已审查' },
  guards: { examined_already: guard({}, (_, { root }) => (root.examined_on === null ? null : {})) },
  effect: ({ given: { on }, today }) => ({ set: { examinedOn: on ?? today }, data: toDayData({ on }) }),
});

/** To whom the copies go beside who is complained of. */
class SendCopiesDto extends DoneOnPaperDto {
  /** Suppliers that it concerns, of those that took part; where nothing is said, whoever holds an award that it is about. */
  @Ids({ max: 100, presence: 'optional' })
  concerned?: string[] | null;
}

/** Suppliers whom a complaint may concern: who took part in what it is about, but for the complainant. */
interface Participants {
  took: string[];
  awarded: string[];
}
const loadParticipants: Fact<LockedComplaint, Participants> = async ({ tx, root }) => {
  const bodies = await loadDisputingBodies(tx, 'complaint', root.id);
  const awarded = await tx.query<{ body: string }>(
    `SELECT DISTINCT a.supplier_id AS body FROM award a WHERE a.tender_id = $1 AND ($2::uuid IS NULL OR a.lot_id = $2)
       AND a.state IN ('active', 'contracted') AND a.supplier_id IS NOT NULL`,
    [root.tender_id, root.lot_id],
  );
  const isOther = (body: string): boolean => ![root.complainant_id, root.buyer_id, root.agent_id].includes(body);
  return { took: bodies.filter(isOther), awarded: awarded.map(({ body }) => body).filter(isOther) };
};

export const sendCopies = action(complaintSubject, 'send_copies', SendCopiesDto, {
  operationId: 'sendComplaintCopies',
  summary: {
    en: 'Send the copies of a complaint to the buyer, its agent and the suppliers it concerns, who are to answer',
    zh: '向采购人、代理机构和与投诉事项有关的供应商发出投诉答复通知书和投诉书副本',
  },
  guards: {
    copies_sent_already: guard({}, (_, { root }) => (root.copies_sent_on === null ? null : {})),
    supplier_not_concerned: guard<LockedComplaint, SendCopiesDto, { loadParticipants: Participants }>(
      { loadParticipants },
      ({ loadParticipants: { took } }, { given }) => {
        const errors = (given.concerned ?? []).flatMap((body, i) =>
          took.includes(body.toLowerCase()) ? [] : [{ pointer: `/concerned/${i}`, code: 'not_found', text: NO_PART }],
        );
        return errors.length === 0 ? null : toRuleRefusal(getRule('COMPLAINT-SERVE-8WD'), errors);
      },
    ),
  },
  needs: { loadParticipants },
  async effect({ tx, root, given, today, now }, { loadParticipants: { awarded } }) {
    const bodies = [...new Set([root.buyer_id, root.agent_id])].filter((body) => body !== null);
    const concerned = [...new Set((given.concerned ?? awarded).map((body) => body.toLowerCase()))];
    await tx.query(
      `INSERT INTO complaint_notice (complaint_id, organisation_id, sent_at, concerned)
       SELECT $1::uuid, body, $4::timestamptz, is_concerned FROM (
         SELECT unnest($2::uuid[]) AS body, false AS is_concerned UNION ALL SELECT unnest($3::uuid[]), true) sent`,
      [root.id, bodies, concerned, toInstantOfAct(given.on, now)],
    );
    return {
      set: { copiesSentOn: given.on ?? today },
      // Who else took part may be nobody's to know: in a consultation before its result.
      data: { to: bodies, concerned: concerned.length, ...toDayData({ on: given.on }) },
      tenants: concerned,
    };
  },
});

const NO_PART = { en: 'No supplier that took part', zh: '该单位不是参与本项目的其他供应商' };

interface Notice {
  organisation: string;
  answered: boolean;
  concerned: boolean;
}
/** Bodies of whom it complains; which suppliers it concerns is told to no other. */
const listRespondents = (notices: readonly Notice[]): string[] =>
  notices.filter(({ concerned }) => !concerned).map(({ organisation }) => organisation);
/** Copies that were sent to the bodies for which the caller answers. */
const findOwnNotices: Fact<LockedComplaint, Notice[]> = ({ tx, root, principal }) =>
  tx.query<Notice>(
    `SELECT n.organisation_id AS organisation, n.answered_at IS NOT NULL AS answered, n.concerned FROM complaint_notice n
     WHERE n.complaint_id = $1 AND n.organisation_id = ANY ($2::uuid[]) ORDER BY n.organisation_id`,
    [root.id, listPermittedBodies(principal, 'complaint.answer')],
  );
const copiesNotSent = guard<LockedComplaint, unknown, { own: Notice[] }>({ own: findOwnNotices }, ({ own }) =>
  own.length > 0 ? null : {},
);

export const confirmCopies = action(complaintSubject, 'confirm_copies', ReasonDto, {
  operationId: 'confirmComplaintCopies',
  summary: { en: 'Confirm the receipt of the copy of a complaint', zh: '确认收到投诉书副本' },
  guards: { copies_not_sent: copiesNotSent },
  needs: { findOwnNotices },
  async effect({ tx, root, today }, { findOwnNotices: own }) {
    await tx.query(
      `UPDATE complaint_notice SET received_on = coalesce(received_on, $3) WHERE complaint_id = $1 AND organisation_id = ANY ($2::uuid[])`,
      [root.id, own.map(({ organisation }) => organisation), today],
    );
    return { data: { by: listRespondents(own) } };
  },
});

/** The written answer to a complaint. */
class AnswerComplaintDto {
  /** What is answered, with the evidence that it names. */
  @RequiredByAction({ en: 'The written answer', zh: '请填写书面说明' })
  @TextUpTo(10_000)
  answer: string;
}

export const answerComplaint = action(complaintSubject, 'answer', AnswerComplaintDto, {
  operationId: 'answerComplaint',
  summary: { en: 'Answer a complaint in writing', zh: '就投诉作出书面说明' },
  guards: {
    copies_not_sent: copiesNotSent,
    complaint_answered: guard({ findOwnNotices }, ({ findOwnNotices: own }) =>
      own.every(({ answered }) => answered) ? {} : null,
    ),
  },
  needs: { findOwnNotices },
  async effect({ tx, root, given: { answer }, today, now }, { findOwnNotices: own }) {
    const open = own.filter(({ answered }) => !answered).map(({ organisation }) => organisation);
    await tx.query(
      `UPDATE complaint_notice SET received_on = coalesce(received_on, $3), answered_at = $4, answer = $5
       WHERE complaint_id = $1 AND organisation_id = ANY ($2::uuid[])`,
      [root.id, open, today, now, answer],
    );
    return { data: { by: listRespondents(own.filter(({ answered }) => !answered)) } };
  },
});
