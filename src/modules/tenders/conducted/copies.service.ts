import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../platform/access/principal.js';
import { scopeOf } from '../../../platform/access/scope.js';
import { isMine } from '../../../platform/access/visible.js';
import { Sql } from '../../../platform/database/sql.js';
import { Transactions, type Tx } from '../../../platform/database/transactions.js';
import { Problem } from '../../../platform/errors/problem.js';
import type { CalendarTemplate } from '../../programmes/calendar-template.js';
import type { BudgetLevel } from '../../rules/methods.js';
import { insertTender } from '../new-tender.js';
import { TENDER_PARTIES, visiblePurchase } from '../tender.visibility.js';
import { plannedYear, type PlannedYear } from './calendar-plan.rules.js';
import type { NewCopyDto } from './copies.dto.js';
import { documentOf } from './tender-document.js';
import { NO_PLAN } from './terms.types.js';

interface Origin {
  id: string;
  dataset: string;
  buyer_id: string | null;
  programme_id: string | null;
  mine: boolean;
}
interface ProgrammeCycle {
  year: number;
  calendar: CalendarTemplate;
}

/** Last year's purchase as the beginning of this year's: everything but its dates, its agent and its programme. */
@Injectable()
export class CopiesService {
  constructor(private readonly transactions: Transactions) {}

  copy(principal: Principal, id: string, dto: NewCopyDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const origin = await originOf(tx, id);
      const document = await documentOf(tx, id);
      const { window, plan } = await plannedDates(tx, origin, dto);
      const { tender } = await insertTender(
        tx,
        {
          conducted: 'here',
          dataset: origin.dataset,
          buyer: origin.buyer_id,
          title: dto.title ?? document.title,
          method: document.method,
          category: document.category,
          region: document.region,
          budgetLevel: document.budgetLevel as BudgetLevel | null,
          programme: dto.programme ?? null,
          serviceLines: document.serviceLines,
          window,
          budget: document.budget,
          lots: document.lots.map(({ no, name, ceiling, pricing }) => ({
            no,
            name,
            ceiling,
            pricing: pricing as 'fixed' | 'competitive' | null,
          })),
        },
        { draft: { terms: document.terms, plan, agent: null, copiedFrom: id } },
      );
      return tender.id;
    });
  }
}

/** A purchase of one of the caller's bodies; what is only visible is not the caller's to repeat. */
async function originOf(tx: Tx, id: string): Promise<Origin & { buyer_id: string }> {
  const scope = scopeOf(tx.principal);
  const sql = new Sql();
  visiblePurchase(sql.and(`r.id = ${sql.p(id)}`), scope, TENDER_PARTIES);
  const mine = scope.everything ? 'true' : isMine(sql, scope, 'r.buyer_id');
  const [row] = await tx.query<Origin>(
    `SELECT r.id, r.dataset, r.buyer_id, r.programme_id, coalesce(${mine}, false) AS mine FROM tender r WHERE ${sql.where}`,
    sql.params,
  );
  if (!row) throw new Problem('not_found');
  if (!row.mine || row.buyer_id === null) throw new Problem('not_permitted');
  return { ...row, buyer_id: row.buyer_id };
}

/** By the calendar of the programme that is named, else of the origin's, a year later; without either nothing is planned. */
async function plannedDates(tx: Tx, origin: Origin, { programme, year }: NewCopyDto): Promise<PlannedYear> {
  const cycle = await cycleOf(tx, programme ?? origin.programme_id);
  if (cycle === null) return { window: { start: null, end: null }, plan: NO_PLAN };
  return plannedYear(cycle.calendar, year ?? (programme === undefined ? cycle.year + 1 : cycle.year));
}

async function cycleOf(tx: Tx, programme: string | null): Promise<ProgrammeCycle | null> {
  if (programme === null) return null;
  const [row] = await tx.query<ProgrammeCycle>(`SELECT year, calendar FROM programme WHERE id = $1`, [programme]);
  return row ?? null;
}
