import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PUBLIC } from '../../kernel/access/principal.js';
import { toScope, type Scope } from '../../kernel/access/scope.js';
import type { WorkingCalendar } from '../../law/calendars/working-calendar.js';
import { countDays, earlier, type PlainDate } from '../../kernel/clock/plain-date.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { planLastDaySql } from '../../care/continuity/plan-standing.queries.js';
import { LineOutlooks } from '../../care/surveys/line-outlooks.js';
import {
  CONTRACT_PARTIES,
  isInsider,
  TENDER_PARTIES,
  visiblePurchase,
} from '../../purchase/tenders/reads/tender-visibility.js';
import { computeCoverage, getViewDay } from './coverage.rules.js';
import type { Coverage } from './coverage-types.js';
import type { CoverageDto, NextDto, SpellDto } from './coverage.dto.js';
import type { LineFacts } from '../facts/fact-types.js';
import { concernsLine, isFew } from './line-insiders.js';
import { loadRegister, type LineRegister } from './line-register.js';
import { computeLeftDay, deriveNext, type Next, type TenderAhead } from './next.rules.js';
import { loadLines } from '../facts/bodies-and-services/line.queries.js';
import { RiskEngine } from '../runs/risk-engine.js';

/** What may be told to the caller, before its bodies are named. */
type UnnamedCoverage = Omit<CoverageDto, 'spells' | 'next'> & {
  spells: Omit<SpellDto, 'agencyName'>[];
  next: Omit<NextDto, 'byName'>;
};

export interface KnownLine {
  facts: LineFacts;
  register: LineRegister;
  /** Of its contracts, those that the caller may see. */
  visible: ReadonlySet<string>;
  /** Of these, those whose supplier the caller may know. */
  named: ReadonlySet<string>;
  concerned: boolean;
  today: PlainDate;
  calendar: WorkingCalendar;
}

/** POLICY: ten years ahead, beyond which nothing is signed and every year is one more that is told to be empty. */
const AHEAD_DAYS = 3653;

/** The day on which a line is looked at. */
export function chooseViewDay(asOf: PlainDate | null, today: PlainDate): PlainDate {
  if (asOf !== null && countDays(today, asOf) > AHEAD_DAYS)
    throw invalid('/asOf', 'too_late', { en: 'More than ten years ahead', zh: '不得晚于今日十年以后' });
  return asOf ?? today;
}

/**
 * Coverage is a fact of the line, not a finding about a body: it is public. Who serves by a contract that was not published
 * is for those whom it concerns; that somebody serves is not hidden.
 */
