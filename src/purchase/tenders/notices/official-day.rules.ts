import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { inForce, isPublished } from '../recording/facts-in-force.rules.js';
import type { NewFact } from '../recording/facts-store.js';
import type { FactSource } from '../recording/fact-types.js';
import type { ContractFact, TenderFact } from '../purchases/purchase-types.js';

type Stored = TenderFact | ContractFact;

/** Why a fact that was said here stands in other words: where and when the official site had it. */
const OFFICIAL = '登记官方发布信息';

/** The days of a notice that begin with its publication; documents are not given out before it. */
const BEGINS = ['publishedOn', 'documentsFrom'] as const;
const readDay = (data: object, field: string): string | undefined => {
  const value = (data as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : undefined;
};

/** The fact as it was said here, before its official address was recorded. */
function saidHere(fact: Stored, facts: readonly Stored[]): Stored {
  const earlier = fact.reason === OFFICIAL ? facts.find(({ id }) => id === fact.replaces) : undefined;
  return earlier === undefined ? fact : saidHere(earlier, facts);
}

/** What waits for its address; where nothing does, what was given the last one, so that a slip of the pen is mended. */
function waiting(told: readonly Stored[], facts: readonly Stored[]): readonly Stored[] {
  const unknown = told.filter(({ source }) => (source.url ?? null) === null);
  if (unknown.length > 0) return unknown;
  const last = facts.findLast((fact) => told.includes(fact))?.source;
  return told.filter(({ source }) => source.url === last?.url && source.publishedOn === last?.publishedOn);
}

/** The first correction makes the second revision; each is a notice of its own. */
const chooseCorrection = (told: readonly Stored[], revision: number | null | undefined): readonly Stored[] =>
  revision ? told.slice(revision - 2, revision - 1) : told.slice(-1);

/** Days that the last correction decides which says them. */
const OVERRULING = ['deadline', 'openingAt', 'documentsTo'] as const;
const OVERRULED = {
  en: 'A later correction says other days than this one: record the address of that one first, and this one with an official day before it',
  zh: '该更正所载日期已被之后的更正取代：请先登记之后那次更正的官方发布信息，本次更正的官方发布日期应早于该日期',
};

/**
 * The days of the correction published last stand, of two of one day those that were recorded last: what a later one overruled
 * would stand again unless its official day lies before that of the later one.
 */
function refuseSupersededDays(told: readonly Stored[], chosen: readonly Stored[], publishedOn: PlainDate): void {
  const later = told
    .slice(told.findLastIndex((fact) => chosen.includes(fact)) + 1)
    .filter(({ data, source }) => (readDay(data, 'publishedOn') ?? source.publishedOn ?? '') <= publishedOn);
  const says = (fact: Stored, field: string): boolean => readDay(fact.data, field) !== undefined;
  if (chosen.some((fact) => OVERRULING.some((field) => says(fact, field) && later.some((one) => says(one, field)))))
    throw new Problem('conflict', { detail: OVERRULED });
}

/**
 * The facts of a kind as the official site has them; of corrections the one that
 * made the revision, else the last. Periods of law count from the day on which the
 * official media had the notice (Order 87 article 16, Regulation article 53 (3)): it becomes the day of the fact. What stands
 * there already is not said again.
 */
export function officially(
  facts: readonly Stored[],
  kind: Stored['kind'],
  source: FactSource & { publishedOn: PlainDate },
  revision?: number | null,
): NewFact[] {
  const told = inForce(facts).filter((fact) => fact.kind === kind && isPublished(fact));
  const chosen = kind === 'correction' ? chooseCorrection(told, revision) : told;
  if (kind === 'correction') refuseSupersededDays(told, chosen, source.publishedOn);
  return waiting(chosen, facts)
    .filter((fact) => fact.source.url !== source.url || fact.source.publishedOn !== source.publishedOn)
    .map((fact) => {
      const said = saidHere(fact, facts).data;
      const days = BEGINS.filter((field) => readDay(said, field) !== undefined);
      return {
        kind: fact.kind,
        lot: fact.lot,
        data: { ...fact.data, ...Object.fromEntries(days.map((field) => [field, source.publishedOn])) },
        source,
        replaces: fact.id,
        reason: OFFICIAL,
      };
    });
}

/** The first day on which one of these was published here, where the official day lies before it. */
export function findLaterPublication(
  facts: readonly Stored[],
  replacing: readonly NewFact[],
  day: PlainDate,
): string | null {
  const days = replacing.flatMap(({ replaces }) => {
    const fact = facts.find(({ id }) => id === replaces);
    return (fact && readDay(saidHere(fact, facts).data, 'publishedOn')) ?? [];
  });
  return days.find((here) => day < here) ?? null;
}
