import { isPlainDate, type PlainDate } from '../../kernel/clock/plain-date.js';
import { BUDGET_LEVELS, METHODS, findMethod, type BudgetLevel, type Method } from '../code-lists/methods.js';
import {
  CONFIDENCES,
  isProcurementLaw,
  OPERATORS,
  SEVERITIES,
  STAGES,
  type Rule,
  type RuleValue,
} from './rule-types.js';

type Json = Readonly<Record<string, unknown>>;

const KEYS = new Set(
  (
    'id stage methods what op value unit start_event end_event document article confidence effective_from effective_to ' +
    'effective_by_level effective_note severity jurisdiction applies_if note'
  ).split(' '),
);

/** Reads the table of rules. Anything unexpected stops the start: a rule that is half understood must not be applied. */
export function loadRules(raw: unknown, english: Readonly<Record<string, string>>): Rule[] {
  const list = record(raw, 'the file').rules;
  if (!Array.isArray(list)) throw new Error('rules: not a list');
  const rules = list.map((entry: unknown) => rule(record(entry, 'a rule'), english));
  const ids = new Set(rules.map((each) => each.id));
  if (ids.size !== rules.length) throw new Error('rules: an id is given twice');
  const unknown = Object.keys(english).filter((id) => !ids.has(id));
  if (unknown.length > 0) throw new Error(`rules: an English text without its rule: ${unknown.join(', ')}`);
  return rules;
}

function rule(row: Json, english: Readonly<Record<string, string>>): Rule {
  const id = text(row, 'id');
  const fail = (what: string): never => {
    throw new Error(`rule ${id}: ${what}`);
  };
  for (const key of Object.keys(row)) if (!KEYS.has(key)) fail(`unknown field ${key}`);
  const jurisdiction = text(row, 'jurisdiction');
  if (jurisdiction !== 'CN' && !/^[1-9]\d{5}$/.test(jurisdiction)) fail('jurisdiction');
  const document = text(row, 'document');
  const effectiveFrom = date(row, 'effective_from');
  const effectiveTo = date(row, 'effective_to');
  if (effectiveTo !== null && (effectiveFrom === null || effectiveTo < effectiveFrom)) fail('ends before it starts');
  return {
    id,
    stage: readChoice(row, 'stage', STAGES),
    methods: methods(row, document, fail),
    what: { zh: text(row, 'what'), en: english[id] ?? fail('no English text') },
    op: readChoice(row, 'op', OPERATORS),
    value: value(row.value) ?? fail('value'),
    unit: text(row, 'unit'),
    startEvent: optional(row, 'start_event'),
    endEvent: optional(row, 'end_event'),
    document,
    article: text(row, 'article'),
    confidence: readChoice(row, 'confidence', CONFIDENCES),
    effectiveFrom,
    effectiveTo,
    effectiveByLevel: levels(row.effective_by_level, effectiveFrom, fail),
    effectiveNote: optional(row, 'effective_note'),
    severity: readChoice(row, 'severity', SEVERITIES),
    jurisdiction,
    appliesIf: optional(row, 'applies_if'),
    note: optional(row, 'note'),
  };
}

/** `*` is every method; of the procurement law's rules, every method of that law. */
function methods(row: Json, document: string, fail: (what: string) => never): Method[] {
  if (!Array.isArray(row.methods) || row.methods.length === 0) return fail('methods');
  if (row.methods[0] === '*') return METHODS.filter((method) => method !== 'OTHER' || !isProcurementLaw({ document }));
  return row.methods.map((name: unknown) => findMethod(String(name)) ?? fail(`unknown method ${String(name)}`));
}

function levels(
  raw: unknown,
  earliest: PlainDate | null,
  fail: (what: string) => never,
): Record<BudgetLevel, PlainDate> | null {
  if (raw === undefined || raw === null) return null;
  const row = record(raw, 'effective_by_level');
  if (Object.keys(row).some((key) => !(BUDGET_LEVELS as readonly string[]).includes(key))) fail('unknown level');
  const first = (level: BudgetLevel): PlainDate => date(row, level) ?? fail(`no date for ${level}`);
  const dates = {
    central: first('central'),
    provincial: first('provincial'),
    below_provincial: first('below_provincial'),
  };
  // `effective_from` answers where the level is not known: the day from which the rule holds at some level.
  if (Object.values(dates).toSorted()[0] !== earliest) fail('effective_from is not the earliest level');
  return dates;
}

function record(raw: unknown, what: string): Json {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) throw new Error(`rules: ${what} is not an object`);
  return raw as Json;
}

function text(row: Json, key: string): string {
  const found = row[key];
  if (typeof found !== 'string' || found === '') throw new Error(`rule ${String(row.id)}: ${key} is not a text`);
  return found;
}

/** A text that may be missing or empty. */
function optional(row: Json, key: string): string | null {
  return row[key] === undefined || row[key] === null || row[key] === '' ? null : text(row, key);
}

function date(row: Json, key: string): PlainDate | null {
  const found = optional(row, key);
  if (found !== null && !isPlainDate(found)) throw new Error(`rule ${String(row.id)}: ${key} is not a day`);
  return found;
}

function readChoice<T extends string>(row: Json, key: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === row[key]);
  if (found === undefined) throw new Error(`rule ${String(row.id)}: ${key} ${String(row[key])} is not known`);
  return found;
}

function value(raw: unknown): RuleValue | null {
  if (typeof raw === 'number' || typeof raw === 'boolean' || typeof raw === 'string') return raw;
  if (!Array.isArray(raw)) return null;
  return raw.filter((each): each is number | string => typeof each === 'number' || typeof each === 'string');
}
