import type { Text } from '../../kernel/errors/texts.js';
import classes from './data/rule-classes.json' with { type: 'json' };
import { RULES } from './rule-book.js';

/**
 * What becomes of a rule here. guard: an action is refused, or warned of; clock: a period that runs and may be missed; signal:
 * a finding for a person to look at; parameter: a number or a convention that others count with; information: nothing.
 */
export const RULE_CLASSES = ['guard', 'clock', 'signal', 'parameter', 'information'] as const;
export type RuleClass = (typeof RULE_CLASSES)[number];

/**
 * How a rule is enforced. guard: a condition of actions, by the code of its refusal; refusal: a code that no lifecycle has;
 * warning: said and not refused; parameter: the file that reads it.
 */
const DECLARED_KINDS = ['guard', 'refusal', 'warning', 'parameter'] as const;
type DeclaredKind = (typeof DECLARED_KINDS)[number];

export interface RuleClassRow {
  class: RuleClass;
  by: Readonly<Partial<Record<DeclaredKind, readonly string[]>>>;
  /** Of information: why. Null of any other. */
  reason: Text | null;
}

/** Of every rule. */
export const CLASS_OF: ReadonlyMap<string, RuleClassRow> = readClasses(
  classes,
  RULES.map(({ id }) => id),
);

/** The row of a rule. @throws Error where there is no such rule */
export function getRuleClass(id: string): RuleClassRow {
  const found = CLASS_OF.get(id);
  if (found === undefined) throw new Error(`no class of rule ${id}`);
  return found;
}

/** Stops the start where a rule has no row, a row no rule, or one says what nobody understands. */
export function readClasses(raw: Readonly<Record<string, unknown>>, rules: readonly string[]) {
  const lacking = rules.filter((id) => !Object.hasOwn(raw, id));
  const unknown = Object.keys(raw).filter((id) => !rules.includes(id));
  if (lacking.length + unknown.length > 0) throw new Error(`rule classes: ${[...lacking, ...unknown].join(', ')}`);
  return new Map(Object.entries(raw).map(([id, row]) => [id, readRow(id, row as Partial<Record<string, unknown>>)]));
}

function readRow(id: string, row: Partial<Record<string, unknown>>): RuleClassRow {
  const named = RULE_CLASSES.find((each) => each === row.class);
  const by = (row.by ?? {}) as RuleClassRow['by'];
  const reason = (row.reason ?? null) as Text | null;
  const isUnknown = Object.keys(by).some((kind) => !(DECLARED_KINDS as readonly string[]).includes(kind));
  const isSilent = named === 'information' && (!reason?.en || !reason.zh);
  if (named === undefined || isUnknown || isSilent) throw new Error(`rule classes: ${id}`);
  return { class: named, by, reason };
}
