import { hash as hashOf } from 'node:crypto';
import { canonicalText } from '../../kernel/audit/canonical.js';
import type { Assessment, Finding, Reason, Subject, Text } from './assessment-types.js';
import type { LineFacts } from '../facts/fact-types.js';
import { skipAssessment } from '../rules/finding.rules.js';
import type { FactsByFamily, FactsFamily, Indicator } from '../rules/indicator-types.js';

/** Names whose values are row ids: they differ from database to database, so no hash may see them. */
const ROW_IDS: ReadonlySet<string> = new Set(['id', 'record', 'agency']);

/**
 * One rule on one subject. The same facts, version and day give the same assessment, whoever asks and how often. Its words that
 * rest on the rule alone, its hash and its seed are made when they are asked for: of what found nothing nobody does.
 */
export function assess<K extends FactsFamily>(indicator: Indicator<K>, facts: FactsByFamily[K]): Assessment {
  let hash: string | undefined;
  const hashFacts = (): string => (hash ??= inputsHash(indicator, facts));
  const makeSeed = (): string => computeSeed(indicator, facts.subject, hashFacts());
  const finding = indicator.evaluate(facts, makeSeed);
  return new RuleAnswer(indicator, facts.subject, facts.asOf, finding, hashFacts, getAssumption(facts));
}

/** Where there is nothing to load facts from, as the service lines of a draft that names none. */
export function assessNothing<K extends FactsFamily>(
  indicator: Indicator<K>,
  subject: Subject,
  asOf: string,
  reason: Reason,
): Assessment {
  const hash = sha256(canonicalJson({ reason }));
  return new RuleAnswer(indicator, subject, asOf, skipAssessment(reason), () => hash, null);
}

/**
 * SHA-256 of the canonical JSON (RFC 8785) of what the indicator reads; sets are sorted, row ids left out. The day judged
 * at is no part of it: a day that passes and changes no answer changes nothing.
 */
export function inputsHash<K extends FactsFamily>(indicator: Indicator<K>, facts: FactsByFamily[K]): string {
  return sha256(formatInputs(facts, listFields(indicator)));
}

/** Canonical JSON of some fields of facts, in the order of their names; what is undefined is not there. */
export function formatInputs(facts: object, fields: readonly string[]): string {
  const given = facts as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of fields) {
    const value = given[name];
    if (value !== undefined) text += `${text === '' ? '' : ','}${nameField(name)}${canonicalJson(value)}`;
  }
  return `{${text}}`;
}

const usedFields = new Map<readonly string[], string[]>();

/** The fields that an indicator reads and a hash may see, in the order of their names. */
export function listFields({ uses }: Pick<Indicator, 'uses'>): string[] {
  const known = usedFields.get(uses);
  if (known !== undefined) return known;
  const names = [...new Set(['conflicts', ...uses])].filter((name) => !ROW_IDS.has(name)).sort();
  usedFields.set(uses, names);
  return names;
}

/**
 * Texts of long lists that many rules read and many subjects share, as the working days of a year: they are values, which nobody
 * changes once they are read. Short ones are written anew, which costs less than to remember them.
 */
const texts = new WeakMap<object, string>();
const LONG = 32;

/** Canonical JSON in which every array is a set: equal facts in another order, or with other row ids, give equal text. */
export function canonicalJson(value: unknown): string {
  if (value === undefined || value === null || typeof value !== 'object') return canonicalText(value ?? null);
  const known = Array.isArray(value) && value.length >= LONG ? texts.get(value) : undefined;
  if (known !== undefined) return known;
  if (!Array.isArray(value)) return formatFields(value as Record<string, unknown>);
  const text = `[${value.map(canonicalJson).sort().join(',')}]`;
  if (value.length >= LONG) texts.set(value, text);
  return text;
}