@Injectable()
export class CoverageService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
    private readonly outlooks: LineOutlooks,
  ) {}

  onModuleInit(): void {
    this.outlooks.contribute((line) => this.loadCoverage(toScope(PUBLIC), line, null));
  }

  /** As of the day asked for, else today; never past what the line's dataset knows. */
  async loadCoverage(scope: Scope, line: string, asOf: PlainDate | null): Promise<CoverageDto> {
    const { facts, register, concerned, visible, named, today, calendar } = await this.loadKnownLine(scope, line);
    const asked = { ...facts, asOf: chooseViewDay(asOf, today) };
    const coverage = computeCoverage(asked, register, { today, calendar });
    const tender = await this.tenderAhead(scope, asked);
    const plans = { receivers: await this.receivers(asked), lapsed: await this.findLapsedPlans(asked, today) };
    const next = deriveNext(asked, tender, calendar, plans);
    return this.nameBodies(hideContracts({ visible, named, concerned }, coverage, next));
  }

  /** Bodies are named to whoever is told their ids, and nobody else. */
  private async nameBodies({ spells, next, ...coverage }: UnnamedCoverage): Promise<CoverageDto> {
    const shown = [...spells.map(({ agency }) => agency), next.by].filter((id) => id !== null);
    const rows =
      shown.length === 0
        ? []
        : await this.transactions.reader.query<{ id: string; name: string }[]>(
            `SELECT id, name FROM organisations WHERE id = ANY ($1::uuid[])`,
            [shown],
          );
    const names = new Map(rows.map(({ id, name }) => [id, name]));
    const findName = (id: string | null): string | null => names.get(id ?? '') ?? null;
    return {
      ...coverage,
      spells: spells.map((spell) => ({ ...spell, agencyName: findName(spell.agency) })),
      next: { ...next, byName: findName(next.by) },
    };
  }

  /** What is known of a line, and what of it may be told to the caller. */
  async loadKnownLine(scope: Scope, line: string): Promise<KnownLine> {
    const { reader } = this.transactions;
    const query = <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params);
    const context = await this.engine.context({ query });
    const [loaded] = await loadLines({ query }, [line], context);
    const facts = loaded?.facts.service_line;
    if (facts === undefined) throw new Problem('not_found');
    const register = await loadRegister(reader, line);
    const shown = await this.findVisible(
      scope,
      facts.contracts.map((c) => c.id),
    );
    return { facts, register, ...shown, concerned: await concernsLine(reader, scope, line), ...context };
  }

  /** The first tender for the days after what is signed that the caller may see and whose lot for the line has not led to a contract. */
  private async tenderAhead(scope: Scope, line: LineFacts): Promise<TenderAhead | null> {
    const from = computeLeftDay(line);
    if (from === null) return null;
    const sql = new Sql();
    const serviceLine = sql.p(line.subject.id);
    visiblePurchase(sql, scope, TENDER_PARTIES)
      .and(`l.service_line_id = ${serviceLine} AND r.dataset = ${sql.p(line.dataset)}`)
      .and(`coalesce(r.state, '') NOT IN ('contracted', 'failed', 'cancelled')`)
      // What was to end before is no successor; a tender recorded elsewhere without a window may be long over.
      .and(`CASE WHEN w."end" IS NULL THEN r.conducted = 'here' ELSE latest_day(w."end") >= ${sql.p(from)}::date END`);
    const [tender] = await this.transactions.reader.query<TenderAhead[]>(
      `SELECT r.id, r.state, w.start FROM tenders r JOIN tender_service_lines l ON l.tender_id = r.id
       CROSS JOIN LATERAL (
         SELECT o.window_start AS start, o.window_end AS "end" FROM lots o JOIN lot_service_lines s ON s.lot_id = o.id
         WHERE o.tender_id = r.id AND s.service_line_id = ${serviceLine}
           AND coalesce(o.state, '') NOT IN ('contracted', 'failed', 'cancelled')
         UNION ALL SELECT r.window_start, r.window_end WHERE NOT EXISTS (SELECT FROM lots o WHERE o.tender_id = r.id)
       ) w
       WHERE ${sql.where} ORDER BY w.start, r.id LIMIT 1`,
      sql.params,
    );
    return tender ?? null;
  }

  /** To whom the plans of a line pass its recipients, by the record of the plan. */
  private async receivers({ contracts }: LineFacts): Promise<ReadonlyMap<string, string>> {
    const passing = contracts.flatMap(({ plans }) =>
      plans.filter(({ kind }) => kind === 'hand_over' || kind === 'absorb').map(({ record }) => record),
    );
    if (passing.length === 0) return new Map();
    const rows = await this.transactions.reader.query<{ record: string; receiver: string }[]>(
      `SELECT 'fact:' || fact_id AS record, receiver_id AS receiver FROM planned_receivers
       WHERE 'fact:' || fact_id = ANY ($1::text[])`,
      [passing],
    );
    return new Map(rows.map(({ record, receiver }) => [record, receiver]));
  }

  /**
   * Records of plans that were not carried out in their time, as far as that is over. Whether one that is agreed will be carried out nobody
   * knows before.
   */
  private async findLapsedPlans(line: LineFacts, today: PlainDate): Promise<ReadonlySet<string>> {
    const open = line.contracts.flatMap(({ plans }) =>
      plans.filter(({ carriedOutOn }) => carriedOutOn === null).map(({ record }) => record),
    );
    if (open.length === 0) return new Set();
    const rows = await this.transactions.reader.query<{ record: string }[]>(
      `SELECT 'fact:' || f.fact_id AS record FROM planned_facts f JOIN continuity_plans p ON p.id = f.plan_id JOIN contracts c ON c.id = p.contract_id
       WHERE 'fact:' || f.fact_id = ANY ($1::text[]) AND p.state IN ('proposed', 'agreed', 'lapsed') AND ${planLastDaySql('p', 'c')} < $2::date`,
      [open, earlier(getViewDay(line), today)],
    );
    return new Set(rows.map(({ record }) => record));
  }

  /** Of these contracts, those that the caller may see, and those of them whose supplier is told too. */
  private async findVisible(scope: Scope, contracts: readonly string[]): Promise<Pick<KnownLine, 'visible' | 'named'>> {
    const sql = new Sql();
    visiblePurchase(sql.and(`r.id = ANY (${sql.p(contracts)}::uuid[])`), scope, CONTRACT_PARTIES);
    const isWhole = isInsider(sql, scope, CONTRACT_PARTIES);
    const rows = await this.transactions.reader.query<{ id: string; named: boolean }[]>(
      `SELECT r.id, NOT r.supplier_withheld OR coalesce(${isWhole}, false) AS named FROM contracts r WHERE ${sql.where}`,
      sql.params,
    );
    return {
      visible: new Set(rows.map(({ id }) => id)),
      named: new Set(rows.flatMap(({ id, named }) => (named ? [id] : []))),
    };
  }
}

function hideContracts(
  { visible, named, concerned }: Pick<KnownLine, 'visible' | 'named' | 'concerned'>,
  coverage: Coverage,
  next: Next,
): UnnamedCoverage {
  const showContract = (contract: string): string | null => (visible.has(contract) ? contract : null);
  return {
    ...coverage,
    spells: coverage.spells.map((spell) => ({
      ...spell,
      contract: showContract(spell.contract),
      agency: named.has(spell.contract) ? spell.agency : null,
      promise: visible.has(spell.contract) ? spell.promise : null,
    })),
    gaps: coverage.gaps.map((gap) => ({
      ...gap,
      recipientsAffected: !concerned && isFew(gap.recipientsAffected) ? null : gap.recipientsAffected,
    })),
    overlaps: coverage.overlaps.map((overlap) => ({ ...overlap, contracts: overlap.contracts.map(showContract) })),
    next: hideNextContract(next, visible, named),
    successor: coverage.successor && { ...coverage.successor, contract: showContract(coverage.successor.contract) },
    excluded: coverage.excluded.map((contract) => ({ ...contract, contract: showContract(contract.contract) })),
  };
}

/** Who will serve is told with the contract by which, or under which, that is known. */
function hideNextContract(
  next: Next,
  visible: ReadonlySet<string>,
  named: ReadonlySet<string>,
): UnnamedCoverage['next'] {
  const showContract = (contract: string): string | null => (visible.has(contract) ? contract : null);
  const known = next.kind === 'signed' ? next.contract : (next.plan?.contract ?? null);
  return {
    ...next,
    contract: next.contract === null ? null : showContract(next.contract),
    plan: next.plan && { ...next.plan, contract: showContract(next.plan.contract) },
    by: known !== null && named.has(known) ? next.by : null,
  };
}
