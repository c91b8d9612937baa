import type { QueryRunner } from 'typeorm';
import type { TestApp } from '../support/app.js';
import { SHOWN_OTHERWISE } from './public-rule.js';

/** How many rows there are of which a statement could speak: of none it holds whatever the product does. */
export const SPOKEN_OF = {
  award: `SELECT count(*)::int AS n FROM award WHERE state IN ('pending', 'active', 'contracted')`,
  programme: `SELECT count(*)::int AS n FROM tender t JOIN lot l ON l.tender_id = t.id WHERE t.programme_id IS NOT NULL
     AND t.conducted = 'here' AND t.state NOT IN ('draft', 'failed', 'cancelled')`,
  contract: `SELECT count(*)::int AS n FROM contract WHERE conducted = 'here' AND state NOT IN ('draft', 'void') AND taken_over_at IS NULL`,
} as const;

/** Whose lines a purchase draws on: those of its category, however many there are, else (null) those that have none. */
const POOL = `(SELECT max(o.category) FROM budget_line o WHERE o.programme_id = t.programme_id AND o.category = t.category)`;

/** What a lot takes of its line: its contract with the supplements; awarded, its award; on its way, its ceiling. */
const TAKEN = `coalesce(
  (SELECT sum(c.amount + c.supplements) FROM contract c WHERE c.lot_id = l.id AND c.state NOT IN ('draft', 'void', 'rescinded')),
  (SELECT a.amount FROM award a WHERE a.lot_id = l.id AND a.state IN ('active', 'contracted')), l.ceiling, 0)`;

/** What must never be, of what is conducted here (§ 7 of the domain): each statement answers the rows that break it. */
export const BROKEN: Readonly<Record<string, string>> = {
  '§7 one active award per lot': `SELECT lot_id FROM award WHERE state IN ('pending', 'active', 'contracted')
     GROUP BY lot_id HAVING count(*) > (SELECT coalesce(l.suppliers_most, 1) FROM lot l WHERE l.id = lot_id)`,
  '§7 Σ lots ≤ programme line': `SELECT x.programme_id, x.pool, x.taken FROM (
       SELECT t.programme_id, ${POOL} AS pool, sum(${TAKEN}) AS taken FROM tender t JOIN lot l ON l.tender_id = t.id
       WHERE t.programme_id IS NOT NULL AND t.conducted = 'here' AND t.state NOT IN ('draft', 'failed', 'cancelled')
         AND coalesce(l.state, '') NOT IN ('failed', 'cancelled') GROUP BY 1, 2
     ) x WHERE x.taken > (SELECT coalesce(sum(b.amount), 0) FROM budget_line b
       WHERE b.programme_id = x.programme_id AND b.category IS NOT DISTINCT FROM x.pool)`,
  '§7 Σ lots ≤ what the purchase was given': `SELECT t.id FROM tender t JOIN lot l ON l.tender_id = t.id
     WHERE t.conducted = 'here' AND t.state <> 'draft' GROUP BY t.id HAVING sum(l.ceiling) > t.budget`,
  // A draft waits for its award to be signed, or for being given up where the award has come to nothing.
  '§7 no contract without an active award': `SELECT c.id, c.state, a.state AS award FROM contract c LEFT JOIN award a ON a.id = c.award_id
       AND a.lot_id = c.lot_id AND a.tender_id = c.tender_id AND a.amount = c.amount AND a.supplier_id = c.supplier_id
     WHERE c.conducted = 'here' AND c.state <> 'void' AND c.taken_over_at IS NULL AND coalesce(a.state, 'none') <> ALL (CASE c.state
       WHEN 'draft' THEN ARRAY['active', 'refused', 'invalidated', 'cancelled']
       WHEN 'rescinded' THEN ARRAY['contracted', 'invalidated'] ELSE ARRAY['contracted'] END)`,
  '§7 one audit row and one outbox row per change': `SELECT a.id FROM audit_entry a FULL JOIN outbox o ON o.audit_id = a.id
     GROUP BY a.id, o.audit_id HAVING count(o.id) <> 1 OR count(a.id) <> 1`,
  '§7 as many rows of audit as a need or registration has versions': `SELECT r.id, r.version, count(a.id) FROM (
       SELECT id, version FROM need UNION ALL SELECT id, version FROM registration
     ) r LEFT JOIN audit_entry a ON a.aggregate_id = r.id::text
     GROUP BY r.id, r.version HAVING count(a.id) <> r.version`,
  'the public list of tenders shows what the rule shows': SHOWN_OTHERWISE,
};

/** After so many steps the statements are planned anew, for what the tables have become. */
const ASKED_BY_ONE_PLAN = 16;

/** Asks what must never be after every step: all statements as one, in a session that plans them once for many steps. */
export class Invariants {
  private asked = 0;

  private constructor(
    private readonly runner: QueryRunner,
    private readonly client: NamedStatements,
    private readonly statements: Readonly<Record<string, string>>,
  ) {}

  static async open(app: TestApp, statements: Readonly<Record<string, string>> = BROKEN): Promise<Invariants> {
    const runner = app.dataSource.createQueryRunner();
    return new Invariants(runner, (await runner.connect()) as NamedStatements, statements);
  }

  /** The rows that break a statement, each with it. */
  async listBroken(): Promise<{ statement: string; row: unknown }[]> {
    const parts = Object.values(this.statements).map(
      (sql, no) => `SELECT ${no} AS no, to_jsonb(x) AS row FROM (${sql}) x`,
    );
    const name = `invariants ${Math.floor(this.asked++ / ASKED_BY_ONE_PLAN)}`;
    const { rows } = await this.client.query({ name, text: parts.join(' UNION ALL ') });
    return rows.map(({ no, row }) => ({ statement: Object.keys(this.statements)[no] ?? '', row }));
  }

  close(): Promise<void> {
    return this.runner.release();
  }
}

/** As much of the driver's client as that needs. */
interface NamedStatements {
  query(statement: { name: string; text: string }): Promise<{ rows: { no: number; row: unknown }[] }>;
}
