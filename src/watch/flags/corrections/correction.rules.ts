import { toDay, isMoment } from '../../../kernel/clock/moment.js';
import { isYuan, parseYuan } from '../../../kernel/money/money.js';
import { omitBodyNames } from './body-names.rules.js';
import { valueChanges, type Leaf, type ValueChange } from './input-changes.rules.js';
import type { SeatHeld } from '../../facts/seat-facts.js';
import { disputedFields, type LoadedConflict } from '../../facts/purchases/disputes.rules.js';

/** What a rule was given about a subject: `inputs` as stored with its flag, of which it reads `uses` alone. */
export type Inputs = Readonly<Record<string, unknown>>;

/** A recorded fact that was replaced, a root whose own data was changed, or a record of a body that went into another one, or stands by itself again. */
export interface Correction {
  /** Its audit entry. */
  audit: string | null;
  /** The fact that says it now; null where a root was changed. */
  fact: string | null;
  /** The fact that said it before. */
  replaced: string | null;
  /** The root it is about, `type:id`. */
  root: string;
  /** What was said before and now; a lot is part of it. */
  before: Inputs;
  after: Inputs;
  /** Columns that were changed of which the audit quotes nothing: a calendar, a long text; `relations`: who stands behind a body. */
  unquoted: readonly string[];
  /** A merge, or its undoing: `before` and `after` say by which keys and name the body goes. */
  merge?: boolean;
  /** What the body goes by since: its new name where it goes by that, or the credit code that was found for it. */
  called?: string | null;
  /** Conflicts that the fact is part of now. */
  conflicts: readonly LoadedConflict[];
}

/** How what a rule rests on changed since it triggered. `now` null: the subject is no more. */
export interface Ground {
  uses: readonly string[];
  was: Inputs;
  now: Inputs | null;
}

/**
 * The correction that took away what the finding rested on, of some that are sorted newest first; undefined where later
 * facts did. A correction counts where a value that the rule read, and that is another one now, is the value that was
 * corrected: no clock is asked, so it does not matter which of two came first within one instant.
 */
export function findCorrection(ground: Ground, corrections: readonly Correction[]): Correction | undefined {
  const changes = listValueChanges(ground);
  const doubts = newDoubts(ground);
  return corrections.find((correction) => {
    const said = valueChanges(correction.before, correction.after);
    if (correction.merge) return changes.some((change) => said.some(({ before }) => isGone(change, before)));
    return (
      changes.some(
        (change) =>
          isCorrectionRecord(correction, change) ||
          isCalled(correction, change, changes) ||
          (isOfRecord(correction, change) && said.some((value) => isSame(change, value))),
      ) || disputedFields(correction.conflicts).some((field) => doubts.has(field))
    );
  });
}

/** A subject that is gone takes its business key with it: a number that was wrong, say, made a contract of its own. */
function listValueChanges({ uses, was, now }: Ground): ValueChange[] {
  const [old, left] = [omitBodyNames(was), omitBodyNames(now ?? {})] as [Inputs, Inputs];
  const changes = uses.flatMap((field) => valueChanges(old[field], left[field], placeField(field, was)));
  if (now !== null) return changes;
  const { key = '' } = (was['subject'] ?? {}) as { key?: string };
  const parts = new Set([key, ...key.split('/')]);
  return [...changes, ...[...parts].map((part) => ({ before: part, after: undefined, record: null, parts: [] }))];
}

/** What the register says of a supplier in a list a rule is given beside the supplier, which names the record (S01). */
function placeField(field: string, { supplier }: Inputs): Pick<ValueChange, 'record' | 'parts'> {
  const { record = null } = (supplier ?? {}) as { record?: string };
  return field === 'fields' ? { record, parts: [field] } : { record: null, parts: [] };
}

/** It named this body, which nothing that it took the place of had named. */
export function bringsBody({ before, after }: Correction, body: string): boolean {
  const names = (said: Inputs): boolean => JSON.stringify(said).includes(body);
  return names(after) && !names(before);
}

function newDoubts({ was, now }: Ground): Set<string> {
  const before = new Set((was['conflicts'] ?? []) as string[]);
  const after = (now?.['conflicts'] ?? []) as string[];
  return new Set(after.filter((field) => !before.has(field)));
}

/** What a rule reads of the persons and bodies behind a body: lists of the register, and its places in a purchase. No account's seat is among it. */
const RELATIONS = [
  ...['heads', 'holds', 'manages', 'founders', 'days', 'relationsKnown'],
  ...(['head', 'manager', 'founder', 'holder'] satisfies Exclude<SeatHeld['as'], 'seat'>[]),
];
/** What a rule reads of a column that the audit does not quote, where it goes by another name. */
const PARTS_OF_COLUMNS: Readonly<Record<string, readonly string[]>> = {
  relations: RELATIONS,
  persons: RELATIONS,
  calendar: ['value'],
  categories: ['fields'],
};

/** The record that the rule named is the very fact that was replaced, or the root, of which this part was changed unquoted. */
function isCorrectionRecord({ replaced, root, unquoted }: Correction, { record, parts }: ValueChange): boolean {
  if (record === null) return false;
  if (replaced !== null && record.endsWith(`:${replaced}`)) return true;
  return record === root && unquoted.some((column) => hasPart(parts, column));
}

/** A body that goes by its name has another key of its own then. */
const hasPart = (parts: readonly string[], column: string): boolean =>
  (column === 'name' && parts[0] === 'key') ||
  (PARTS_OF_COLUMNS[column] ?? [column]).some((part) => parts.includes(part));

/** The body goes no more by what it was called, wherever it stood: what another one says later is no merge. */
const isGone = (change: ValueChange, name: Leaf): boolean => name !== undefined && change.before === name;

/** A record names the body by what it goes by since, as that of a bid, which is no record of the body, in place of another key. */
const isCalled = ({ called }: Correction, change: ValueChange, changes: readonly ValueChange[]): boolean =>
  typeof called === 'string' &&
  change.after === called &&
  isKey(change) &&
  (change.before !== undefined ||
    changes.some((gone) => isKey(gone) && gone.after === undefined && gone.record === change.record));

const isKey = ({ parts }: ValueChange): boolean => parts.at(-1) === 'key';

/** What came or went as a whole, such as the bid for another lot, was corrected where its own record was. */
const isOfRecord = ({ root }: Correction, { whole, record }: ValueChange): boolean => !whole || record === root;

/**
 * What one of them does not say is no difference, but something must be said by both: in place of a value that was added
 * or removed the rule may read another record's.
 */
function isSame(change: ValueChange, said: ValueChange): boolean {
  const sides = [
    [change.before, said.before],
    [change.after, said.after],
  ] as const;
  const both = sides.filter(([a, b]) => a !== undefined && b !== undefined);
  return both.length > 0 && both.every(([a, b]) => meets(a, b));
}

/** Rules count in fen and days; facts are given in yuan and to the minute. */
function meets(given: Leaf, said: Leaf): boolean {
  if (given === undefined || said === undefined) return false;
  if (given === said) return true;
  if (isYuan(said)) return parseYuan(said).toString() === given;
  return isMoment(said) && toDay(said) === given;
}