/** The fields that count, in the order of their names; what is undefined is not there. */
function formatFields(value: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const name of sortNames(Object.keys(value))) {
    const field = value[name];
    if (field === undefined || ROW_IDS.has(name)) continue;
    text += `${text === '' ? '' : ','}${nameField(name)}${canonicalJson(field)}`;
  }
  return `{${text}}`;
}

/** The few names of an object in order, by insertion: a general sort takes longer to begin than this to end. */
function sortNames(names: string[]): string[] {
  for (let i = 1; i < names.length; i += 1) {
    const name = names[i] as string;
    let at = i;
    for (; at > 0 && (names[at - 1] as string) > name; at -= 1) names[at] = names[at - 1] as string;
    names[at] = name;
  }
  return names;
}

const fieldNames = new Map<string, string>();

/** `"name":`, of the names of facts, which are few; of any other it is not remembered. */
function nameField(name: string): string {
  const known = fieldNames.get(name);
  if (known !== undefined) return known;
  const text = `${JSON.stringify(name)}:`;
  if (fieldNames.size < MOST_NAMES) fieldNames.set(name, text);
  return text;
}
const MOST_NAMES = 2_000;

function computeSeed(indicator: { id: string; version: number }, subject: Subject, hash: string): string {
  return sha256(`${indicator.id}|${indicator.version}|${subject.type}:${subject.key}|${hash}`);
}

function sha256(text: string): string {
  return hashOf('sha256', text, 'hex');
}

type Rule = Omit<Indicator, 'evaluate' | 'facts'>;

/** An assessment whose costly parts are made when they are asked for. */
class RuleAnswer implements Assessment {
  readonly #rule: Rule;
  readonly #hashFacts: () => string;
  readonly #assumption: Text | null;
  readonly state: Finding['state'];
  readonly severity: Assessment['severity'];
  readonly basis: Assessment['basis'];
  readonly value: string | null;
  readonly threshold: string | null;
  readonly unit: Finding['unit'];
  readonly pValue: string | null;
  readonly evidence: Finding['evidence'];
  readonly reason: Finding['reason'];
  readonly explanation: Text;
  declare readonly lot?: number;
  declare readonly speaksOf?: NonNullable<Finding['speaksOf']>;
  declare readonly namesBeside?: NonNullable<Finding['namesBeside']>;

  constructor(
    rule: Rule,
    readonly subject: Subject,
    readonly asOf: string,
    finding: Finding,
    hashFacts: () => string,
    assumption: Text | null,
  ) {
    this.#rule = rule;
    this.#hashFacts = hashFacts;
    this.#assumption = assumption;
    this.state = finding.state;
    this.severity = finding.severity ?? rule.severity;
    this.basis = finding.basis ?? rule.basis;
    this.value = finding.value;
    this.threshold = finding.threshold;
    this.unit = finding.unit;
    this.pValue = finding.pValue;
    this.evidence = finding.evidence;
    this.reason = finding.reason;
    this.explanation = finding.explanation;
    if (finding.lot !== undefined) this.lot = finding.lot;
    if (finding.speaksOf !== undefined) this.speaksOf = finding.speaksOf;
    if (finding.namesBeside !== undefined) this.namesBeside = finding.namesBeside;
  }

  get indicator(): string {
    return this.#rule.id;
  }

  get version(): number {
    return this.#rule.version;
  }

  get title(): Text {
    return this.#rule.title;
  }

  get limitation(): Text {
    return joinLimitation(this.#rule.limitation, this.#assumption);
  }

  get inputsHash(): string {
    return this.#hashFacts();
  }

  get seed(): string {
    return computeSeed(this.#rule, this.subject, this.inputsHash);
  }
}

function getAssumption(facts: FactsByFamily[FactsFamily]): Text | null {
  return 'assumption' in facts ? (facts satisfies Pick<LineFacts, 'assumption'>).assumption : null;
}

function joinLimitation(limitation: Text, assumption: Text | null): Text {
  if (assumption === null) return limitation;
  return { en: `${limitation.en} ${assumption.en}`, zh: `${limitation.zh}${assumption.zh}` };
}
