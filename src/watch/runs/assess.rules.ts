import { hash as hashOf } from 'node:crypto';
import { canonicalText } from '../../kernel/audit/canonical.js';
import type { Assessment, Finding, Reason, Subject, Text } from './assessment-types.js';
import type { LineFacts } from '../facts/fact-types.js';
import { skipAssessment } from '../rules/finding.rules.js';
import type { FactsByFamily, FactsFamily, Indicator } from '../rules/indicator-types.js';

/** Names whose values are row ids: they differ from database to database, so no hash may see them. */
const ROW_IDS: ReadonlySet<string> = new Set(['id', 'record', 'agency']);

/** One rule on one subject. The same facts, version and day give the same assessment, whoever asks and how often. */
export function assess<K extends FactsFamily>(indicator: Indicator<K>, facts: FactsByFamily[K]): Assessment {
  const hash = inputsHash(indicator, facts);
  const seed = computeSeed(indicator, facts.subject, hash);
  const finding = indicator.evaluate(facts, seed);
  return toAssessment(indicator, facts.subject, facts.asOf, finding, hash, seed, getAssumption(facts));
}

/** Where there is nothing to load facts from, as the service lines of a draft that names none. */
export function assessNothing<K extends FactsFamily>(
  indicator: Indicator<K>,
  subject: Subject,
  asOf: string,
  reason: Reason,
): Assessment {
  const hash = sha256(canonicalJson({ reason }));
  return toAssessment(
    indicator,
    subject,
    asOf,
    skipAssessment(reason),
    hash,
    computeSeed(indicator, subject, hash),
    null,
  );
}

/**
 * SHA-256 of the canonical JSON (RFC 8785) of what the indicator reads; sets are sorted, row ids left out. The day judged
 * at is no part of it: a day that passes and changes no answer changes nothing.
 */
export function inputsHash<K extends FactsFamily>(indicator: Indicator<K>, facts: FactsByFamily[K]): string {
  const given = facts as unknown as Readonly<Record<string, unknown>>;
  const known = fieldTexts.get(facts) ?? new Map<string, string>();
  fieldTexts.set(facts, known);
  const said: string[] = [];
  for (const name of listFields(indicator)) {
    if (given[name] === undefined) continue;
    let text = known.get(name);
    if (text === undefined) known.set(name, (text = formatField(name, given[name])));
    said.push(text);
  }
  return sha256(`{${said.join(',')}}`);
}

/** Texts of fields that several rules read of the same facts, which nobody changes once they are loaded. */
const fieldTexts = new WeakMap<object, Map<string, string>>();

const usedFields = new Map<readonly string[], string[]>();

/** The fields that an indicator reads and a hash may see, in the order of their names. */
function listFields({ uses }: Pick<Indicator, 'uses'>): string[] {
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
  const said: string[] = [];
  for (const name of Object.keys(value).sort())
    if (!ROW_IDS.has(name) && value[name] !== undefined) said.push(formatField(name, value[name]));
  return `{${said.join(',')}}`;
}

const formatField = (name: string, value: unknown): string => `${JSON.stringify(name)}:${canonicalJson(value)}`;

function computeSeed(indicator: { id: string; version: number }, subject: Subject, hash: string): string {
  return sha256(`${indicator.id}|${indicator.version}|${subject.type}:${subject.key}|${hash}`);
}

function sha256(text: string): string {
  return hashOf('sha256', text, 'hex');
}

function toAssessment<K extends FactsFamily>(
  indicator: Indicator<K>,
  subject: Subject,
  asOf: string,
  finding: Finding,
  hash: string,
  seed: string,
  assumption: Text | null,
): Assessment {
  return {
    ...finding,
    indicator: indicator.id,
    version: indicator.version,
    severity: finding.severity ?? indicator.severity,
    basis: finding.basis ?? indicator.basis,
    subject,
    title: indicator.title,
    limitation: joinLimitation(indicator.limitation, assumption),
    asOf,
    inputsHash: hash,
    seed,
  };
}

function getAssumption(facts: FactsByFamily[FactsFamily]): Text | null {
  return 'assumption' in facts ? (facts satisfies Pick<LineFacts, 'assumption'>).assumption : null;
}

function joinLimitation(limitation: Text, assumption: Text | null): Text {
  if (assumption === null) return limitation;
  return { en: `${limitation.en} ${assumption.en}`, zh: `${limitation.zh}${assumption.zh}` };
}
