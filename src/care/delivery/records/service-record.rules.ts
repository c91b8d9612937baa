import type { ProblemCode } from '../../../kernel/errors/codes.js';
import type { FieldError } from '../../../kernel/errors/problem.js';
import type { ServiceForm, WorkerKind } from '../../../law/code-lists/code-lists.js';
import { isAgreedDay, type EarlierWindow } from '../../../purchase/contracts/amendments/earlier-windows.js';

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
  /** Windows that were agreed on before, where a day lies outside: what was done then was done under the contract. */
  earlier: readonly EarlierWindow[];
  /** The day on which the agency declared the service delivered; null where it goes on. */
  deliveredOn: string | null;
  /** Days of the records on which the contract was halted for danger to recipients. */
  halted: ReadonlySet<string>;
  contents: ReadonlySet<string>;
  /** Whom the agency serves under this contract. */
  recipients: ReadonlyMap<string, ServedDays>;
}
/** From the first day on and until a day; null: still. */
interface ServedDays {
  since: string;
  until: string | null;
}

export interface Refusal {
  code: ProblemCode;
  errors: FieldError[];
  facts?: Record<string, unknown>;
}

const DAY_MINUTES = 24 * 60;

/** What is done with somebody: a record of it names them, or counts them. An activity for all may go by uncounted. */
const WITH_SOMEBODY: readonly ServiceForm[] = ['case', 'group', 'visit'];

const fault = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});

/** What the records of a contract's day that name nobody come to, and how many are known to have been at work on it. */
export interface WorkDay {
  minutes: number;
  workers: number;
}
type Work = Pick<ServiceEntry, 'minutes' | 'workers' | 'recipients'>;

const countWorkers = ({ workers }: Work): number => Object.values(workers).reduce((sum, n) => sum + (n ?? 0), 0);
const withRecord = (day: WorkDay, entry: Work): WorkDay => ({
  minutes: day.minutes + (entry.recipients.length === 0 ? entry.minutes : 0),
  workers: Math.max(day.workers, countWorkers(entry)),
});
const computeMostMinutes = ({ workers }: WorkDay): number => DAY_MINUTES * workers;

/** What stands on each day with what was let through: the minutes of each recipient, and the work that names none. */
export class StandingDays {
  private readonly sums = new Map<string, number>();
  private readonly work = new Map<string, WorkDay>();

  /** `team`: how many the contract names; somebody is at work where it names nobody. */
  constructor(private readonly team = 0) {}

  add(recipient: string, day: string, minutes: number): void {
    const key = `${recipient} ${day}`;
    this.sums.set(key, (this.sums.get(key) ?? 0) + minutes);
  }

  getMinutes(recipient: string, day: string): number {
    return this.sums.get(`${recipient} ${day}`) ?? 0;
  }

  getWorkDay(day: string): WorkDay {
    const { minutes, workers } = this.work.get(day) ?? { minutes: 0, workers: 0 };
    return { minutes, workers: Math.max(workers, this.team, 1) };
  }

  setWorkDay(day: string, work: WorkDay): void {
    this.work.set(day, work);
  }

  take(entry: ServiceEntry): void {
    for (const recipient of entry.recipients) this.add(recipient, entry.servedOn, entry.minutes);
    this.setWorkDay(entry.servedOn, withRecord(this.getWorkDay(entry.servedOn), entry));
  }
}

const overfull = (pointer: string, facts: Record<string, unknown>): Refusal => ({
  code: 'day_overfull',
  errors: [fault(pointer, 'too_large', 'More than a day has', '超过一日的时长')],
  facts,
});

/** A day that has too much already may be made less; it is not made worse, by more minutes or by fewer who were at work. */
function refuseWorkDay(before: WorkDay, after: WorkDay, pointer: string): Refusal | null {
  const most = computeMostMinutes(after);
  if (after.minutes <= most || (after.minutes <= before.minutes && after.workers >= before.workers)) return null;
  return overfull(pointer, { most, workers: after.workers });
}

/** Why a record may not be taken from its day: the others lean on those who were at work in it. `days` is without it. */
export function refuseRecordMove(
  old: ServiceEntry,
  instead: ServiceEntry | null,
  days: StandingDays,
  pointer: string,
): Refusal | null {
  if (instead?.servedOn === old.servedOn) return null;
  const rest = days.getWorkDay(old.servedOn);
  return refuseWorkDay(withRecord(rest, old), rest, pointer);
}

const countVisits = ({ participants, recipients }: ServiceEntry): number =>
  Math.max(participants ?? 0, recipients.length);

/** A record in the place of another says the same service, of nobody else and of no more; null: it is withdrawn. */
export const takesAway = (old: ServiceEntry, instead: ServiceEntry | null): boolean =>
  instead === null ||
  ((['servedOn', 'form', 'content', 'withinContract'] as const).every((field) => instead[field] === old[field]) &&
    instead.minutes <= old.minutes &&
    countVisits(instead) <= countVisits(old) &&
    instead.recipients.every((id) => old.recipients.includes(id)));

