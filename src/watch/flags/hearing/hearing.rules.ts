import { addDays, countDays, later, type PlainDate } from '../../../kernel/clock/plain-date.js';
import type { FieldError } from '../../../kernel/errors/problem.js';

/**
 * How a body is heard on a flag: choices of this product (POLICY), no law. Days are calendar days after the day itself.
 */
export const HEARING = {
  /** A body has at least so many days to answer. */
  leastAnswerDays: 5,
  /** Where no day is named it has so many. */
  usualAnswerDays: 10,
  /** After a confirmation a body may appeal for so many days. */
  appealDays: 15,
  /** A reason has at least so many columns; a Chinese character takes two. */
  reasonColumns: 20,
} as const;

/** Ways in which a body is asked outside of this system. */
export const SERVED_BY = ['delivered', 'post', 'electronic', 'public_notice'] as const;

/** How a body was asked outside of this system. */
export interface AskServed {
  by: (typeof SERVED_BY)[number];
  on: PlainDate;
  /** Of the receipt: who signed, the number of the letter, where the notice stands. */
  reference: string;
}

/** A body that was asked about a flag. */
export interface Ask {
  organisation: string;
  name: string;
  /** Last day of its answer; null: it is waited for without end. */
  dueOn: PlainDate | null;
  answered: boolean;
  /** Somebody who may answer for it has an account here, or it was asked otherwise and that is on record: its days run. */
  reached: boolean;
}

/** The last day on which an asked body answers: the one that is named, else the usual one, or the flag's own where that is later. */
export function chooseAnswerDay(
  named: PlainDate | null | undefined,
  ofFlag: PlainDate | null,
  today: PlainDate,
): PlainDate | null {
  if (named !== undefined) return named;
  const usual = addDays(today, HEARING.usualAnswerDays);
  return ofFlag !== null && ofFlag > usual ? ofFlag : usual;
}

/** Whether a day leaves a body less time than it is owed. */
export const isAnswerDayTooSoon = (day: PlainDate | null, today: PlainDate): boolean =>
  day !== null && day < addDays(today, HEARING.leastAnswerDays);

/**
 * The last day of an appeal after another one was decided: nobody's days run while a flag is appealed against.
 * @param appealedOn the day of that other appeal
 */
export function extendAppealDay(
  until: PlainDate | null,
  appealedOn: PlainDate | null,
  today: PlainDate,
): PlainDate | null {
  if (until === null || appealedOn === null) return until;
  return later(until, addDays(until, countDays(appealedOn, today)));
}

/** What keeps a flag from being confirmed: each body that was not asked, that nothing reached, or that has days left and has not answered. */
export function listUnheardBodies(
  concerned: readonly { id: string; name: string }[],
  asks: readonly Ask[],
  today: PlainDate,
): FieldError[] {
  return concerned.flatMap(({ id, name }): FieldError[] => {
    const ask = asks.find(({ organisation }) => organisation === id);
    const pointer = `/organisations/${id}`;
    if (ask === undefined)
      return [{ pointer, code: 'not_asked', text: { en: `${name} was not asked`, zh: `尚未请${name}答复` } }];
    if (ask.answered) return [];
    if (!ask.reached)
      return [
        {
          pointer,
          code: 'not_reached',
          text: {
            en: `Nobody who may answer for ${name} has an account here: ask it in another way, and record with \`served\` how`,
            zh: `${name}在本系统没有可代其答复的账号：请以其他方式送达，并在请其答复时登记（\`served\`）`,
          },
        },
      ];
    if (ask.dueOn !== null && ask.dueOn < today) return [];
    const until = ask.dueOn ?? '';
    return [
      {
        pointer,
        code: 'not_answered',
        text:
          ask.dueOn === null
            ? { en: `${name} has not answered, and no day was named`, zh: `${name}尚未答复，且未定期限` }
            : { en: `${name} may answer until ${until}`, zh: `${name}的答复期限至 ${until}` },
      },
    ];
  });
}

/** How many columns a text takes; spaces and repeated signs say nothing. */
function measureReason(reason: string): number {
  const said = reason.replaceAll(/\s+/g, '').replaceAll(/(.)\1{2,}/gsu, '$1$1');
  return [...said].reduce((sum, sign) => sum + ((sign.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);
}

/** What a reason lacks: length, or the evidence it rests on, which names records or fields of the flag's own evidence. */
export function listReasonFaults(
  reason: string,
  restsOn: readonly string[],
  evidence: readonly { record: string; field: string }[],
): FieldError[] {
  const short =
    measureReason(reason) >= HEARING.reasonColumns
      ? []
      : [
          {
            pointer: '/reason',
            code: 'reason_too_short',
            text: {
              en: `Say in at least ${HEARING.reasonColumns} letters (half as many Chinese characters) what shows it and why the answer does not explain it`,
              zh: `请以不少于 ${HEARING.reasonColumns / 2} 个汉字说明依据，以及答复为何不足以解释`,
            },
          },
        ];
  const known = new Set(evidence.flatMap(({ record, field }) => [record, field]));
  const strange = restsOn.flatMap((name, i) =>
    known.has(name)
      ? []
      : [
          {
            pointer: `/restsOn/${i}`,
            code: 'not_in_evidence',
            text: {
              en: 'Name a record or a field that stands in the evidence of the flag',
              zh: '请填写该预警证据中列出的记录或字段',
            },
          },
        ],
  );
  return [...short, ...strange];
}
