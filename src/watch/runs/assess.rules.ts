import { createHash } from 'node:crypto';
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
  return toAssessment(
    indicator,
    facts.subject,
    facts.asOf,
    indicator.evaluate(facts, seed),
    hash,
    seed,
    getAssumption(facts),
  );
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
  const inputs: Record<string, unknown> = { conflicts: facts.conflicts };
  const fields = new Set(indicator.uses);
  for (const [field, value] of Object.entries(facts)) if (fields.has(field)) inputs[field] = value;
  return sha256(canonicalJson(inputs));
}

/** Canonical JSON in which every array is a set: equal facts in another order, or with other row ids, give equal text. */
export function canonicalJson(value: unknown): string {
  return canonicalText(sortDeep(value) ?? null);
}

function sortDeep(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => ({ item: sortDeep(item) }));
    const keyed = items.map(({ item }) => ({ item, text: canonicalText(item ?? null) }));
    return keyed.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)).map(({ item }) => item);
  }
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(([name]) => !ROW_IDS.has(name));
  return Object.fromEntries(kept.map(([name, inner]) => [name, sortDeep(inner)]));
}

function computeSeed(indicator: { id: string; version: number }, subject: Subject, hash: string): string {
  return sha256(`${indicator.id}|${indicator.version}|${subject.type}:${subject.key}|${hash}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
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
