import { addDays, type PlainDate } from '../../../../kernel/clock/plain-date.js';
import type { FieldError } from '../../../../kernel/errors/problem.js';
import type { WorkerKind } from '../../../../law/code-lists/code-lists.js';
import type { RecordedEntry, SentEntry } from '../storing/recorded-entry.js';
import type { Refusal } from '../service-record.rules.js';

/** A worker who is named; days `YYYY-MM-DD`, both ends included. */
export interface ServingWorker {
  body: string;
  kind: WorkerKind;
  since: string;
  /** Null: still there. */
  until: string | null;
}

/** The work of one worker in one record. */
type WorkSpan = Pick<RecordedEntry, 'servedOn' | 'minutes' | 'startsAt' | 'place'>;

const DAY_MINUTES = 24 * 60;
const DAY_MS = 86_400_000;

/** What stands of each worker, under any contract, with what was let through. */
export class WorkerDays {
  private readonly spans = new Map<string, WorkSpan[]>();

  add(worker: string, span: WorkSpan): void {
    const spans = this.spans.get(worker);
    if (spans) spans.push(span);
    else this.spans.set(worker, [span]);
  }

  list(worker: string): readonly WorkSpan[] {
    return this.spans.get(worker) ?? [];
  }

  take(entry: Pick<RecordedEntry, 'servedBy'> & WorkSpan): void {
    for (const worker of entry.servedBy) this.add(worker, entry);
  }
}

/** The first and the last minute of a span, counted from a fixed day; null where its beginning is not known. */
function toMinutes({ servedOn, startsAt, minutes }: WorkSpan): { from: number; to: number } | null {
  if (startsAt === null) return null;
  const [hours = 0, rest = 0] = startsAt.split(':').map(Number);
  const from = (Date.parse(servedOn) / DAY_MS) * DAY_MINUTES + hours * 60 + rest;
  return { from, to: from + minutes };
}

const overlap = (one: WorkSpan, other: WorkSpan): boolean => {
  const [a, b] = [toMinutes(one), toMinutes(other)];
  return a !== null && b !== null && a.from < b.to && b.from < a.to;
};
/** How much of a span lies in a day: a night that begins at a known hour ends in the next day, any other is all of its own day. */
function countDayMinutes(day: string, span: WorkSpan): number {
  const known = toMinutes(span);
  if (known === null) return span.servedOn === day ? span.minutes : 0;
  const midnight = (Date.parse(day) / DAY_MS) * DAY_MINUTES;
  return Math.max(0, Math.min(known.to, midnight + DAY_MINUTES) - Math.max(known.from, midnight));
}
/** The days on which a span lies; none is longer than a day. */
const listDays = (span: WorkSpan): PlainDate[] =>
  [span.servedOn, addDays(span.servedOn, 1)].filter((day) => countDayMinutes(day, span) > 0);

const normalise = (place: string): string => place.normalize('NFKC').replace(/\s+/g, '').toLowerCase();
/** Whether both say where they are, and it is not the same place. */
const isElsewhere = (one: WorkSpan, other: WorkSpan): boolean =>
  one.place !== null && other.place !== null && normalise(one.place) !== normalise(other.place);

/** How many of each kind are named. */
export function countKinds(
  servedBy: readonly string[],
  workers: ReadonlyMap<string, ServingWorker>,
): Partial<Record<WorkerKind, number>> {
  const counts: Partial<Record<WorkerKind, number>> = {};
  for (const id of servedBy) {
    const kind = workers.get(id)?.kind;
    if (kind !== undefined) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

const isSameCount = (one: object, other: object): boolean => {
  const list = (counts: object): string =>
    Object.entries(counts)
      .filter(([, n]) => n > 0)
      .map(([kind, n]) => `${kind} ${n}`)
      .sort()
      .join();
  return list(one) === list(other);
};

const fault = (pointer: string, code: string, en: string, zh: string): FieldError => ({
  pointer,
  code,
  text: { en, zh },
});

/** Why those who are named cannot have served so; null where nothing speaks against it. Pointers are below `at`. */
export function findWorkerRefusal(
  entry: SentEntry,
  { body, workers }: { body: string; workers: ReadonlyMap<string, ServingWorker> },
  days: WorkerDays,
  at: string,
): Refusal | null {
  const { servedOn, servedBy } = entry;
  const stranger = servedBy.findIndex((id) => workers.get(id)?.body !== body);
  if (stranger >= 0)
    return {
      code: 'worker_of_another_body',
      errors: [
        fault(`${at}/servedBy/${stranger}`, 'not_registered', 'Not in the register of the agency', '不在本机构名册中'),
      ],
    };
  for (const [i, id] of servedBy.entries()) {
    const { since, until } = workers.get(id) as ServingWorker;
    if (servedOn < since || (until !== null && servedOn > until))
      return {
        code: 'worker_left',
        errors: [fault(`${at}/servedBy/${i}`, 'not_employed', 'Did not work here on that day', '当日不在本机构任职')],
        facts: { worker: id, since, until },
      };
  }
  if (servedBy.length > 0 && entry.countsWorkers && !isSameCount(entry.workers, countKinds(servedBy, workers)))
    return {
      code: 'workers_differ',
      errors: [fault(`${at}/workers`, 'differs', 'Not the kinds of those who are named', '与所列工作人员的类别不符')],
      facts: { workers: countKinds(servedBy, workers) },
    };
  for (const [i, id] of servedBy.entries()) {
    const others = days.list(id);
    const minutes = Math.max(
      ...listDays(entry).map((day) => [entry, ...others].reduce((sum, each) => sum + countDayMinutes(day, each), 0)),
    );
    if (minutes > DAY_MINUTES)
      return {
        code: 'worker_overfull',
        errors: [fault(`${at}/servedBy/${i}`, 'too_large', 'More than a day has', '超过一日的时长')],
        facts: { worker: id, most: DAY_MINUTES, minutes },
      };
    const elsewhere = others.find((other) => overlap(entry, other) && isElsewhere(entry, other));
    if (elsewhere)
      return {
        code: 'worker_elsewhere',
        errors: [fault(`${at}/servedBy/${i}`, 'elsewhere', 'Is at another place then', '同一时间在另一地点服务')],
        facts: { worker: id, servedOn: elsewhere.servedOn, startsAt: elsewhere.startsAt, minutes: elsewhere.minutes },
      };
  }
  return null;
}
