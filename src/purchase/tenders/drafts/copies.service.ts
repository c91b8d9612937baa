import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { getRule } from '../../../law/rules/rule-book.js';
import type { BudgetLevel } from '../../../law/code-lists/methods.js';
import { insertTender } from '../new-tender.js';
import { TENDER_PARTIES, visiblePurchase } from '../reads/tender-visibility.js';
import type { CalendarTemplate } from '../../programmes/calendar-template.js';
import { plannedYear, type PlannedYear } from './calendar-plan.rules.js';
import type { NewCopyDto } from './copies.dto.js';
import { omitEndedScheme } from '../conducted/terms/announced-scheme.js';
import { lockRounds } from '../conducted/conducted-tender.js';
import { loadTenderDocument } from '../conducted/tender-document.js';
import type { DocumentLot } from '../conducted/terms/document-types.js';
import { loadFailedPurchase } from '../oversight/ways/failed-lots.queries.js';
import { selectFailedLots } from '../oversight/ways/failed-lots.js';
import { CONDUCTED_METHODS, toRuleRefusal } from '../conducted/issue.rules.js';
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
      const change = dto.methodChange === undefined ? null : await lockChange(tx, origin, dto.methodChange);
      const isRound = dto.newRound === true || change !== null;
      const lots = isRound
        ? await failedLots(tx, origin, change?.lots ?? dto.lots)
        : namedLots(document.lots, dto.lots);
      const method = change?.method ?? document.method;
      const { window, plan } = isRound
        ? { window: document.window, plan: NO_PLAN }
        : await plannedDates(tx, origin, dto);
      const owner = { buyer: origin.buyer_id, dataset: origin.dataset };
      const terms = await omitEndedScheme(tx, owner, document.terms);
      const taken: DocumentLot[] = [];
      for (const { window: own, terms: said, ...lot } of pick(document.lots, lots))
        taken.push({
          ...lot,
          ...(said && { terms: await omitEndedScheme(tx, owner, said) }),
          // Dates are planned anew.
          ...(isRound && own && { window: own }),
        });
      const { tender } = await insertTender(
        tx,
        {
          // Of a method that is not conducted here the facts are recorded.
          conducted: change === null || CONDUCTED_METHODS.includes(change.method) ? 'here' : 'elsewhere',
          dataset: origin.dataset,
          buyer: origin.buyer_id,
          title: dto.title ?? document.title,
          method,
          category: document.category,
          region: document.region,
          budgetLevel: document.budgetLevel as BudgetLevel | null,
          programme: dto.programme ?? (isRound ? origin.programme_id : null),
          serviceLines: taken.every(({ serviceLines }) => serviceLines) ? [] : document.serviceLines,
          window,
          // What the lots that are left out were to cost is not spent here.
          budget: lots.length < document.lots.length ? null : document.budget,
          lots: taken,
        },
        {
          draft: { terms, plan, agent: null, copiedFrom: id },
          ...(isRound && { round: { purchase: origin.purchase_id } }),
        },
      );
      if (change !== null)
        await tx.query(`UPDATE method_change SET round_id = $2, version = version + 1 WHERE id = $1`, [
          change.id,
          tender.id,
        ]);
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

interface OpenChange {
  id: string;
  method: string;
  lots: number[];
  is_open: boolean;
}

/** Another method for lots of the origin, which stays locked. @throws Problem `not_found`, `way_not_approved` */
async function lockChange(tx: Tx, origin: Origin, id: string): Promise<OpenChange> {
  await lockRounds(tx, origin.purchase_id);
  const [change] = await tx.query<OpenChange>(
    `SELECT id, method, lots, state IN ('granted', 'not_required') AS is_open FROM method_change
     WHERE id = $1 AND tender_id = $2 FOR NO KEY UPDATE`,
    [id, origin.id],
  );
  if (!change)
    throw new Problem('not_found', {
      errors: [{ pointer: '/methodChange', code: 'not_found', text: { en: 'No such request', zh: '没有该申请' } }],
    });
  if (!change.is_open) throw new Problem('way_not_approved', toRuleRefusal(getRule('FAIL-LEADS-ON'), []));
  return change;
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
 * Lots that failed and are bought in no other round. Every round of the purchase stays locked until the new one stands: two that
 * begin at once do not both take a lot, nor does one whose failure is undone meanwhile.
 */
async function failedLots(tx: Tx, origin: Origin, numbers: readonly number[] | undefined): Promise<number[]> {
  await lockRounds(tx, origin.purchase_id);
  const { lots } = await loadFailedPurchase(tx.manager, origin.id);
  return selectFailedLots(lots, numbers).map(({ no }) => no);
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
