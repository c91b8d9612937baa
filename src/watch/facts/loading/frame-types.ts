import type { KeyRing } from '../../../kernel/config/keys.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { Subject } from '../../runs/assessment-types.js';
import type { FactsByFamily, FactsFamily } from '../../rules/indicator-types.js';

/** A manager in a transaction, or the pool. */
export interface Reader {
  query<T>(sql: string, params: unknown[]): Promise<T[]>;
}

/** What an assessment is stored with beside the rule's own answer. Equal facts give an equal frame. */
export interface Frame {
  subject: Subject;
  dataset: string;
  region: string | null;
  programme: string | null;
  /** The programme by whose calendar it is made; null where there is none, or the programme has no calendar. */
  calendar: string | null;
  /** The tender it belongs to; null for lines and programmes. */
  tender: string | null;
  /** Bodies whose doing it is, sorted. */
  bodies: readonly string[];
  /** Its window had closed before the day it was recorded: nothing can be prevented any more. */
  history: boolean;
  /** Ids of the roots whose facts were read, sorted. */
  uses: readonly string[];
  /** The next day on which an answer may change without any new fact; null = never. */
  dueOn: PlainDate | null;
  /**
   * Of a lot: who stands behind the bid of each bidder, by its business key: its own id, and those of its consortium. Of a contract: who has a
   * seat in its purchase.
   */
  parties?: ReadonlyMap<string, readonly string[]>;
  /** Of a finding over many lots: the baseline that it rests on. */
  baseline?: string | null;
}

/** A frame by the row of its root; of no programme, calendar and tender, and not history, where nothing else is given. */
export const toFrame = (
  { dataset, region }: Pick<Frame, 'dataset' | 'region'>,
  given: Pick<Frame, 'subject' | 'bodies' | 'uses' | 'dueOn'> & Partial<Frame>,
): Frame => ({ dataset, region, programme: null, calendar: null, tender: null, history: false, ...given });

export type FactsOf<K extends FactsFamily = FactsFamily> = { readonly [F in K]?: FactsByFamily[F] };

/** One subject with the facts of every family that speaks of it; none where no rule has anything to say. */
export interface LoadedSubject {
  frame: Frame;
  facts: FactsOf;
}

/** Everything a load depends on beside the rows. */
export interface LoadContext {
  calendar: WorkingCalendar;
  /** Business date. */
  today: PlainDate;
  /** By which persons and numbers are compared without being named. */
  identity: KeyRing;
}

export const sortedIds = (ids: readonly (string | null | undefined)[]): string[] =>
  [...new Set(ids.filter((id): id is string => typeof id === 'string'))].sort();
