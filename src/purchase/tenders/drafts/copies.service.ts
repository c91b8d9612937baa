import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { BudgetLevel } from '../../../law/code-lists/methods.js';
import { insertTender } from '../new-tender.js';
import { TENDER_PARTIES, visiblePurchase } from '../reads/tender-visibility.js';
import type { CalendarTemplate } from '../../programmes/calendar-template.js';
import { plannedYear, type PlannedYear } from './calendar-plan.rules.js';
import type { NewCopyDto } from './copies.dto.js';
import { loadTenderDocument } from '../conducted/tender-document.js';
import { NO_PLAN } from '../conducted/terms/terms-types.js';
import type { Programme } from '../../programmes/programme.entity.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';

interface Origin {
  id: string;
  purchase_id: string;
  dataset: string;
  buyer_id: string | null;
  programme_id: string | null;
  mine: boolean;
}
type ProgrammeCycle = Pick<StoredRow<Programme>, 'year'> & { calendar: CalendarTemplate };

/** Last year's purchase as the beginning of this year's: everything but its dates, its agent and its programme. */
@Injectable()
export class CopiesService {
  constructor(private readonly transactions: Transactions) {}

  copy(principal: Principal, id: string, dto: NewCopyDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const origin = await loadOrigin(tx, id);
      const document = await loadTenderDocument(tx, id);
      const lots = dto.newRound ? await failedLots(tx, origin, dto.lots) : namedLots(document.lots, dto.lots);
      const { window, plan } = dto.newRound
        ? { window: document.window, plan: NO_PLAN }
        : await plannedDates(tx, origin, dto);
      const taken = pick(document.lots, lots).map(({ window: own, ...lot }) => ({
        ...lot,
        // Dates are planned anew.
        ...(dto.newRound && own && { window: own }),
      }));
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
          programme: dto.programme ?? (dto.newRound ? origin.programme_id : null),
          serviceLines: taken.every(({ serviceLines }) => serviceLines) ? [] : document.serviceLines,
          window,
          // What the lots that are left out were to cost is not spent here.
          budget: lots.length < document.lots.length ? null : document.budget,
          lots: taken,
        },
        {
          draft: { terms: document.terms, plan, agent: null, copiedFrom: id },
          ...(dto.newRound && { round: { purchase: origin.purchase_id } }),
        },
      );
      return tender.id;
    });
  }
}

/** A purchase of one of the caller's bodies; what is only visible is not the caller's to repeat. */
async function loadOrigin(tx: Tx, id: string): Promise<Origin & { buyer_id: string }> {
  const scope = toScope(tx.principal);
  const sql = new Sql();
  visiblePurchase(sql.and(`r.id = ${sql.p(id)}`), scope, TENDER_PARTIES);
  const mine = scope.everything ? 'true' : isMine(sql, scope, 'r.buyer_id');
  const [row] = await tx.query<Origin>(
    `SELECT r.id, r.purchase_id, r.dataset, r.buyer_id, r.programme_id, coalesce(${mine}, false) AS mine FROM tender r WHERE ${sql.where}`,
    sql.params,
  );
  if (!row) throw new Problem('not_found');
  if (!row.mine || row.buyer_id === null) throw new Problem('not_permitted');
  return { ...row, buyer_id: row.buyer_id };
}

const pick = <L extends { no: number }>(lots: readonly L[], numbers: readonly number[]): L[] =>
  lots.filter(({ no }) => numbers.includes(no));

/** The lots a copy takes. @throws Problem `lot_unknown` for one that the origin does not have */
function namedLots(lots: readonly { no: number }[], numbers: readonly number[] | undefined): number[] {
  const known = lots.map(({ no }) => no);
  const stranger = numbers?.findIndex((no) => !known.includes(no)) ?? -1;
  if (stranger >= 0)
    throw Problem.ofField('lot_unknown', `/lots/${stranger}`, { en: 'No such lot', zh: '没有这个包（标段）' });
  return numbers === undefined ? known : [...numbers];
}

/**
 * Lots that failed and are not in another round yet. The origin stays locked until the new round stands: two that begin at
 * once do not both take a lot.
 */
async function failedLots(tx: Tx, origin: Origin, numbers: readonly number[] | undefined): Promise<number[]> {
  await tx.query(`SELECT FROM tender WHERE id = $1 FOR NO KEY UPDATE`, [origin.id]);
  const lots = await tx.query<{ no: number; failed: boolean; next: string | null }>(
    `SELECT l.no, l.state IS NOT DISTINCT FROM 'failed' AS failed,
       (SELECT n.id FROM tender n JOIN lot m ON m.tender_id = n.id AND m.no = l.no
        WHERE n.copied_from = $1 AND n.purchase_id = $2 AND n.state <> 'cancelled' LIMIT 1) AS next
     FROM lot l WHERE l.tender_id = $1 ORDER BY l.no`,
    [origin.id, origin.purchase_id],
  );
  const free = lots.filter(({ failed, next }) => failed && next === null).map(({ no }) => no);
  const asked = namedLots(lots, numbers ?? free);
  const refused = lots.filter(({ no }) => asked.includes(no) && !free.includes(no));
  if (asked.length > 0 && refused.length === 0) return asked;
  throw new Problem('lot_not_failed', {
    facts: { lots: refused.map(({ no, failed, next }) => ({ lot: no, failed, round: next })) },
  });
}

/** By the calendar of the programme that is named, else of the origin's, a year later; without a calendar nothing is planned. */
async function plannedDates(tx: Tx, origin: Origin, { programme, year }: NewCopyDto): Promise<PlannedYear> {
  const cycle = await loadCycle(tx, programme ?? origin.programme_id);
  if (cycle === null) return { window: { start: null, end: null }, plan: NO_PLAN };
  return plannedYear(cycle.calendar, year ?? (programme === undefined ? cycle.year + 1 : cycle.year));
}

async function loadCycle(tx: Tx, programme: string | null): Promise<ProgrammeCycle | null> {
  if (programme === null) return null;
  const [row] = await tx.query<ProgrammeCycle>(
    `SELECT year, calendar FROM programme WHERE id = $1 AND calendar IS NOT NULL`,
    [programme],
  );
  return row ?? null;
}
