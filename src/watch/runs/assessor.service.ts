import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { ReadReplica } from '../../kernel/database/replica/read-replica.js';
import { Settings } from '../../kernel/config/settings.js';
import { JobQueues, type Work } from '../../kernel/queue/jobs/job-queues.js';
import { parseSubject, type SubjectJob } from '../../kernel/queue/jobs/job.js';
import type { Owed } from '../../kernel/queue/subject-ledger.js';
import { GROUP_TYPES, SUBJECT_TYPES, type GroupType, type SubjectType } from './assessment-types.js';
import { placeLots, type TouchedMarket } from '../screening/markets/market-places.js';
import {
  findTouchedSubjects,
  isSubjectType,
  isTouching,
  listNextSubjects,
  type TouchedSubject,
  type Touching,
} from './expansion.queries.js';
import { refName, type SubjectRef } from '../facts/loading/load.js';
import { DueSubjects } from './pass/due-subjects.js';
import { assessPage } from './pass/assess-page.js';
import { OutdatedAnswers } from './pass/outdated-answers.js';
import { PageThreads } from './pass/page-threads.js';
import { createPreparedReader, RiskEngine, type Passed } from './risk-engine.js';
import { assessHub, assessMarket, assessSubject } from './risk-jobs.js';
import { SHARING_BODIES } from './shares/body-share.entity.js';
import { followShares } from './shares/body-shares.js';

/** Subjects of one transaction: each holds a lock, and a longer one would make changes wait. */
const AT_ONCE = 200;
/**
 * Subjects of one transaction of a full pass: what a statement costs beside its rows is shared by more of them. A purchase holds two
 * locks, and the pages in hand together stay well below what a server with the settings it comes with can hold, 6 400.
 */
const PAGE = 250;
/** Transactions of a full pass that run side by side: few, so that the pool has connections left for everybody else. */
const SIDE_BY_SIDE = 2;

/** Pages of one sweep that a new version of a rule takes: what the days make due is not to wait for all of them. */
const OUTDATED_PAGES = 25;

/** Roots whose bodies are followed purchase by purchase. */
const PURCHASES: ReadonlySet<Touching> = new Set(['tender', 'lot', 'contract']);
const isSharing = ({ type }: SubjectRef): boolean => (SHARING_BODIES as readonly SubjectType[]).includes(type);

/** Kinds of which one subject is read from several purchases. */
const SHARED: ReadonlySet<SubjectType> = new Set([
  'agency',
  'buyer',
  'evaluator',
  'programme',
  'community',
  'service_line',
]);

/** Purchases from which on a full pass is worth threads: they start in a second or two, and whoever asks is answered meanwhile. */
const MANY = 1_000;

/** A job that is owed on some subjects. */
type OwedWork = Omit<Work, 'subjects'> & { refs: readonly SubjectRef[] };

