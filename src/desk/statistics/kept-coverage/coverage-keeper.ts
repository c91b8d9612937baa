import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../../kernel/access/principal.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { JobRegistry } from '../../../kernel/queue/jobs/job-registry.js';
import { keepCoverage } from './keep-coverage-job.js';
import { COVERAGE_RULES, countDaysSql, hasDaysSql, lineDaysSql, TODAY } from './line-days.queries.js';

/** Changes, and years with a day more, that one statement takes up. */
const AT_ONCE = 1_000;
/** The last years that are kept; older ones are computed where somebody asks for them. */
const YEARS_KEPT = 20;
const LOCK = 7_244_100_002;

/** Says also by which rules this transaction counts, for the trigger that notes it. */
const TRY_LOCK = `SELECT pg_try_advisory_xact_lock(${LOCK}) AS held, set_config('throughline.coverage_rules', '${COVERAGE_RULES}', true)`;

/**
 * All of it sees one state of the database: a change that is taken up here has been seen, and one that commits later stays. A line
 * that has not begun is kept with no days, so that it is found when it begins.
 */
const KEEP = `
  WITH ${TODAY}, taken AS (
    DELETE FROM coverage_change WHERE id IN (SELECT id FROM coverage_change ORDER BY id LIMIT ${AT_ONCE}) RETURNING service_line_id
  ), due AS (
    (SELECT service_line_id, year FROM kept_coverage WHERE renew_on <= (SELECT day FROM today) ORDER BY renew_on LIMIT ${AT_ONCE})
    UNION (SELECT service_line_id, year FROM kept_coverage WHERE rules < ${COVERAGE_RULES} ORDER BY service_line_id LIMIT ${AT_ONCE})
  ), wanted AS (
    SELECT id, min(year) AS year FROM (SELECT service_line_id, 0 FROM taken UNION ALL SELECT service_line_id, year FROM due) w (id, year) GROUP BY id
  ), asked AS MATERIALIZED (
    SELECT r.id, r.dataset, y.year,
      CASE WHEN ${hasDaysSql('y.year')} THEN ${lineDaysSql('y.year')} ELSE 'empty' END AS days,
      CASE WHEN r.since > (SELECT day FROM today) THEN r.since WHEN ${lineDaysSql('y.year')} @> (SELECT day FROM today) THEN (SELECT day FROM today) + 1 END AS renew_on
    FROM wanted w JOIN service_lines r ON r.id = w.id
    CROSS JOIN LATERAL (SELECT extract(year FROM coalesce(r.since, '-infinity')) AS since, extract(year FROM (SELECT day FROM today)) AS today) n
    CROSS JOIN LATERAL generate_series(greatest(w.year, n.since, n.today - ${YEARS_KEPT - 1})::int, greatest(n.since, n.today)::int) AS y (year)
    WHERE ${hasDaysSql('y.year')} OR r.since > (SELECT day FROM today)
  ), counted AS (${countDaysSql('asked')}
  ), gone AS (
    DELETE FROM kept_coverage k USING wanted w
    WHERE k.service_line_id = w.id AND k.year >= w.year AND (k.service_line_id, k.year) NOT IN (SELECT id, year FROM asked)
  ), kept AS (
    INSERT INTO kept_coverage AS k (service_line_id, year, days, contracted, recorded, evidenced, vague, renew_on)
    SELECT id, year, a.days, c.contracted, c.recorded, c.evidenced, c.vague, a.renew_on FROM asked a JOIN counted c USING (id, year)
    ON CONFLICT (service_line_id, year) DO UPDATE SET days = excluded.days, contracted = excluded.contracted, recorded = excluded.recorded,
      evidenced = excluded.evidenced, vague = excluded.vague, renew_on = excluded.renew_on
  )
  SELECT greatest((SELECT count(*) FROM taken), (SELECT count(*) FROM due))::int AS most`;

/** Keeps what the statistics of coverage are added up from. */
@Injectable()
export class CoverageKeeper implements OnModuleInit {
  constructor(
    private readonly jobs: JobRegistry,
    private readonly transactions: Transactions,
  ) {}

  onModuleInit(): void {
    this.jobs.handle(keepCoverage, () => this.sweep());
  }

  async sweep(): Promise<void> {
    while ((await this.keepSome()) >= AT_ONCE);
  }

  /** One keeper at a time: what an older state said never replaces what a newer one said. */
  private keepSome(): Promise<number> {
    return this.transactions.run(SYSTEM, async (tx) => {
      const [lock] = await tx.query<{ held: boolean }>(TRY_LOCK);
      if (!lock?.held) return 0;
      const [kept] = await tx.query<{ most: number }>(KEEP);
      return kept?.most ?? 0;
    });
  }
}
