import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope } from '../../kernel/access/scope.js';
import type { ExternalId } from '../../kernel/database/external-ids/external-ids.js';
import { putByExternalId, withExternalId } from '../../kernel/database/external-ids/external-ids.js';
import { mustBeInDataset } from '../../kernel/database/kept.js';
import { changeData, changedColumns } from '../../kernel/database/merge-patch.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { formatYuanOrNull, parseYuan } from '../../kernel/money/money.js';
import { assertTenderPermission } from './acting-for.js';
import { createBudgetProblem, LockedBudget } from './budget.js';
import { lotWordsSql } from './conducted/terms/lot-terms.queries.js';
import { NO_OWN_WORDS, type LotWords } from './conducted/terms/lot-terms.rules.js';
import { assertFixedStays } from './fixed-words.js';
import { assertLinesOfLotsStay, assertLotWords, storeLotWords, withLinesOfLots } from './lots/lot-words.js';
import { applyLotWords, listChangedWords } from './lots/lot-words.rules.js';
import { lockConductedTender } from './conducted/conducted-tender.js';
import { mustEndAfterStart } from './recording/fact-check.js';
import { assertBuyerProgramme } from './new-tender.js';
import { refreshNotices } from './notices/notice-projection.js';
import { toTenderChange, openTender, type LotRow, type OpenTender } from './open-tender.js';
import { nameBuyer } from './named-buyer.js';
import { projectTender } from './purchases/projection.js';
import { DraftsService } from './drafts/drafts.service.js';
import { toTenderColumns, type TenderColumns } from './tender-columns.js';
import { RecordingSteps } from './recording/recording-steps.js';
import { RecordingService } from './recording/recording.service.js';
import type { NewLotDto, NewTenderDto, TenderChangeDto } from './reads/tender.dto.js';

/** A lot as it is to be, money in fen. */
export type LotChange = Pick<LotRow, 'no' | 'name' | 'ceiling' | 'budget'> &
  Partial<Pick<LotRow, 'pricing' | 'suppliers_most'>> &
  Partial<LotWords>;

const NO_LOT = { name: null, ceiling: null, budget: null, pricing: null, suppliers_most: null };
/** Columns of a lot whose changes the audit names one by one. */
const selectColumns = ({ name, ceiling, budget, pricing, suppliers_most }: Pick<LotRow, keyof typeof NO_LOT>) => ({
  name,
  ceiling,
  budget,
  pricing,
  suppliers_most,
});

/** What is known of a recorded tender apart from its facts, changed by a person or by a file that was published anew. */
@Injectable()
export class TenderChangesService {
  constructor(
    private readonly transactions: Transactions,
    private readonly steps: RecordingSteps,
    private readonly drafts: DraftsService,
    private readonly recording: RecordingService,
  ) {}

  /** One that is conducted here is written as a draft; what it is never changes. */
  private async isDraft(id: string): Promise<boolean> {
    const rows = await this.transactions.reader.query<unknown[]>(
      `SELECT FROM tender WHERE id = $1 AND conducted = 'here'`,
      [id],
    );
    return rows.length > 0;
  }

  /**
   * Creates or changes the recorded purchase that another system calls so; the same body twice is the same answer. Lots are
   * known by their numbers; one that it does not have yet is refused.
   */
  put(principal: Principal, external: ExternalId, dto: NewTenderDto, version?: number): Promise<string> {
    const of = { type: 'tender', dataset: dto.dataset ?? 'live', external, given: dto.externalIds };
    return this.transactions.run(principal, (tx) =>
      putByExternalId(tx, of, version, (known) => this.putRoot(tx, known, external, dto, version)),
    );
  }

  /** The same in a larger unit of work, of one that is known or null. */
  async putRoot(tx: Tx, known: string | null, by: ExternalId, dto: NewTenderDto, version?: number): Promise<string> {
    const dataset = dto.dataset ?? 'live';
    const externalIds = withExternalId(dto.externalIds, by);
    if (known === null) return (await this.recording.create(tx, { ...dto, dataset, externalIds })).tender.id;
    if (await this.isDraft(known)) return this.putDraft(tx, known, dto, version);
    const open = await this.update(tx, known, version, dto);
    await assertFixedStays(tx, known, dto, open.lots);
    const lots = changedLots(open, dto.lots ?? []);
    if (lots.length > 0) {
      const { dataset, conducted, buyer_id: buyer, window_start: start, window_end: end } = open.tender;
      const after = open.lots.map((lot) => ({ ...lot, ...lots.find(({ no }) => no === lot.no) }));
      const given = open.lots.map(({ no }) => dto.lots?.find((lot) => lot.no === no) ?? {});
      await assertLotWords(tx, { dataset, conducted, buyer, window: { start, end } }, given, after);
      await this.apply(tx, open, {}, lots);
    }
    if (dto.serviceLines) {
      const lines = await withLinesOfLots(tx, known, dto.serviceLines);
      await this.replaceServiceLines(tx, known, undefined, lines);
    }
    return known;
  }