/** What is to be assessed, and when: after a change, by the calendar, or all of it. */
@Injectable()
export class Assessor {
  private readonly outdated = new OutdatedAnswers();

  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
    private readonly queues: JobQueues,
    private readonly settings: Settings,
    private readonly replica: ReadReplica,
    private readonly dueSubjects: DueSubjects,
  ) {}

  /** A root changed. */
  assessTouchedSubjects(tx: Tx, root: string): Promise<void> {
    return this.assessRoots(tx, [root]);
  }

  /**
   * Roots changed. Too many subjects for one transaction become work of its own, owed from this transaction on; so does
   * what several purchases share, where several roots changed: it would make works that have nothing else in common wait for each other.
   */
  async assessRoots(tx: Tx, roots: readonly string[]): Promise<void> {
    const touched = await this.listTouchedSubjects(tx, roots);
    const isApart = ({ type }: SubjectRef): boolean => roots.length > 1 && SHARED.has(type);
    const subjects = touched.filter((subject) => !subject.hub && !isApart(subject));
    const { programmes } = await this.engine.assess(tx, subjects.slice(0, AT_ONCE));
    const markets = await this.placeLots(tx, touched);
    const listMarkets = (isLarge: boolean): SubjectRef[] =>
      markets.filter(({ large }) => large === isLarge).map((market) => ({ type: 'market', id: market.id }));
    const bodies = touched.filter((subject) => !subject.hub && isApart(subject));
    await this.owe(tx, [
      { job: assessHub, refs: [...touched.filter(({ hub }) => hub), ...toProgrammes(programmes)] },
      { job: assessMarket, refs: listMarkets(false) },
      // A large market is left to the sweep of owed subjects, which takes it up two minutes after its first change at the latest.
      { job: assessMarket, refs: listMarkets(true), isLeftToSweep: true },
      { job: assessSubject, refs: [...bodies, ...subjects.slice(AT_ONCE)] },
    ]);
  }

  /** What the changes of some roots touch, each once; of the bodies of purchases those with which it is otherwise now. */
  private async listTouchedSubjects(tx: Tx, roots: readonly string[]): Promise<TouchedSubject[]> {
    const byType = new Map<Touching, string[]>();
    for (const root of roots) {
      const { type, id } = parseSubject(root);
      if (!isTouching(type)) throw new Error(`${type} touches nothing`);
      byType.set(type, [...(byType.get(type) ?? []), id]);
    }
    const reader = createPreparedReader(tx);
    const [purchases, touched] = [new Map<string, TouchedSubject>(), new Map<string, TouchedSubject>()];
    for (const [type, ids] of [...byType].sort(([a], [b]) => (a < b ? -1 : 1)))
      for (const subject of await findTouchedSubjects(reader, type, ids))
        (PURCHASES.has(type) ? purchases : touched).set(refName(subject), subject);
    const tenders = [...purchases.values()].filter(({ type }) => type === 'tender').map(({ id }) => id);
    const { bodies, unfollowed } = await followShares(tx, tenders);
    for (const [name, subject] of purchases) if (unfollowed || !isSharing(subject)) touched.set(name, subject);
    for (const body of bodies) touched.set(refName(body), body);
    return [...touched.values()];
  }

  /**
   * Last of all, and all of it by one statement: who marks a subject makes others that mark it wait until it has committed.
   * @param held subjects of the job that this work is
   */
  private async owe(tx: Tx, works: readonly OwedWork[], held: readonly Owed[] = []): Promise<void> {
    const some = works.filter(({ refs }) => refs.length > 0);
    if (some.length === 0) return;
    const named = some.map(({ refs, ...work }) => ({ ...work, subjects: refs.map(refName) }));
    await this.queues.markAndEnqueue(tx, named, held);
  }

  /** The markets that lots stand in, or stood in: each is looked at in a job of its own, once for all changes of a burst. */
  private placeLots(tx: Tx, subjects: readonly SubjectRef[]): Promise<TouchedMarket[]> {
    return placeLots(
      tx,
      subjects.filter(({ type }) => type === 'lot').map(({ id }) => id),
    );
  }

  /** A subject alone, as a work of `job`. */
  one(tx: Tx, subject: string, job: SubjectJob): Promise<void> {
    return this.some(tx, [subject], job);
  }

  /** Subjects alone, each for itself, as a work of `job`. */
  async some(tx: Tx, subjects: readonly string[], job: SubjectJob): Promise<void> {
    const refs = subjects.map((subject): SubjectRef => {
      const { type, id } = parseSubject(subject);
      if (!isSubjectType(type)) throw new Error(`${type} is no subject`);
      return { type, id };
    });
    const { programmes } = await this.engine.assess(tx, refs);
    const held = subjects.map((subject) => ({ job: job.name, subject }));
    await this.owe(tx, [{ job: assessHub, refs: toProgrammes(programmes) }], held);
  }

  /**
   * Everything due as of business time, and what an older version of a rule found: it is closed, or goes on in the words of the
   * version in force. A second sweep finds nothing left. One that cannot be judged goes on as a job of its own.
   */
  async due(): Promise<Passed> {
    const total: Passed = { subjects: 0, changed: 0 };
    const assess = async (page: readonly SubjectRef[]): Promise<void> => {
      const passed = await this.assessDuePage(page);
      total.subjects += passed.subjects;
      total.changed += passed.changed;
    };
    try {
      await this.dueSubjects.judgeAll(AT_ONCE, assess);
    } finally {
      // That more is broken than one subject keeps these not waiting.
      await this.outdated.judgeAll(this.reader, { atOnce: AT_ONCE, pages: OUTDATED_PAGES }, assess);
    }
    return total;
  }

  /** A full pass comes to the programmes behind their purchases and lines; the sweep has to owe them. */
  private assessDuePage(subjects: readonly SubjectRef[]): Promise<Passed> {
    return assessPage(
      this.transactions,
      this.engine,
      { subjects, run: null, whole: false },
      this.replica,
      (tx, { programmes }) => this.owe(tx, [{ job: assessHub, refs: toProgrammes(programmes) }]),
    );
  }

  /**
   * Everything there is, or one dataset of it: much of it on threads of its own, so that whoever asks this process for something
   * else is answered meanwhile.
   */
  async all(dataset: string | null, run: string | null = null, many = MANY): Promise<Passed> {
    const threads = (await this.countTenders(dataset)) >= many ? await PageThreads.start(this.settings) : null;
    try {
      const total: Passed = { subjects: 0, changed: 0 };
      for (const type of SUBJECT_TYPES.filter(isListed)) {
        const pages = this.listPages(type, dataset);
        const lane = async (): Promise<void> => {
          for (let next = await pages.next(); next.done !== true; next = await pages.next()) {
            const page = { subjects: next.value, run, whole: dataset === null };
            const passed = await (threads === null
              ? assessPage(this.transactions, this.engine, page, this.replica)
              : threads.assessPage(page));
            total.subjects += passed.subjects;
            total.changed += passed.changed;
          }
        };
        // Markets come when all lots are placed.
        const lanes = await Promise.allSettled(Array.from({ length: threads?.lanes ?? SIDE_BY_SIDE }, lane));
        const failed = lanes.find((each) => each.status === 'rejected');
        if (failed !== undefined) throw failed.reason;
      }
      return total;
    } finally {
      await threads?.close();
    }
  }

  private async countTenders(dataset: string | null): Promise<number> {
    const [row] = await this.transactions.reader.query<{ n: number }[]>(
      `SELECT count(*)::integer AS n FROM tenders t WHERE $1::text IS NULL OR t.dataset = $1`,
      [dataset],
    );
    return row?.n ?? 0;
  }

  /** Pages follow each other by their ids. */
  private async *listPages(
    type: Exclude<SubjectType, GroupType>,
    dataset: string | null,
  ): AsyncGenerator<SubjectRef[], void, void> {
    const atOnce = type === 'market' ? 1 : PAGE;
    let after: string | null = null;
    for (;;) {
      const page: SubjectRef[] = await listNextSubjects(this.reader, type, dataset, after, atOnce);
      if (page.length > 0) yield page;
      if (page.length < atOnce) return;
      after = page.at(-1)?.id ?? null;
    }
  }

  private get reader() {
    const { reader } = this.transactions;
    return { query: <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params) };
  }
}

const toProgrammes = (ids: readonly string[] = []): SubjectRef[] => ids.map((id) => ({ type: 'programme', id }));

/** Groups are looked at with their market. */
const isListed = (type: SubjectType): type is Exclude<SubjectType, GroupType> =>
  !(GROUP_TYPES as readonly SubjectType[]).includes(type);
