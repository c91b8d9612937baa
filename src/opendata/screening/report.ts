import {
  hasEnoughBids,
  hasEnoughProcesses,
  judgeContestants,
  judgeDisqualifications,
  judgeKinds,
  type Standings,
} from '../../watch/compatibility/bodies.js';
import { COMPATIBILITY_RULES } from '../../watch/compatibility/index.js';
import { R024, R058 } from '../../watch/compatibility/price-difference.js';
import { Tally, type Count, type Fences } from '../../watch/compatibility/release.rules.js';
import type { Reading } from '../../watch/compatibility/release-types.js';
import { COMPARISON, readCount, SINGLE } from './answers.js';
import { toOcidKey } from './duplicates.js';
import { findEntries, readDifferences, type Choice, type Details, type Entry } from './entries.js';
import { computeExactFences } from './exact-quartiles.js';
import type { Gathering } from './gathering.js';
import {
  FLAGGING,
  SETS,
  STATES,
  type Group,
  type ScreeningSet,
  type State,
  type ThreadTotals,
} from './screening-types.js';
import type { ScreeningSettings } from './settings-file.rules.js';

export type Values = Readonly<Record<string, number>>;
type Answers = Record<State, number>;

interface SetReport {
  answers: Map<string, Answers>;
  limits: Map<string, Record<string, number | null>>;
  buyers: Map<string, Record<string, number>>;
  entities: Map<string, Record<string, number>>;
  tenderers: Map<string, Record<string, number>>;
  /** Below and above which a difference is flagged. */
  low: number | null;
  high: number | null;
}

const DIFFERENCE_RULES = [R024, R058].map((rule) => ({
  rule,
  side: rule === R024 ? ('low' as const) : ('high' as const),
}));

/** What a screening came to: rows for bodies in memory, processes read again from what was put aside. */
export class ScreeningReport {
  private readonly sets: Record<ScreeningSet, SetReport>;

  constructor(
    private readonly gathering: Gathering,
    private readonly totals: ThreadTotals,
    private readonly settings: ScreeningSettings,
  ) {
    this.sets = { published: this.judge('published'), corrected: this.judge('corrected') };
  }

  /** What was read, and what became of it. */
  count(): Record<string, number> {
    const { read, screened, cancelled, excluded } = this.totals;
    return { read, screened, cancelled, excluded };
  }

  /** The definitions that were screened by: settings, limits and answers of both readings. */
  listDefinitions(): Record<string, unknown>[] {
    return COMPATIBILITY_RULES.filter(({ id }) => this.settings.enabled.has(id)).map(
      ({ id, title, source, besides }) => ({
        ...{ id, title, source: source.definition, settings: this.describeSettings(id), besides },
        ...Object.fromEntries(
          SETS.map((set) => {
            const { answers, limits } = this.sets[set];
            return [set, { limits: limits.get(id) ?? {}, answers: answers.get(id) ?? toAnswers() }];
          }),
        ),
      }),
    );
  }

  /** Each flagged process or body, of one reading: processes in the order of the file, bodies by their ids. */
  *listFlags(set: ScreeningSet): Generator<{ group: Group; id: string; values: Values }> {
    for (const [id, values] of this.listProcesses(set)) yield { group: 'OCID', id, values };
    const { buyers, entities, tenderers } = this.sets[set];
    const groups = [['Buyer', buyers], ['ProcuringEntity', entities], ['Tenderer', tenderers]] as const; // prettier-ignore
    for (const [group, rows] of groups)
      for (const id of [...rows.keys()].sort()) yield { group, id, values: rows.get(id) ?? {} };
  }