  /** What a purchase that is conducted here says already is no change, however far it has come; else it is a draft that changes. */
  private async putDraft(tx: Tx, id: string, dto: NewTenderDto, version?: number): Promise<string> {
    const { principal } = tx;
    const tender = await lockConductedTender(tx, id, version);
    await assertTenderPermission(tx, 'tender.draft', tender);
    await assertFixedStays(tx, id, dto);
    if (Object.keys(changedColumns(tender, toTenderColumns(dto))).length > 0)
      await this.drafts.change(principal, id, undefined, dto);
    const lots = putLots(await draftLots(tx, id), dto.lots ?? []);
    if (lots !== null) await this.drafts.setLots(principal, id, undefined, lots);
    const lines = dto.serviceLines && (await otherLines(tx, id, await withLinesOfLots(tx, id, dto.serviceLines)));
    if (lines) await this.drafts.setServiceLines(principal, id, undefined, lines);
    return id;
  }

  async change(principal: Principal, id: string, version: number | undefined, dto: TenderChangeDto): Promise<void> {
    if (await this.isDraft(id)) return this.drafts.change(principal, id, version, dto);
    await this.transactions.run(principal, (tx) => this.update(tx, id, version, dto));
  }

  private async update(tx: Tx, id: string, version: number | undefined, dto: TenderChangeDto): Promise<OpenTender> {
    const spends = dto.programme !== undefined || dto.category !== undefined;
    const budgets = spends ? await lockBudgets(tx, id, dto.programme) : [];
    const open = await openTender(tx, id, version);
    const { dataset, buyer_id: buyer } = open.tender;
    await assertBuyerProgramme(tx, toScope(tx.principal), dataset, buyer, dto.programme);
    const after = await this.apply(tx, open, toTenderColumns(dto));
    for (const budget of budgets) {
      const overruns = await budget.findNewOverruns();
      if (overruns.length > 0) throw createBudgetProblem(budget.programme, overruns);
    }
    return after;
  }

  /** The lines that the purchase serves, given whole. The lines of its contracts follow. */
  async setServiceLines(
    principal: Principal,
    id: string,
    version: number | undefined,
    lines: readonly string[],
  ): Promise<void> {
    if (await this.isDraft(id)) return this.drafts.setServiceLines(principal, id, version, lines);
    return this.transactions.run(principal, (tx) => this.replaceServiceLines(tx, id, version, lines));
  }

