import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { assess, canonicalJson } from '../../runs/assess.rules.js';
import { storeAssessments, type Assessed, type ChangedAssessment } from '../../runs/assessment-store.js';
import type { Subject } from '../../runs/assessment-types.js';
import { FlagKeeper } from '../../flags/keeping/flag-keeper.js';
import { findIndicator } from '../../rules/registry.js';
import type { LoadContext, Reader } from '../../facts/loading/frame-types.js';
import { refName, type SubjectRef } from '../../facts/loading/load.js';
import { findKeptAnswers, hasRowsToPack, storeGroupAnswers } from './group-answer-store.js';
import {
  groupKey,
  hashLots,
  listMembers,
  marketKey,
  sha256,
  toGroupFacts,
  toMarketFacts,
  type HashedLot,
  type MarketFacts,
} from './group-facts.rules.js';
import { findMarket, findPrecedingMarket, loadMarketLots, type LoadedLot, type MarketRow } from './market.queries.js';
import {
  addFlagSubjects,
  findBaseline,
  findCurrentRun,
  insertBaseline,
  insertScreeningRun,
  noteWaiting,
  readGroups,
  storeGroups,
  type CurrentRun,
  type StoredBaseline,
  type StoredGroup,
} from './market-store.js';
import { digestMarket, hasStamp, stampMarket } from './market-stamp.js';
import { GROUP_LEVEL } from '../../rules/group.rules.js';
import { computeBaseline } from '../baseline.rules.js';
import { GROUP_RULES, RULE_VERSIONS } from '../group-rules.js';
import { screenMarket } from '../screen-market.js';
import type { MarketScreening, ScreenedFinding } from '../screening-types.js';

/** What looking at a market came to. */
export interface MarketPass {
  /** Answers that are new, changed or gone. */
  changed: number;
}

/**
 * Looks at a market as it is now, under its lock: computes what every rule over many lots says of every group, stores it
 * and keeps the flags. Only a run makes a baseline and a verdict; until the market is screened as it is now, an answer is
 * `insufficient_data` with its p-value.
 */
@Injectable()
export class MarketAssessor {
  constructor(private readonly keeper: FlagKeeper) {}

  /** `request`: the run that was asked for; null where a change alone is followed. */
  async assess(tx: Tx, id: string, context: LoadContext, request: string | null): Promise<MarketPass> {
    const market = await findMarket(tx, id);
    if (market === null) return { changed: 0 };
    const startedAt = await tx.now();
    const baseline = await this.readBaseline(tx, market, context, request !== null);
    const seen = await readMarket(tx, market, baseline, context);
    const { current, inputsHash } = seen;
    const stands = seen.stands && (request === null || current?.screened_by_rule !== null);
    if (stands && request !== null && !(await hasRowsToPack(tx, id))) return { changed: 0 };
    // Most changes of its lots are of nothing that a market is judged by, and a pass finds most markets as they were.
    if (request === null && (await hasStamp(tx, id, digestMarket({ ...seen, run: stands ? current : null }))))
      return { changed: 0 };
    const screening = screenLots(seen);
    const run = await this.decideRun(tx, {
      market,
      current,
      stands,
      request,
      baseline,
      inputsHash,
      screening,
      startedAt,
    });
    const changed = await this.store(tx, toFacts(seen, run, context), screening, run);
    await stampMarket(tx, id, digestMarket({ ...seen, run }));
    return { changed };
  }

  /** What every rule says of the groups of a market as it is now, by the run and the baseline that stand. Nothing is stored. */
  async explain(reader: Reader, id: string, context: LoadContext): Promise<Assessed[]> {
    const market = await findMarket(reader, id);
    if (market === null) return [];
    const baseline = (await findBaseline(reader, id)) ?? { id: null, content: this.buildBaseline(market, []) };
    const seen = await readMarket(reader, market, baseline, context);
    const findings = screenLots(seen).findings.map((finding) => ({ finding, ...groupKey(finding) }));
    const facts = toFacts(seen, seen.stands ? seen.current : null, context);
    return assessFindings(facts, findings, await readGroups(reader, id));
  }

