import { Injectable } from '@nestjs/common';
import { Transactions } from '../../kernel/database/transactions.js';
import type { PLAN_KINDS } from '../../purchase/tenders/recording/fact-types.js';
import type { LineOutlookDto } from './answers/survey-answer.dto.js';
import type { NextKind } from './survey-types.js';

/** Who serves a line from when to when, as far as everybody may know it: names of bodies, null where not published. */
interface LineCoverage {
  asOf: string;
  spells: readonly { from: string; to: string; agencyName: string | null }[];
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
    const now = (covered?.spells ?? []).filter((s) => s.from <= (covered?.asOf ?? '') && s.to >= (covered?.asOf ?? ''));
    const { kind, plan, starts, byName } = covered?.next ?? NOTHING;
    return {
      serviceLine: id,
      name,
      servedBy: [...new Set(now.flatMap((s) => s.agencyName ?? []))],
      servedUntil:
        now
          .map((s) => s.to)
          .sort()
          .at(-1) ?? null,
      next: { kind, plan: kind === 'plan' ? (plan?.kind ?? null) : null, from: starts, by: byName },
    };
  }
}