  private async replaceServiceLines(
    tx: Tx,
    id: string,
    version: number | undefined,
    lines: readonly string[],
  ): Promise<void> {
    const open = await openTender(tx, id, version);
    await mustBeInDataset(tx, 'service_line', open.tender.dataset, lines, (i) => `/serviceLines/${i}`);
    const given = [...new Set(lines.map((line) => line.toLowerCase()))].sort();
    if (given.join() === open.serviceLines.join()) return;
    await assertLinesOfLotsStay(tx, id, given);
    await tx.query(
      `WITH gone AS (DELETE FROM tender_service_line WHERE tender_id = $1 AND NOT (service_line_id = ANY ($2::uuid[])))
         INSERT INTO tender_service_line (tender_id, service_line_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
      [id, given],
    );
    await this.follow(tx, { ...open, serviceLines: given });
    await tx.record({
      ...toTenderChange(open.tender),
      action: 'service_lines_set',
      data: { from: open.serviceLines, to: given },
    });
  }

  /** Writes what really changes of a tender and its lots, and everything that follows from it. */
  async apply(tx: Tx, open: OpenTender, said: TenderColumns, lots: readonly LotChange[] = []): Promise<OpenTender> {
    const columns = said.buyer_id ? { ...said, buyer_id: await nameBuyer(tx, open.tender.id, said.buyer_id) } : said;
    const changed = changedColumns(open.tender, columns);
    const names = Object.keys(changed);
    if (names.length === 0 && lots.length === 0) return open;
    const tender = { ...open.tender, ...Object.fromEntries(names.map((name) => [name, changed[name]?.to])) };
    mustEndAfterStart({ start: tender.window_start, end: tender.window_end }, '/window/end');
    if (names.length > 0)
      await tx.query(`UPDATE tender SET ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} WHERE id = $1`, [
        tender.id,
        ...names.map((name) => changed[name]?.to),
      ]);
    // How many suppliers a lot has is written with what follows from it.
    if (lots.length > 0) {
      await tx.query(
        `UPDATE lot SET name = g.name, ceiling = g.ceiling, budget = g.budget, pricing = g.pricing
         FROM jsonb_to_recordset($2::jsonb) AS g(no integer, name text, ceiling bigint, budget bigint, pricing text)
         WHERE lot.tender_id = $1 AND lot.no = g.no`,
        [
          tender.id,
          JSON.stringify(lots.map((lot) => ({ pricing: open.lots.find(({ no }) => no === lot.no)?.pricing, ...lot }))),
        ],
      );
      await storeLotWords(
        tx,
        tender.id,
        lots.flatMap((lot) => (hasWords(lot) ? [lot] : [])),
      );
    }
    const lines = lots.flatMap((lot) => lot.serviceLines ?? []);
    const after = {
      ...open,
      tender,
      serviceLines: [...new Set([...open.serviceLines, ...lines])].sort(),
      lots: open.lots.map((lot) => ({ ...lot, ...lots.find(({ no }) => no === lot.no) })),
    };
    await this.follow(tx, after);
    await refreshNotices(tx, tender.id);
    const lotData = lots.map((lot) => {
      const stored = open.lots.find((l) => l.no === lot.no) ?? { ...NO_LOT, ...NO_OWN_WORDS };
      const members = listChangedWords(stored, { ...stored, ...lot });
      const columns = changeData(changedColumns(selectColumns(stored), selectColumns({ ...stored, ...lot })));
      return { no: lot.no, ...columns, ...(members.length > 0 && { members }) };
    });
    const data = { ...changeData(changed), ...(lots.length > 0 && { lots: lotData }) };
    await tx.record({ ...toTenderChange(tender), action: 'changed', data });
    return after;
  }

  /** Writes everything that follows from what is known of a recorded tender. */
  async follow(tx: Tx, open: OpenTender): Promise<void> {
    const { derived } = await projectTender(tx, open);
    await this.steps.take(tx, {
      ...open,
      derived,
      before: open.facts,
      given: new Map(),
      lenient: true,
      contractIds: {},
    });
  }
}

/** The budgets of the programme a tender has and of the one it gets, in one order everywhere. */
async function lockBudgets(tx: Tx, tender: string, programme: string | null | undefined): Promise<LockedBudget[]> {
  const [row] = await tx.query<{ programme_id: string | null }>(`SELECT programme_id FROM tender WHERE id = $1`, [
    tender,
  ]);
  const ids = [row?.programme_id, programme?.toLowerCase()].filter((id) => id !== null && id !== undefined);
  const budgets: LockedBudget[] = [];
  for (const id of [...new Set(ids)].sort()) budgets.push(await LockedBudget.lock(tx, id));
  return budgets;
}

const draftLots = (tx: Tx, id: string): Promise<LotRow[]> =>
  tx.query<LotRow>(
    `SELECT l.id, l.no, l.name, l.ceiling::text, l.budget::text, l.suppliers_most, l.pricing, w.window, w."termText", w."serviceLines", w.terms
     FROM lot l CROSS JOIN LATERAL jsonb_to_record(jsonb_build_object(${lotWordsSql('l')}))
       AS w("window" jsonb, "termText" text, "serviceLines" jsonb, terms jsonb)
     WHERE l.tender_id = $1 ORDER BY l.no`,
    [id],
  );

/** The lots of a draft as a body has them, those that it does not name as they are; null where it says nothing new. */
function putLots(stored: readonly LotRow[], given: readonly NewLotDto[]): NewLotDto[] | null {
  const said = new Map(given.map((lot) => [lot.no, lot]));
  const priced = stored.some(({ no, pricing }) => (said.get(no)?.pricing ?? pricing) !== pricing);
  if (changedLots({ lots: stored }, given).length === 0 && !priced) return null;
  return stored.map(({ no, name, ceiling, budget, pricing }): NewLotDto => ({
    ...{ no, name, ceiling: formatYuanOrNull(ceiling), budget: formatYuanOrNull(budget), pricing },
    ...Object.fromEntries(Object.entries(said.get(no) ?? {}).filter(([, value]) => value !== undefined)),
  }));
}

/** Null where they are the lines that it serves. */
async function otherLines(tx: Tx, id: string, given: readonly string[]): Promise<readonly string[] | null> {
  const rows = await tx.query<{ id: string }>(
    `SELECT service_line_id AS id FROM tender_service_line WHERE tender_id = $1 ORDER BY 1`,
    [id],
  );
  const named = [...new Set(given.map((line) => line.toLowerCase()))].sort();
  return named.join() === rows.map((row) => row.id).join() ? null : given;
}

/** The lots that a body says something new of, each by its number. */
function changedLots({ lots }: { lots: readonly LotRow[] }, given: readonly NewLotDto[]): LotChange[] {
  return given.flatMap((lot, i) => {
    const stored = lots.find((l) => l.no === lot.no);
    if (!stored) throw Problem.ofField('lot_unknown', `/lots/${i}/no`, { en: 'No such lot', zh: '没有这个包（标段）' });
    const words = applyLotWords(stored, lot);
    const after = {
      no: lot.no,
      name: lot.name === undefined ? stored.name : lot.name,
      ceiling: fen(lot.ceiling, stored.ceiling),
      budget: fen(lot.budget, stored.budget),
      suppliers_most: lot.suppliersMost === undefined ? stored.suppliers_most : lot.suppliersMost,
    };
    const same = (['name', 'ceiling', 'budget', 'suppliers_most'] as const).every(
      (field) => after[field] === stored[field],
    );
    const spoken = listChangedWords(stored, words).length > 0;
    return same && !spoken ? [] : [{ ...after, ...(spoken && words) }];
  });
}

const fen = (yuan: string | null | undefined, stored: string | null): string | null =>
  yuan === undefined ? stored : yuan === null ? null : parseYuan(yuan).toString();

/** Whether a change says something of a lot's own words, which are then whole. */
const hasWords = (lot: LotChange): lot is LotChange & LotWords => lot.terms !== undefined;
