import { Injectable } from '@nestjs/common';
import { setImmediate as giveWay } from 'node:timers/promises';
import { Keys } from '../../kernel/config/keys.js';
import { WorkingCalendars } from '../../law/calendars/calendar-store.js';
import type { Tx } from '../../kernel/database/transactions.js';
import { assess } from './assess.rules.js';
import { SPEAKING } from './answers/spoken-facts.rules.js';
import type { Assessment } from './assessment-types.js';
import { storeAssessments, type Assessed, type StoredChanges } from './assessment-store.js';
import { storeDeadlines } from '../previews/deadline-store.js';
import { FlagKeeper } from '../flags/keeping/flag-keeper.js';
import { ProgrammeFlags } from '../flags/programmes/programme-flags.js';
import { TOLD_ONCE } from '../flags/programmes/told-once.rules.js';
import type { LoadContext, LoadedSubject, Reader } from '../facts/loading/frame-types.js';
import { loadSubjects, refName, type SubjectRef } from '../facts/loading/load.js';
import { MarketAssessor, type MarketPass } from '../screening/markets/market-assessor.js';

/** What a pass came to. */
export interface Passed {
  subjects: number;
  /** Answers that are new, changed or gone. */
  changed: number;
  /** Programmes of which an answer that may be told of all of them has changed, that were not looked at themselves. */
  programmes?: readonly string[];
}

const LOCK_SUBJECTS = `SELECT count(pg_advisory_xact_lock(hashtextextended(s, 600))) AS held FROM unnest($1::text[]) s`;

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
    private readonly programmes: ProgrammeFlags,
    private readonly keys: Keys,
  ) {}

  /** @param chooseReader where facts are read, once the subjects are locked */
  async assess(
    tx: Tx,
    subjects: readonly SubjectRef[],
    run: string | null = null,
    chooseReader: (tx: Tx) => Promise<Reader> | Reader = createPreparedReader,
  ): Promise<Passed> {
    const refs = distinct(subjects);
    if (refs.length === 0) return { subjects: 0, changed: 0 };
    await tx.runPreparedQuery(LOCK_SUBJECTS, [refs.map(refName).sort()]);
    await tx.now();
    const reader = await chooseReader(tx);
    const context = await this.context(reader);
    const loaded = await loadSubjects(reader, refs, context);
    const assessed = await assessAll(loaded);
    const own = refs.filter(({ type }) => type !== 'market');
    const before = await hideSecretTasksProgrammes(tx, own);
    const changed = await storeAssessments(tx, own, loaded, assessed, run);
    await storeDeadlines(tx, refs, loaded);
    await this.keeper.keep(tx, changed.own, assessed);
    const held = refs.flatMap(({ type, id }) => (type === 'programme' ? [id] : []));
    await this.programmes.keep(tx, held);
    const after = isToldOnceChange(changed) ? await hideSecretTasksProgrammes(tx, own) : null;
    const programmes = after === null ? [] : [...new Set([...before, ...after])].filter((id) => !held.includes(id));
    let ofMarkets = 0;
    for (const { id } of refs.filter(({ type }) => type === 'market'))
      ofMarkets += (await this.markets.assess(tx, id, context, null)).changed;
    return { subjects: refs.length, changed: changed.count + ofMarkets, programmes };
  }

  /** What every rule says of some subjects by the facts as they are now. Nothing is stored. */
  async explain(reader: Reader, subjects: readonly SubjectRef[]): Promise<Assessment[]> {
    const refs = distinct(subjects);
    if (refs.length === 0) return [];
    const assessed = await assessAll(await loadSubjects(reader, refs, await this.context(reader)));
    return assessed.map(({ assessment }) => assessment);
  }

  /** What every rule over many lots says of the groups of a market as it is now. Nothing is stored. */
  async explainMarket(reader: Reader, market: string): Promise<Assessed[]> {
    return this.markets.explain(reader, market, await this.context(reader));
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

const TOLD_PROGRAMMES = `
  SELECT p.id FROM (
    SELECT r.programme_id AS id FROM unnest($1::text[], $2::uuid[]) AS s(type, id)
    JOIN risk_subject r ON r.subject_type = s.type AND r.subject_id = s.id
    UNION
    SELECT a.programme_id FROM unnest($1::text[], $2::uuid[]) AS s(type, id)
    JOIN assessment a ON a.subject_type = s.type AND a.subject_id = s.id
  ) p
  WHERE EXISTS (SELECT FROM assessment t WHERE t.programme_id = p.id AND t.indicator = ANY ($3::text[]) AND t.indicator IN ('G01', 'W01')
      AND t.state = 'triggered')
    OR EXISTS (SELECT FROM flag f WHERE f.root_type = 'programme' AND f.root_id = p.id AND f.indicator = ANY ($3::text[]))
  ORDER BY 1`;

/** Programmes of these subjects in which something is found that may be told of all their purchases at once. */
async function hideSecretTasksProgrammes(tx: Tx, subjects: readonly SubjectRef[]): Promise<string[]> {
  const some = subjects.filter(({ type }) => TOLD_SUBJECTS.has(type));
  if (some.length === 0) return [];
  const params = [some.map(({ type }) => type), some.map(({ id }) => id), [...TOLD_ONCE]];
  return (await tx.runPreparedQuery<{ id: string }>(TOLD_PROGRAMMES, params)).map(({ id }) => id);
}
const TOLD_SUBJECTS: ReadonlySet<string> = new Set(['tender', 'contract', 'service_line']);
/** What found nothing counts among all; which rule it was of, nobody keeps. */
const isToldOnceChange = ({ own, count }: StoredChanges): boolean =>
  count > own.length || own.some(({ indicator }) => (TOLD_ONCE as readonly string[]).includes(indicator));

/**
 * Statements of a fixed text, which are planned once a connection: planning them takes longer than reading one subject. What
 * several families ask in the same words, as what a purchase comes to, is read once.
 */
export const createPreparedReader = (tx: Tx): Reader =>
  rememberAnswers((sql, params) => tx.runPreparedQuery(sql, params));

/** A reader that asks each question once. */
export function rememberAnswers(ask: (sql: string, params: unknown[]) => Promise<unknown[]>): Reader {
  const answers = new Map<string, Promise<unknown[]>>();
  return {
    query<T>(sql: string, params: unknown[]): Promise<T[]> {
      const question = `${sql} ${JSON.stringify(params)}`;
      const answer = answers.get(question) ?? ask(sql, params);
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
  const assessed: Assessed[] = [];
  for (const indicator of SPEAKING[frame.subject.type]) {
    const given = facts[indicator.facts];
    if (given !== undefined) assessed.push({ assessment: assess(indicator, given), frame, inputs: given });
  }
  return assessed;
}

const distinct = (subjects: readonly SubjectRef[]): SubjectRef[] => [
  ...new Map(subjects.map(({ type, id }) => [`${type}:${id}`, { type, id }])).values(),
];
