import { IsUUID, ValidateIf } from 'class-validator';
import { action } from '../../../kernel/actions/action.js';
import { IsPlainDate } from '../../../kernel/clock/is-date.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { Ids, Part } from '../../../kernel/http/validation/fields.js';
import { mustBeConcerned, mustWorkHere } from '../flag-assignment.js';
import { flagSubject } from '../flag.subject.js';
import { AskServedDto } from '../hearing/ask-served.dto.js';
import { askAgain } from '../hearing/asking.js';
import { chooseAnswerDay, HEARING, isAnswerDayTooSoon } from '../hearing/hearing.rules.js';
import { holdForBodies } from '../keeping/flag-words.js';
import { FlagReasonDto } from './flag-reason.dto.js';

const notNull = (_: object, value: unknown): boolean => value !== null && value !== undefined;

/** Assigns a flag, sets its day, or asks bodies to respond. */
export class AssignFlagDto extends FlagReasonDto {
  /** A user who works flags of this region; null takes it from whoever has it. */
  @ValidateIf(notNull)
  @IsUUID()
  assignee?: string | null;

  /** Until when; null: no day. */
  @ValidateIf(notNull)
  @IsPlainDate()
  dueOn?: string | null;

  /**
   * Bodies concerned that are asked to respond; from then on they see the flag with its evidence, as it is found today: what is
   * found of other objects later is another part. They have until `dueOn`, at least five days; ten where none is named.
   */
  @Ids({ max: 50, presence: 'optional' })
  askOrganisations?: string[];

  /** Their days pass only if somebody who may answer for them has an account here, or this says how else they were asked. */
  @Part(() => AskServedDto, 'optional')
  served?: AskServedDto;
}

const NOT_YET = {
  en: 'Bodies are named that were asked so, on a day that is not after today',
  zh: '须列明被送达的机构，送达日期不得晚于今日',
};

const TOO_SOON = {
  errors: [
    {
      pointer: '/dueOn',
      code: 'flag_answer_too_soon',
      text: {
        en: `A body has at least ${HEARING.leastAnswerDays} days to answer`,
        zh: `答复期限不少于 ${HEARING.leastAnswerDays} 日`,
      },
    },
  ],
};

/** A later day that a body was given stays its day; where it had none, a day may be named, or it would be waited for without end. */
const ASK = `
  INSERT INTO flag_ask (flag_id, organisation_id, asked_at, due_on, served) SELECT $1, unnest($2::uuid[]), $3, $4, $5
  ON CONFLICT (flag_id, organisation_id) DO UPDATE SET asked_at = EXCLUDED.asked_at,
    due_on = CASE WHEN EXCLUDED.due_on IS NULL THEN NULL ELSE greatest(flag_ask.due_on, EXCLUDED.due_on) END,
    answered_at = NULL, served = EXCLUDED.served, appealed_at = NULL`;

export const assignFlag = action(flagSubject, 'assign', AssignFlagDto, {
  operationId: 'assignFlag',
  summary: {
    en: 'Give a flag to somebody, set its day, or ask the bodies concerned',
    zh: '指派预警，或请相关机构答复',
  },
  refuses: ['assignee_not_eligible', 'organisation_not_concerned', 'flag_answer_too_soon'],
  async effect({ tx, root, given: { assignee, dueOn, askOrganisations, served }, now, today }) {
    const asked = askOrganisations ?? [];
    if (assignee === undefined && dueOn === undefined && asked.length === 0)
      throw invalid('/assignee', 'required', {
        en: 'Name an assignee, a due date or bodies to ask',
        zh: '请指定办理人、期限或须答复的机构',
      });
    if (served && (asked.length === 0 || served.on > today)) throw invalid('/served', 'not_served', NOT_YET);
    if (assignee) await mustWorkHere(tx, assignee, root.region);
    await mustBeConcerned(tx, root.id, asked);
    const due = chooseAnswerDay(dueOn, root.due_on, today);
    if (asked.length > 0 && isAnswerDayTooSoon(due, today)) throw new Problem('flag_answer_too_soon', TOO_SOON);
    if (asked.length > 0) {
      // Others who answered on what these subjects, or the flag as a whole, said before are asked anew as well.
      await askAgain(tx, root.id, await holdForBodies(tx, root.id, asked), now);
      await tx.query(ASK, [root.id, asked, now, due, served ?? null]);
    }
    return {
      set: { assignee: assignee === undefined ? root.assignee : assignee, ...(dueOn !== undefined && { dueOn }) },
      data: {
        ...(assignee !== undefined && { assignee }),
        ...(dueOn !== undefined && { dueOn }),
        ...(asked.length > 0 && { asked }),
        ...(served !== undefined && { served }),
      },
    };
  },
});
