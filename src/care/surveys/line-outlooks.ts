import { Injectable } from '@nestjs/common';
import { Transactions } from '../../kernel/database/transactions.js';
import { standingBodySql } from '../../people/organisations/merges/standing-records.js';
import type { PLAN_KINDS } from '../../purchase/tenders/recording/fact-types.js';
import type { LineOutlookDto } from './answers/survey-answer.dto.js';
import type { NextKind } from './survey-types.js';

/** Who serves a line from when to when, as far as everybody may know it: names of bodies, null where not published. */
interface LineCoverage {
  asOf: string;
  spells: readonly { from: string; to: string; contract: string | null; agencyName: string | null }[];
  next: {
    kind: NextKind;
    plan: { kind: (typeof PLAN_KINDS)[number] } | null;
    /** First day of what it is. */
    starts: string | null;
    byName: string | null;
  };
}
const NOTHING: LineCoverage['next'] = { kind: 'none', plan: null, starts: null, byName: null };
export type CoverageOfLine = (line: string) => Promise<LineCoverage>;

/** SQL: the contracts of a line that are halted for danger to its recipients, each with who serves meanwhile by then. */
const HALTED = `
  SELECT c.contract_id AS contract, coalesce(o.name, s.named ->> 'name') AS name
  FROM contract_service_line c JOIN contract_halt h ON h.contract_id = c.contract_id
    AND h.state = 'in_force' AND h.ground = 'danger_to_recipients' AND h.began_on <= $2::date
  LEFT JOIN LATERAL jsonb_array_elements(h.served_by) s(named)
    ON (s.named ->> 'line')::uuid = c.service_line_id AND (s.named ->> 'from')::date <= $2::date
  LEFT JOIN organisation o ON o.id = ${standingBodySql("(s.named ->> 'organisation')::uuid")}
  WHERE c.service_line_id = $1 ORDER BY c.contract_id, name`;

/** What residents are told of their line. Coverage is counted by a later room, which says here how. */
@Injectable()
export class LineOutlooks {
  private coverage: CoverageOfLine | null = null;

  constructor(private readonly transactions: Transactions) {}

  contribute(coverage: CoverageOfLine): void {
    if (this.coverage !== null) throw new Error('The coverage of a line is contributed twice');
    this.coverage = coverage;
  }

  /** The lines of a contract. */
  async loadOutlooks(contract: string): Promise<LineOutlookDto[]> {
    const lines = await this.transactions.reader.query<{ id: string; name: string }[]>(
      `SELECT l.id, l.name FROM contract_service_line c JOIN service_line l ON l.id = c.service_line_id
       WHERE c.contract_id = $1 ORDER BY l.name, l.id`,
      [contract],
    );
    const outlooks: LineOutlookDto[] = [];
    for (const line of lines) outlooks.push(await this.outlook(line));
    return outlooks;
  }

  private async outlook({ id, name }: { id: string; name: string }): Promise<LineOutlookDto> {
    const covered = await this.coverage?.(id);
    const asOf = covered?.asOf ?? null;
    const halted = await this.transactions.reader.query<{ contract: string; name: string | null }[]>(HALTED, [
      id,
      asOf,
    ]);
    const spells = covered?.spells ?? [];
    const isTold = (contract: string): boolean => spells.some((spell) => spell.contract === contract);
    // A contract that was not published has no name here: of several such ones nobody is told which is halted.
    const resting = new Set(halted.map(({ contract }) => (isTold(contract) ? contract : null)));
    const now = spells.filter(
      ({ from, to, contract }) => from <= (asOf ?? '') && to >= (asOf ?? '') && !resting.has(contract),
    );
    const { kind, plan, starts, byName } = covered?.next ?? NOTHING;
    return {
      serviceLine: id,
      name,
      servedBy: [
        ...new Set([...now.flatMap((s) => s.agencyName ?? []), ...halted.flatMap(({ name: by }) => by ?? [])]),
      ],
      servedUntil:
        now
          .map((s) => s.to)
          .sort()
          .at(-1) ?? null,
      next: { kind, plan: kind === 'plan' ? (plan?.kind ?? null) : null, from: starts, by: byName },
    };
  }
}