  private describeSettings(id: string): unknown {
    const settings = (this.settings.definitions as unknown as Record<string, object | undefined>)[id] ?? {};
    const show = (value: unknown): unknown =>
      value instanceof Set ? [...value] : value instanceof Map ? Object.fromEntries(value) : value;
    return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, show(value)]));
  }

  private judge(set: ScreeningSet): SetReport {
    const report: SetReport = {
      ...{ answers: new Map(), limits: new Map(), low: null, high: null },
      ...{ buyers: new Map(), entities: new Map(), tenderers: new Map() },
    };
    const reading: Reading = { settings: this.settings.definitions, corrected: set === 'corrected' };
    this.judgeBodies(set, report, reading);
    this.readFlagBits(set, report);
    this.judgeDifferences(set, report, reading);
    this.countAnswers(set, report);
    return report;
  }

  private judgeBodies(set: ScreeningSet, report: SetReport, reading: Reading): void {
    const { contestants, buyers, entities, tenderers, kinds } = this.totals;
    const { enabled } = this.settings;
    const keep = (id: string, standings: Standings, rows: SetReport['buyers'], name = ''): void => {
      const answers = report.answers.get(id) ?? toAnswers();
      report.answers.set(id, answers);
      for (const { id: body, value, answer } of standings.all) {
        answers[answer.state] += 1;
        if (answer.state === 'triggered') addValue(rows, body, id, value);
      }
      const { fences, limit, most } = standings;
      const shown = { q1: fences?.q1 ?? null, q3: fences?.q3 ?? null, limit, ...(most !== undefined && { most }) };
      const named = Object.entries(shown).map(([key, figure]) => [`${name}${key}`, figure] as const);
      report.limits.set(id, { ...report.limits.get(id), ...Object.fromEntries(named) });
    };
    if (enabled.has('R025')) keep('R025', judgeContestants(toTally(contestants[set]), reading), report.tenderers);
    if (enabled.has('R038')) {
      const [processes, bids] = [hasEnoughProcesses(reading), hasEnoughBids(reading)];
      keep('R038', judgeDisqualifications(toTally(buyers), processes, reading), report.buyers, 'Buyer_');
      keep('R038', judgeDisqualifications(toTally(entities), processes, reading), report.entities, 'ProcuringEntity_');
      keep('R038', judgeDisqualifications(toTally(tenderers), bids, reading), report.tenderers, 'Tenderer_');
    }
    if (enabled.has('R048')) keep('R048', judgeKinds(kinds, reading), report.tenderers);
  }

  private readFlagBits(set: ScreeningSet, { tenderers }: SetReport): void {
    for (const [body, bits] of this.totals.flagged)
      for (const [n, { id, value }] of FLAGGING.entries())
        if (bits & (1 << (n + FLAGGING.length * SETS.indexOf(set)))) addValue(tenderers, body, id, value);
  }

  private judgeDifferences(set: ScreeningSet, report: SetReport, reading: Reading): void {
    const { enabled } = this.settings;
    const rules = DIFFERENCE_RULES.filter(({ rule }) => enabled.has(rule.id));
    if (rules.length === 0) return;
    const readFigures = (): Generator<number> => this.listDifferences(set);
    const choice = this.choose(set);
    let count = 0;
    for (const chunk of this.gathering.entries.read()) count += readDifferences(chunk, choice).length;
    const fences: Fences | null = computeExactFences(readFigures, count);
    for (const { rule, side } of rules) {
      report[side] = rule.findLimit(fences, reading);
      report.limits.set(rule.id, { q1: fences?.q1 ?? null, q3: fences?.q3 ?? null, limit: report[side] });
      report.answers.set(rule.id, { ...toAnswers(), clear: count });
    }
    for (const entry of this.listOutliers(set, false, report)) {
      const flagged = rules.filter(({ rule, side }) => isFlagged(rule, entry.difference, report[side]));
      const { winners, second } = entry.read();
      for (const { rule } of flagged) {
        const answers = report.answers.get(rule.id) ?? toAnswers();
        answers.triggered += 1;
        answers.clear -= 1;
        const bodies = rule.flagged === 'both' ? [...winners, ...second] : winners;
        for (const body of bodies) addValue(report.tenderers, body, rule.id, 0);
      }
    }
  }

  private countAnswers(set: ScreeningSet, { answers }: SetReport): void {
    const { enabled } = this.settings;
    for (const [row, id] of SINGLE.entries())
      if (enabled.has(id) && id !== 'R036')
        answers.set(
          id,
          toAnswers((state) => readCount(this.totals.answers, set, row, state)),
        );
    if (enabled.has('R036'))
      answers.set(
        'R036',
        toAnswers((state) => this.sumPriceAnswers(set, SINGLE.indexOf('R036'), state)),
      );
    for (const { rule } of DIFFERENCE_RULES) {
      const found = answers.get(rule.id);
      if (found === undefined) continue;
      for (const state of ['insufficient_data', 'not_applicable'] as const)
        found[state] += this.sumPriceAnswers(set, COMPARISON, state);
    }
    if (set === 'corrected') return;
    // Processes whose prices are in other currencies than the main one.
    for (const id of ['R024', 'R036', 'R058']) {
      const found = answers.get(id);
      if (found !== undefined)
        found.not_applicable += this.totals.screened - STATES.reduce((sum, state) => sum + found[state], 0);
    }
  }

  /** As published, of processes without a price and of those in the main currency; corrected, of all. */
  private sumPriceAnswers(set: ScreeningSet, row: number, state: State): number {
    let sum = 0;
    for (const [currency, counts] of this.totals.priced)
      if (set === 'corrected' || currency === null || currency === this.gathering.mainCurrency)
        sum += readCount(counts, set, row, state);
    return sum;
  }

  /** Prices as published in the main currency; corrected in any. */
  private choose(set: ScreeningSet): Choice {
    return { set, currency: set === 'published' ? this.gathering.mainCurrency : null };
  }

  /** Entries whose difference is flagged, and, `withValues`, those that were flagged before. */
  private *listOutliers(set: ScreeningSet, withValues: boolean, { low, high }: SetReport): Generator<Entry> {
    const choice = this.choose(set);
    // The difference of an entry without one is NaN, which is neither below nor above anything.
    const isWanted = (difference: number, hasValues: boolean): boolean =>
      (hasValues && withValues) ||
      (low !== null && R024.isOutlier(difference, low)) ||
      (high !== null && R058.isOutlier(difference, high));
    for (const chunk of this.gathering.entries.read()) yield* findEntries(chunk, choice, isWanted);
  }

  private *listDifferences(set: ScreeningSet): Generator<number> {
    const choice = this.choose(set);
    for (const chunk of this.gathering.entries.read()) yield* readDifferences(chunk, choice);
  }

  /** What is flagged of each process: once, also where the file has it twice. */
  private *listProcesses(set: ScreeningSet): Generator<[string, Values]> {
    const { repeated } = this.gathering;
    const again = new Map<string, Record<string, number>>();
    let current = null as { id: string; values: Values } | null;
    for (const entry of this.listOutliers(set, true, this.sets[set])) {
      const [{ ocid, of }, values] = this.collectValues(set, entry);
      if (repeated.size > 0 && repeated.has(toOcidKey(of))) {
        again.set(ocid, { ...again.get(ocid), ...values });
        continue;
      }
      if (current !== null && current.id !== ocid) yield [current.id, current.values];
      current = { id: ocid, values: current?.id === ocid ? { ...current.values, ...values } : values };
    }
    if (current !== null) yield [current.id, current.values];
    yield* again;
  }

  private collectValues(set: ScreeningSet, entry: Entry): [Details, Record<string, number>] {
    const report = this.sets[set];
    const flagged = DIFFERENCE_RULES.filter(
      ({ rule, side }) => this.settings.enabled.has(rule.id) && isFlagged(rule, entry.difference, report[side]),
    );
    const details = entry.read();
    const values: Record<string, number> = { ...details.values };
    for (const { rule } of flagged) values[rule.id] = entry.difference ?? 0;
    return [details, values];
  }
}

const isFlagged = (rule: typeof R024, difference: number | null, limit: number | null): boolean =>
  difference !== null && limit !== null && rule.isOutlier(difference, limit);

const toAnswers = (count: (state: State) => number = () => 0): Answers =>
  Object.fromEntries(STATES.map((state) => [state, count(state)])) as Answers;

function toTally(counts: Map<string, Count>): Tally {
  return Object.assign(new Tally(), { counts });
}

function addValue(rows: Map<string, Record<string, number>>, body: string, id: string, value: number): void {
  const row = rows.get(body);
  if (row === undefined) rows.set(body, { [id]: value });
  else row[id] = value;
}

/** Values of a row in the order of the definitions. */
export function sortValues(values: Values): Values {
  const ids = Object.keys(values);
  return ids.length < 2 ? values : Object.fromEntries(ids.sort().map((id) => [id, values[id] ?? 0]));
}