  /** A run reads the period before anew; a change is judged over the baseline of the last run. */
  private async readBaseline(tx: Tx, market: MarketRow, context: LoadContext, isRun: boolean): Promise<StoredBaseline> {
    const stored = await findBaseline(tx, market.id);
    if (!isRun) return stored ?? { id: null, content: this.buildBaseline(market, []) };
    const before = await findPrecedingMarket(tx, market);
    const content = this.buildBaseline(market, before === null ? [] : await loadMarketLots(tx, before.id, context));
    const hash = sha256(canonicalJson(content));
    return stored?.hash === hash ? stored : insertBaseline(tx, market.id, content, hash);
  }

  private buildBaseline(market: MarketRow, before: readonly LoadedLot[]) {
    const cutOff = before.length === 0 ? null : `${market.first_year}-01-01`;
    return computeBaseline(
      before.map(({ lot }) => lot),
      { category: market.category, region: market.region },
      cutOff,
      sha256(`baseline|${marketKey(market)}|${cutOff ?? ''}`),
    );
  }

  private async decideRun(
    tx: Tx,
    given: {
      market: MarketRow;
      current: CurrentRun | null;
      stands: boolean;
      request: string | null;
      baseline: StoredBaseline;
      inputsHash: string;
      screening: MarketScreening;
      startedAt: Date;
    },
  ): Promise<CurrentRun | null> {
    const { market, current, stands, request, baseline, inputsHash, screening, startedAt } = given;
    if (stands) return current;
    if (request === null || baseline.id === null) return null;
    return insertScreeningRun(tx, {
      run_id: request,
      market_id: market.id,
      baseline_id: baseline.id,
      rules: { ...RULE_VERSIONS },
      level: String(GROUP_LEVEL),
      seed: baseline.content.seed,
      screened: screening.screened,
      screened_by_rule: screening.screenedByRule,
      triggered: screening.findings.filter(({ state }) => state === 'triggered').length,
      inputs_hash: inputsHash,
      started_at: startedAt,
    });
  }

  private async store(tx: Tx, facts: MarketFacts, screening: MarketScreening, run: CurrentRun | null): Promise<number> {
    const { market } = facts;
    const findings = screening.findings.map((finding) => ({ finding, ...groupKey(finding) }));
    const given = new Map(
      findings.flatMap(({ kind, key, finding }) => {
        if (kind === 'market') return [];
        const members = listMembers(finding)
          .flatMap((member) => facts.bodies.get(member)?.id ?? [])
          .sort();
        return [[`${kind} ${key}`, { kind, key, members }] as const];
      }),
    );
    const groups = await storeGroups(tx, market.id, [...given.values()]);
    const assessed = assessFindings(facts, findings, groups);
    const subjects: SubjectRef[] = [
      { type: 'market', id: market.id },
      ...groups.map(({ id, kind }): SubjectRef => ({ type: kind, id })),
    ];
    const isKept = await findKeptAnswers(tx, subjects);
    const whole = assessed.filter(({ assessment }) => isKept(assessment));
    const { own } = await storeAssessments(tx, subjects, [], whole, run?.id ?? null);
    const spoken = new Set(assessed.map(({ assessment }) => nameAnswer(assessment.indicator, assessment.subject)));
    // What lost its row is said still: as one of the numbers of its group.
    const isPacked = (row: ChangedAssessment): boolean =>
      row.state === null && spoken.has(nameAnswer(row.indicator, { type: row.subject_type, id: row.subject_id }));
    const changed = own.filter((row) => !isPacked(row));
    const count = await storeGroupAnswers(tx, groups, assessed, isKept, own.filter(isPacked));
    await noteWaiting(tx, market.id, run === null);
    // What was found stays until a run finds it clear; then all that is flagged is looked at, also what has no answer any more.
    if (run !== null) await this.keeper.keep(tx, await addFlagSubjects(tx, subjects, changed), assessed);
    return changed.length + count;
  }
}

