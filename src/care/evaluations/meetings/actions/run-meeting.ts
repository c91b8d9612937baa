import { IsUUID } from 'class-validator';
import { action, guard } from '../../../../kernel/actions/action.js';
import { IsPlainDate } from '../../../../kernel/clock/is-date.js';
import type { Tx } from '../../../../kernel/database/transactions.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { AnyTextUpTo, Parts, TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { AttendedDto } from '../meeting.dto.js';
import { meetingSubject, type LockedMeeting } from '../meeting.subject.js';

/** Records that a meeting was held, and who attended. */
class HoldMeetingDto extends ReasonDto {
  /** How many came, by side; no names. */
  @Parts(() => AttendedDto, { max: 6, unique: (attended: AttendedDto) => attended?.side, presence: 'optional' })
  attended?: AttendedDto[];
}

/** A resolution to be minuted. */
export class NewResolutionDto {
  @TextUpTo(2000)
  text: string;

  /** The body that is to do it: the one that called, or an invited one. */
  @IsUUID()
  owner: string;

  @IsPlainDate()
  dueOn: string;
}

/** The minutes of a meeting and what it resolved. */
class MinuteMeetingDto extends ReasonDto {
  /** What was said; no names of residents. */
  @AnyTextUpTo(50_000, 'optional')
  minutes?: string;

  /** What was resolved. */
  @Parts(() => NewResolutionDto, { max: 50, presence: 'optional' })
  resolutions?: NewResolutionDto[];
}

export const holdMeeting = action(meetingSubject, 'hold', HoldMeetingDto, {
  operationId: 'holdMeeting',
  summary: { en: 'Record that a meeting was held: who came, by side and number', zh: '登记会议已召开及到会情况' },
  guards: {
    meeting_ahead: guard({}, (_, { root, now }) => (root.held_at > now ? {} : null)),
    nobody_attended: guard({}, (_, { given }) => ((given.attended ?? []).some(({ count }) => count > 0) ? null : {})),
  },
  effect: ({ given }) => ({ set: { attended: given.attended } }),
});

export const minuteMeeting = action(meetingSubject, 'minute', MinuteMeetingDto, {
  operationId: 'minuteMeeting',
  summary: { en: 'Write down what a meeting said and resolved', zh: '填写会议纪要与决议' },
  guards: {
    minutes_missing: guard({}, (_, { given }) => (/\S/.test(given.minutes ?? '') ? null : {})),
  },
  async effect({ tx, root, given, now }) {
    const resolutions = given.resolutions ?? [];
    await insertResolutions(tx, root, resolutions);
    return { set: { minutes: given.minutes, minutedAt: now }, data: { resolutions: resolutions.length } };
  },
});

export const cancelMeeting = action(meetingSubject, 'cancel', RequiredReasonDto, {
  operationId: 'cancelMeeting',
  summary: { en: 'Cancel a meeting that was called', zh: '取消会议' },
});

async function insertResolutions(
  tx: Tx,
  { id, caller_id, invited }: LockedMeeting,
  resolutions: readonly NewResolutionDto[],
): Promise<void> {
  const bodies = new Set([caller_id, ...invited]);
  const stranger = resolutions.findIndex(({ owner }) => !bodies.has(owner.toLowerCase()));
  if (stranger >= 0)
    throw invalid(`/resolutions/${stranger}/owner`, 'not_invited', {
      en: 'Neither called the meeting nor was invited',
      zh: '既非召集方，也未受邀',
    });
  await tx.query(
    `INSERT INTO meeting_resolution (meeting_id, no, words, owner_id, due_on)
     SELECT $1, g.n, g.text, g.owner, g."dueOn" FROM ROWS FROM (jsonb_to_recordset($2::jsonb)
       AS (text text, owner uuid, "dueOn" date)) WITH ORDINALITY AS g(text, owner, "dueOn", n)`,
    [id, JSON.stringify(resolutions.map(({ text, owner, dueOn }) => ({ text, owner, dueOn })))],
  );
}
