import { Injectable } from '@nestjs/common';
import { setImmediate as giveWay } from 'node:timers/promises';
import { Keys } from '../../kernel/config/keys.js';
import { WorkingCalendars } from '../../law/calendars/calendar-store.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { assess } from './assess.rules.js';
import { storeAssessments, type Assessed } from './assessment-store.js';
import { storeDeadlines } from '../previews/deadline-store.js';
import { FlagKeeper } from '../flags/keeping/flag-keeper.js';
import type { LoadContext, LoadedSubject, Reader } from '../facts/loading/frame-types.js';
import { loadSubjects, refName, type SubjectRef } from '../facts/loading/load.js';
import { INDICATORS } from '../rules/registry.js';
import { MarketAssessor, type MarketPass } from '../screening/markets/market-assessor.js';

/** What a pass came to. */
export interface Passed {
  subjects: number;
  /** Answers that are new, changed or gone. */
  changed: number;
}

/**
 * The locks; and for what follows the plan that serves any number of subjects: for each number anew, planning would take longer
 * than reading.
 */
const LOCK_SUBJECTS = `
  SELECT set_config('plan_cache_mode', 'force_generic_plan', true) AS mode, count(pg_advisory_xact_lock(hashtextextended(s, 600))) AS held
  FROM unnest($1::text[]) s`;

/**
 * Assesses subjects: facts by set-based SQL, pure rules, one upsert. The job of a change, the sweep of what is due and the
 * full pass all come through here, so they cannot differ.
 *
 * Subjects are locked, in one order, before their facts are read: of two passes over one subject the later reads
 * everything that the earlier one's cause had committed, and the last answer stored is the newest.
 */
@Injectable()
export class RiskEngine {
  constructor(
    private readonly calendars: WorkingCalendars,
    private readonly keeper: FlagKeeper,
    private readonly markets: MarketAssessor,
    private readonly keys: Keys,
  ) {}

  async assess(tx: Tx, subjects: readonly SubjectRef[], run: string | null = null): Promise<Passed> {
    const refs = distinct(subjects);
    if (refs.length === 0) return { subjects: 0, changed: 0 };
    await tx.runPreparedQuery(LOCK_SUBJECTS, [refs.map(refName).sort()]);
    await tx.now();
    const reader = createPreparedReader(tx);
    const context = await this.context(reader);
    const loaded = await loadSubjects(reader, refs, context);
    const assessed = await assessAll(loaded);
    const frames = loaded.map((subject) => subject.frame);
    const own = refs.filter(({ type }) => type !== 'market');
    const changed = await storeAssessments(tx, own, frames, assessed, run);
    await storeDeadlines(tx, refs, loaded);
    await this.keeper.keep(tx, changed, assessed);
    let ofMarkets = 0;
    for (const { id } of refs.filter(({ type }) => type === 'market'))
      ofMarkets += (await this.markets.assess(tx, id, context, null)).changed;
    return { subjects: refs.length, changed: changed.length + ofMarkets };
  }

  /** Screens one market for a run: the only way by which an answer over many lots comes to a verdict. */
  async screen(tx: Tx, market: string, request: string): Promise<MarketPass> {
    await tx.query(LOCK_SUBJECTS, [[refName({ type: 'market', id: market })]]);
    await tx.now();
    return this.markets.assess(tx, market, await this.context(tx), request);
  }

  async context(reader: { query<T>(sql: string, params: unknown[]): Promise<T[]> }): Promise<LoadContext> {
    const [row] = await reader.query<{ today: string }>(`SELECT business_today()::text AS today`, []);
    return { calendar: await this.calendars.current(), today: row?.today ?? '', identity: this.keys.identity };
  }
}

/**
 * Statements of a fixed text, which are planned once a connection: planning them takes longer than reading one subject. What
 * several families ask in the same words, as what a purchase comes to, is read once.
 */
export function createPreparedReader(tx: Tx): Reader {
  const answers = new Map<string, Promise<unknown[]>>();
  return {
    query<T>(sql: string, params: unknown[]): Promise<T[]> {
      const question = `${sql} ${JSON.stringify(params)}`;
      const answer = answers.get(question) ?? tx.runPreparedQuery<unknown>(sql, params);
      answers.set(question, answer);
      return answer as Promise<T[]>;
    },
  };
}

/** Subjects whose rules run in one go: requests of the same process are answered in between. */
const IN_ONE_GO = 25;

async function assessAll(loaded: readonly LoadedSubject[]): Promise<Assessed[]> {
  const assessed: Assessed[] = [];
  for (let from = 0; from < loaded.length; from += IN_ONE_GO) {
    if (from > 0) await giveWay();
    assessed.push(...loaded.slice(from, from + IN_ONE_GO).flatMap(assessSubject));
  }
  return assessed;
}

/** Every rule that speaks of the subject, on its facts. */
function assessSubject({ frame, facts }: LoadedSubject): Assessed[] {
  return INDICATORS.filter((indicator) => indicator.subjectTypes.includes(frame.subject.type)).flatMap((indicator) => {
    const given = facts[indicator.facts];
    if (given === undefined) return [];
    return [{ assessment: assess(indicator, given), frame, inputs: given }];
  });
}

const distinct = (subjects: readonly SubjectRef[]): SubjectRef[] => [
  ...new Map(subjects.map(({ type, id }) => [`${type}:${id}`, { type, id }])).values(),
];