const nameAnswer = (indicator: string, subject: SubjectRef): string => `${indicator} ${refName(subject)}`;

/** A market as it stands, with the run that speaks of it; `stands` where that run saw it so. */
interface SeenMarket {
  market: MarketRow;
  lots: readonly HashedLot[];
  inputsHash: string;
  baseline: StoredBaseline;
  current: CurrentRun | null;
  stands: boolean;
}

async function readMarket(
  reader: Reader,
  market: MarketRow,
  baseline: StoredBaseline,
  context: LoadContext,
): Promise<SeenMarket> {
  const { lots, inputsHash } = hashLots(await loadMarketLots(reader, market.id, context));
  const current = await findCurrentRun(reader, market.id);
  const stands = current !== null && isOfToday(current, inputsHash, baseline);
  return { market, lots, inputsHash, baseline, current, stands };
}

const screenLots = ({ lots, baseline }: SeenMarket): MarketScreening =>
  screenMarket(
    lots.map(({ lot }) => lot),
    GROUP_RULES,
    baseline.content,
    { q: GROUP_LEVEL },
  );

const toFacts = ({ market, lots, baseline }: SeenMarket, run: CurrentRun | null, { today }: LoadContext): MarketFacts =>
  toMarketFacts(
    {
      market,
      asOf: today,
      screening: run === null ? null : { screened: run.screened, level: run.level },
      baseline: run === null ? null : baseline.id,
    },
    lots,
  );

/** What the rules say of the market and of those of its groups that are registered. */
function assessFindings(
  facts: MarketFacts,
  findings: readonly KeyedFinding[],
  groups: readonly StoredGroup[],
): Assessed[] {
  const { market } = facts;
  const registered = new Map(groups.map((group) => [`${group.kind} ${group.key}`, group]));
  return keepOneEach(findings).flatMap(({ finding, kind, key }): Assessed[] => {
    const indicator = findIndicator(finding.rule);
    const subject =
      kind === 'market' ? toMarketSubject(market) : toGroupSubject(market, registered.get(`${kind} ${key}`));
    if (indicator === undefined || subject === null) return [];
    const { facts: inputs, frame } = toGroupFacts(facts, subject, finding);
    return [{ assessment: assess(indicator, inputs), frame, inputs }];
  });
}

/** Whether a run speaks of the market as it is now: the same lots, baseline and rules. */
function isOfToday(run: CurrentRun, inputsHash: string, baseline: StoredBaseline): boolean {
  return (
    run.inputs_hash === inputsHash &&
    run.baseline_id === baseline.id &&
    canonicalJson(run.rules) === canonicalJson(RULE_VERSIONS)
  );
}

const toMarketSubject = (market: MarketRow): Subject => ({ type: 'market', id: market.id, key: marketKey(market) });

const toGroupSubject = (market: MarketRow, group: StoredGroup | undefined): Subject | null =>
  group === undefined ? null : { type: group.kind, id: group.id, key: `${marketKey(market)}/${group.key}` };

interface KeyedFinding {
  finding: ScreenedFinding;
  kind: string;
  key: string;
}

/** A rule that finds several things of one group speaks of the one that stands out most. */
function keepOneEach<F extends KeyedFinding>(findings: readonly F[]): F[] {
  const kept = new Map<string, F>();
  for (const each of findings) {
    const name = `${each.finding.rule} ${each.kind} ${each.key}`;
    const before = kept.get(name);
    if (before === undefined || rank(each.finding) < rank(before.finding)) kept.set(name, each);
  }
  return [...kept.values()];
}

/** What triggers first, then by p; what could not be judged last. */
const rank = ({ state, p }: ScreenedFinding): number => (state === 'triggered' ? -1 : 0) + (p ?? 2);