/** A service that has not begun was not done. `ahead`: the first minute that lies ahead. */
export function refuseStart(
  { servedOn, startsAt }: { servedOn: string; startsAt: string | null },
  ahead: string,
  at: string,
): Refusal | null {
  if (startsAt === null || `${servedOn}T${startsAt}` <= ahead) return null;
  const begun = { en: 'Lies ahead', zh: '尚未开始' };
  return {
    code: 'record_in_future',
    errors: [fault(`${at}/startsAt`, 'in_future', begun.en, begun.zh)],
    facts: { latest: ahead.slice(11) },
  };
}

const AFTER_DELIVERY = {
  en: 'The service was declared delivered before this day: more is recorded once the buyer asks for rectification at acceptance; what was not of the contract says `withinContract: false`',
  zh: '该日晚于申报完成服务之日：须待购买主体在验收中要求整改后方可登记；合同外服务请填 withinContract: false',
};

const WHILE_HALTED = {
  en: 'The contract was halted for danger to recipients on this day, and others served them; what was not of the contract says `withinContract: false`',
  zh: '该日合同因危及服务对象安全已中止，由他方提供服务；合同外服务请填 withinContract: false',
};

/** A record of the contract comes in the place of one of the same day. */
const isCorrection = ({ servedOn }: ServiceEntry, instead: ServiceEntry | null): boolean =>
  instead?.withinContract === true && instead.servedOn === servedOn;

/**
 * Who says that all was delivered says that nothing of the contract was done later. Days up to that one are recorded late; what
 * was said of such a day before is corrected.
 */
const contradictsDelivery = (entry: ServiceEntry, deliveredOn: string | null, instead: ServiceEntry | null): boolean =>
  deliveredOn !== null && entry.servedOn > deliveredOn && entry.withinContract && !isCorrection(entry, instead);

/** Before the first or after the last day. */
export const leavesWindow = (day: string, { from, to }: Pick<RecordGround, 'from' | 'to'>): boolean =>
  day < from || day > to;

/** Why a record is not stored; null where nothing speaks against it. Pointers are below `at`. */
export function findRecordRefusal(
  entry: ServiceEntry,
  { today, from, to, earlier, deliveredOn, halted, contents, recipients }: RecordGround,
  days: StandingDays,
  at = '',
  /** The record in whose place it comes, which `days` is without. */
  instead: ServiceEntry | null = null,
): Refusal | null {
  const { servedOn } = entry;
  if (servedOn > today)
    return {
      code: 'record_in_future',
      errors: [fault(`${at}/servedOn`, 'in_future', 'Lies ahead', '晚于今日')],
      facts: { today },
    };
  if (leavesWindow(servedOn, { from, to }) && !isAgreedDay(servedOn, earlier))
    return {
      code: 'record_outside_window',
      errors: [fault(`${at}/servedOn`, 'outside_window', 'Not a day of the contract', '不在合同履行期内')],
      facts: { from, to },
    };
  if (contradictsDelivery(entry, deliveredOn, instead))
    return {
      code: 'record_outside_window',
      errors: [fault(`${at}/servedOn`, 'after_delivery', AFTER_DELIVERY.en, AFTER_DELIVERY.zh)],
      facts: { from, to: deliveredOn },
    };
  if (halted.has(servedOn) && entry.withinContract && !isCorrection(entry, instead))
    return {
      code: 'record_outside_window',
      errors: [fault(`${at}/servedOn`, 'halted', WHILE_HALTED.en, WHILE_HALTED.zh)],
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
    const on = recipients.get(id);
    return on === undefined || servedOn < on.since || (on.until !== null && servedOn > on.until);
  });
  const served = recipients.get(entry.recipients[stranger] ?? '');
  if (stranger >= 0)
    return {
      code: 'recipient_not_served',
      ...(served !== undefined && { facts: { ...served } }),
      errors: [
        fault(
          `${at}/recipients/${stranger}`,
          'not_served',
          'Is not served under this contract',
          '不是本合同的服务对象',
        ),
      ],
    };
  if (WITH_SOMEBODY.includes(entry.form) && entry.recipients.length === 0 && !entry.participants)
    return {
      code: 'nobody_served',
      errors: [fault(`${at}/recipients`, 'required', 'Nobody is named or counted', '未列明服务对象，也未计参加人数')],
    };
  const named = entry.recipients.length;
  if (entry.participants !== null && entry.participants < named)
    return {
      code: 'participants_too_few',
      errors: [
        fault(`${at}/participants`, 'too_small', `At least the ${named} who are named`, `不得少于列明的 ${named} 人`),
      ],
      facts: { least: named },
    };
  const full = entry.recipients.findIndex((id) => days.getMinutes(id, servedOn) + entry.minutes > DAY_MINUTES);
  if (entry.minutes > DAY_MINUTES || full >= 0)
    return overfull(`${at}/minutes`, { most: DAY_MINUTES, ...(full >= 0 && { recipient: entry.recipients[full] }) });
  const rest = days.getWorkDay(servedOn);
  const before = instead?.servedOn === servedOn ? withRecord(rest, instead) : rest;
  return refuseWorkDay(before, withRecord(rest, entry), `${at}/minutes`);
}
