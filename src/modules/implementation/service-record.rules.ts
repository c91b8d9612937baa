import type { ProblemCode } from '../../platform/errors/codes.js';
import type { FieldError } from '../../platform/errors/problem.js';
import type { ServiceForm, WorkerKind } from '../rules/code-lists.js';

/** What was done on one day; `recipients` by id. */
export interface ServiceEntry {
  servedOn: string;
  form: ServiceForm;
  content: string | null;
  minutes: number;
  /** How many of each kind were at work. */
  workers: Partial<Record<WorkerKind, number>>;
  recipients: readonly string[];
  /** Everybody who took part, known by name or not; null: not counted. */
  participants: number | null;
  withinContract: boolean;
  note: string | null;
}

/** What a record is held against. Days `YYYY-MM-DD`, both ends of the window included. */
export interface RecordGround {
  today: string;
  from: string;
  to: string;
  contents: ReadonlySet<string>;
  /** Whom the agency serves under this contract. */
  recipients: ReadonlyMap<string, ServedDays>;
}
/** From the first day on and until a day; null: still. */
export interface ServedDays {
  since: string;
  until: string | null;
}

export interface Refusal {
  code: ProblemCode;
  errors: FieldError[];
  facts?: Record<string, unknown>;
}

const DAY_MINUTES = 24 * 60;

const fault = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});

/** The minutes of each recipient on each day, as they stand with what was let through. */
export class MinutesOfDays {
  private readonly sums = new Map<string, number>();

  add(recipient: string, day: string, minutes: number): void {
    const key = `${recipient} ${day}`;
    this.sums.set(key, (this.sums.get(key) ?? 0) + minutes);
  }

  of(recipient: string, day: string): number {
    return this.sums.get(`${recipient} ${day}`) ?? 0;
  }
}

/** Why a record is not stored; null where nothing speaks against it. Pointers are below `at`. */
export function refusalOf(
  entry: ServiceEntry,
  { today, from, to, contents, recipients }: RecordGround,
  minutes: MinutesOfDays,
  at = '',
): Refusal | null {
  const { servedOn } = entry;
  if (servedOn > today)
    return {
      code: 'record_in_future',
      errors: [fault(`${at}/servedOn`, 'in_future', 'Lies ahead', '晚于今日')],
      facts: { today },
    };
  if (servedOn < from || servedOn > to)
    return {
      code: 'record_outside_window',
      errors: [fault(`${at}/servedOn`, 'outside_window', 'Not a day of the contract', '不在合同履行期内')],
      facts: { from, to },
    };
  if (entry.content !== null && !contents.has(entry.content))
    return {
      code: 'content_unknown',
      errors: [
        fault(`${at}/content`, 'not_allowed_value', 'Not in the list of the category', '不在该服务类别的代码表中'),
      ],
    };
  const stranger = entry.recipients.findIndex((id) => {
    const days = recipients.get(id);
    return days === undefined || servedOn < days.since || (days.until !== null && servedOn > days.until);
  });
  const days = recipients.get(entry.recipients[stranger] ?? '');
  if (stranger >= 0)
    return {
      code: 'recipient_not_served',
      ...(days !== undefined && { facts: { ...days } }),
      errors: [
        fault(
          `${at}/recipients/${stranger}`,
          'not_served',
          'Is not served under this contract',
          '不是本合同的服务对象',
        ),
      ],
    };
  const full = entry.recipients.findIndex((id) => minutes.of(id, servedOn) + entry.minutes > DAY_MINUTES);
  if (entry.minutes > DAY_MINUTES || full >= 0)
    return {
      code: 'day_overfull',
      errors: [fault(`${at}/minutes`, 'too_large', 'More than a day has', '超过一日的时长')],
      facts: { most: DAY_MINUTES, ...(full >= 0 && { recipient: entry.recipients[full] }) },
    };
  return null;
}
