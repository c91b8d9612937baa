import { Injectable } from '@nestjs/common';
import { narrowScope, type Scope } from '../../kernel/access/scope.js';
import type { PlainDate } from '../../kernel/clock/plain-date.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { ProgressQueries } from '../../care/delivery/progress/progress.queries.js';
import { servedEndSql } from '../../purchase/contracts/served-end.js';
import { visibleProgramme } from '../../purchase/programmes/programme-row.queries.js';
import { computeCoverage, computeDomain, exactSpells, placements } from '../../watch/coverage/coverage.rules.js';
import { CoverageService, chooseViewDay } from '../../watch/coverage/coverage.service.js';
import { clipAll, toDays } from '../../watch/rules/intervals.rules.js';
import { CONTRACT_PARTIES, isInsider } from '../../purchase/tenders/reads/tender-visibility.js';
import { calendarPicture, type CalendarContract } from './calendar-picture.js';
import type { Picture } from './drawing.js';
import { progressPicture } from './progress-picture.js';
import { ribbonPicture } from './ribbon-picture.js';

/** Contracts of a programme that are drawn; the others are counted. */
const MOST_CONTRACTS = 30;

/** What is drawn is what the caller may read as JSON, and nothing beside it. */
@Injectable()
export class PicturesQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly coverage: CoverageService,
    private readonly progress: ProgressQueries,
  ) {}

  async ofLine(scope: Scope, id: string, asOf: PlainDate | null, lang: Language): Promise<Picture> {
    const { facts, register, today } = await this.coverage.loadKnownLine(scope, id);
    const line = { ...facts, asOf: chooseViewDay(asOf, today) };
    const domain = computeDomain(line);
    const found = computeCoverage(line);
    const placed = placements(line);
    const undated = placed.flatMap(({ exact, possible }) => (exact === null && possible !== null ? [possible] : []));
    return ribbonPicture(
      {
        name: await this.loadName('service_lines', 'name', id),
        asOf: found.asOf,
        domain: domain && toDays(domain),
        spells: exactSpells(placed).map(({ exact, contract }) => ({
          ...toDays(exact),
          days: register.evidence.get(contract.id)?.days ?? null,
        })),
        undated: {
          contracts: found.excluded.length,
          possible: domain === null ? [] : clipAll(undated, domain).map(toDays),
        },
        ratios: new Map(found.years.map(({ year, ratio }) => [year, ratio])),
      },
      lang,
    );
  }

  async ofContract(scope: Scope, id: string, lang: Language): Promise<Picture> {
    const progress = await this.progress.one(scope, id);
    return progressPicture(await this.loadName('contracts', 'title', id), progress, lang);
  }

  /** The contracts of a programme that the caller sees with what is done under them. */
  async ofProgramme(scope: Scope, id: string, lang: Language): Promise<Picture> {
    const { reader } = this.transactions;
    const sql = new Sql();
    visibleProgramme(sql.and(`r.id = ${sql.p(id)}`), scope);
    const [programme] = await reader.query<{ name: string; year: number; today: PlainDate }[]>(
      `SELECT r.name, r.year, business_today()::text AS today FROM programmes r WHERE ${sql.where}`,
      sql.params,
    );
    if (!programme) throw new Problem('not_found');
    const { contracts, total } = await this.loadContracts(scope, id);
    const { name, year, today: asOf } = programme;
    return calendarPicture({ name, year, asOf, contracts, contractsLeftOut: total - contracts.length }, lang);
  }

  private async loadContracts(
    scope: Scope,
    programme: string,
  ): Promise<{ contracts: CalendarContract[]; total: number }> {
    const sql = new Sql();
    sql
      .and(`r.programme_id = ${sql.p(programme)} AND d.days IS NOT NULL`)
      .and(isInsider(sql, narrowScope(scope, 'contract.read'), CONTRACT_PARTIES));
    const rows = await this.transactions.reader.query<(CalendarContract & { total: number })[]>(
      `SELECT coalesce(r.title, r.number, '') AS title, lower(d.days)::text AS from, (upper(d.days) - 1)::text AS to,
         (SELECT CASE WHEN r.conducted = 'here' OR count(m.month) > 0 THEN coalesce(jsonb_object_agg(m.month, m.records)
            FILTER (WHERE m.month IS NOT NULL), '{}') END FROM (
            SELECT to_char(s.served_on, 'YYYY-MM') AS month, sum(s.records)::int AS records FROM service_days s
            WHERE s.contract_id = r.id AND s.within_contract GROUP BY 1) m) AS records,
         count(*) OVER ()::int AS total
       FROM signed_contracts r CROSS JOIN LATERAL (SELECT contract_days(r.window_start, r.window_end, ${servedEndSql('r')}) AS days) d
       WHERE ${sql.where} ORDER BY d.days, r.title, r.id LIMIT ${MOST_CONTRACTS}`,
      sql.params,
    );
    return { contracts: rows, total: rows[0]?.total ?? 0 };
  }

  private async loadName(view: 'service_lines' | 'contracts', column: 'name' | 'title', id: string): Promise<string> {
    const [row] = await this.transactions.reader.query<{ name: string | null }[]>(
      `SELECT ${column} AS name FROM ${view} WHERE id = $1`,
      [id],
    );
    return row?.name ?? '';
  }
}
