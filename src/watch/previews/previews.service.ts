import { Injectable } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { toScope } from '../../kernel/access/scope.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import type { Language } from '../../kernel/errors/texts.js';
import { invalid } from '../../kernel/http/validation.js';
import type { Method } from '../../law/code-lists/methods.js';
import type { TenderTerms } from '../../purchase/tenders/conducted/terms/terms-types.js';
import { mustEndAfterStart } from '../../purchase/tenders/recording/fact-check.js';
import { isInsider, TENDER_PARTIES } from '../../purchase/tenders/reads/tender-visibility.js';
import type { Assessment } from '../runs/assessment-types.js';
import type { LineFacts } from '../facts/fact-types.js';
import type { LoadContext, Reader } from '../facts/loading/frame-types.js';
import { loadLines } from '../facts/bodies-and-services/line.queries.js';
import { loadMeasurements } from '../../purchase/contracts/limits/reaches.queries.js';
import { toReservation } from '../facts/purchases/reservation.rules.js';
import { lotCriteria } from '../facts/purchases/criteria.queries.js';
import { categoryFacts } from '../facts/loading/sourced.rules.js';
import { PreviewDto, type DraftTenderDto, type PreviewRequestDto } from './preview.dto.js';
import { loadSplitsOfBody, loadSplitsOfTender } from './draft-splits.js';
import { deriveLots, listNamedLines, splitWindows, toWindow } from './draft-lots.rules.js';
import { buildPreview, type Draft } from './preview.rules.js';
import { loadPlannedPolicies, loadReservationEffects, type PlannedPolicies } from './reservations.js';
import { RiskEngine } from '../runs/risk-engine.js';

interface TenderRow {
  id: string;
  method: Method | null;
  category: string | null;
  programme_id: string | null;
  window_start: string | null;
  window_end: string | null;
  issued_on: string | null;
  planned_on: string | null;
  conducted: 'here' | 'elsewhere';
  terms: TenderTerms | null;
  lines: string[];
  contracts: string[];
  lots: LotRow[];
}
interface LotRow {
  id: string;
  no: number;
  start: string | null;
  end: string | null;
  lines: string[];
  terms: Pick<TenderTerms, 'scoring' | 'criteria' | 'sme'> | null;
}

/** The same rules on a draft, before the mistake. Reads only. */
@Injectable()
export class PreviewsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly engine: RiskEngine,
  ) {}

  async preview(principal: Principal, request: PreviewRequestDto, lang: Language): Promise<PreviewDto> {
    const context = await this.engine.context(this.reader);
    const draft = await this.loadDraft(principal, request, context);
    const planned = await this.loadPolicies(request);
    const effects = planned === null ? [] : await loadReservationEffects(this.reader, planned);
    return PreviewDto.fromPreview(buildPreview(draft, context), effects, lang);
  }

  /** What each lot does for small enterprises. */
  private async loadPolicies({ tender, tenderId }: PreviewRequestDto): Promise<PlannedPolicies | null> {
    if (tenderId) return loadPlannedPolicies(this.reader, tenderId);
    if (!tender) return null;
    const { dataset, region = null, category = null, lots } = tender;
    return {
      dataset: dataset ?? 'live',
      region,
      category,
      lots: (lots ?? []).map(({ no, terms }, i) => ({ no: no ?? i + 1, sme: terms?.sme ?? null })),
    };
  }

  /** What the rules say of a tender that is in the database, in every language: for what is kept. */
  async assess(principal: Principal, tender: string): Promise<Assessment[]> {
    const context = await this.engine.context(this.reader);
    return buildPreview(await this.ofTender(principal, tender, context), context).assessments;
  }

  private loadDraft(
    principal: Principal,
    { tender, tenderId }: PreviewRequestDto,
    context: LoadContext,
  ): Promise<Draft> {
    if (tender && !tenderId) return this.ofBody(principal, tender, context);
    if (tenderId && !tender) return this.ofTender(principal, tenderId, context);
    throw invalid('/tender', 'exactly_one', {
      en: 'Give exactly one of tender and tenderId',
      zh: 'tender 与 tenderId 应且只应给出一个',
    });
  }

  private async ofBody(principal: Principal, tender: DraftTenderDto, context: LoadContext): Promise<Draft> {
    mustEndAfterStart(tender.window, '/tender/window');
    for (const [i, lot] of (tender.lots ?? []).entries()) mustEndAfterStart(lot.window, `/tender/lots/${i}/window`);
    const named = listNamedLines(tender);
    const ids = [...new Set(named.map(({ id }) => id))];
    const lines = await this.lines(ids, context);
    const missing = named.find(({ id }) => !lines.some((line) => line.subject.id === id));
    if (missing !== undefined)
      throw new Problem('not_found', {
        errors: [
          {
            pointer: missing.pointer,
            code: 'not_found',
            text: { en: 'There is no such service line', zh: '没有这条服务线' },
          },
        ],
      });
    await this.mustBeOfOneDataset(ids);
    return {
      record: 'tender:draft',
      method: (tender.method ?? null) as Method | null,
      category: categoryFacts(tender.category ?? null),
      plannedIssue: tender.plannedIssue ?? null,
      issued: false,
      ...splitWindows(toWindow(tender.window), deriveLots(tender, ids)),
      lines: ids.length === 0 ? null : lines,
      criteria: null,
      splits:
        tender.conducted === 'elsewhere' ? null : await loadSplitsOfBody(this.reader, principal, tender, context.today),
      reservation: null,
    };
  }

  /** What the rules say of a purchase is for its own bodies and who oversees it, also where the purchase is public. */
  private async ofTender(principal: Principal, id: string, context: LoadContext): Promise<Draft> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(id)}`).and(isInsider(sql, toScope(principal), TENDER_PARTIES));
    const [row] = await this.reader.query<TenderRow>(
      `SELECT r.id, r.method, r.category, r.window_start, r.window_end, r.conducted, r.terms, r.programme_id,
         (SELECT f.data ->> 'publishedOn' FROM facts_in_force f WHERE f.subject_type = 'tender' AND f.subject_id = r.id
            AND f.kind = 'notice' ORDER BY f.seq LIMIT 1) AS issued_on,
         r.plan ->> 'issueOn' AS planned_on,
         ARRAY(SELECT service_line_id FROM tender_service_lines WHERE tender_id = r.id ORDER BY 1) AS lines,
         ARRAY(SELECT c.id FROM contracts c WHERE c.tender_id = r.id) AS contracts,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('id', l.id, 'no', l.no, 'start', l.window_start, 'end', l.window_end,
             'lines', to_jsonb(ARRAY(SELECT s.service_line_id FROM lot_service_lines s WHERE s.lot_id = l.id ORDER BY 1)),
             'terms', CASE WHEN r.conducted = 'here' THEN jsonb_build_object('scoring', l.terms -> 'scoring', 'criteria', l.terms -> 'criteria', 'sme', l.terms -> 'sme') END)
           ORDER BY l.no), '[]') FROM lots l WHERE l.tender_id = r.id
             AND l.state IS DISTINCT FROM 'failed' AND l.state IS DISTINCT FROM 'cancelled') AS lots
       FROM tenders r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    const lines = await this.lines(row.lines, context);
    // What came of the tender is the draft's own window, and no other coverage.
    const others = lines.map((line) => ({
      ...line,
      contracts: line.contracts.filter((contract) => !row.contracts.includes(contract.id)),
    }));
    return {
      record: `tender:${row.id}`,
      method: row.method,
      category: categoryFacts(row.category),
      plannedIssue: row.issued_on ?? row.planned_on,
      issued: row.issued_on !== null,
      ...splitWindows(
        { start: row.window_start, end: row.window_end },
        row.lots.map(({ id: lot, no, start, end, lines: served }) => ({
          no,
          record: start === row.window_start && end === row.window_end ? `tender:${row.id}` : `lot:${lot}`,
          window: { start, end },
          lines: served,
        })),
      ),
      lines: others.length === 0 ? null : others,
      criteria: row.conducted === 'here' ? lotCriteria(row) : null,
      splits:
        row.conducted === 'here'
          ? await loadSplitsOfTender(this.reader, row.id, { ...row, programme: row.programme_id, today: context.today })
          : null,
      reservation: await this.loadReservation(row, context),
    };
  }

  /** What its lots do for small and medium enterprises, as if it were announced on the day that is planned, or today. */
  private async loadReservation(row: TenderRow, { today }: LoadContext): Promise<Draft['reservation']> {
    if (row.conducted !== 'here') return null;
    const day = row.issued_on ?? row.planned_on ?? today;
    const measure = (await loadMeasurements(this.reader, [row.id], day)).get(row.id);
    const lots = row.lots.map((lot) => ({ ...lot, state: null }));
    const reservation = measure === undefined ? null : toReservation({ ...row, lots }, measure);
    return reservation && { ...reservation, startedOn: { value: day, record: `tender:${row.id}`, source: null } };
  }

  /** Coverage never mixes datasets. */
  private async mustBeOfOneDataset(lines: readonly string[]): Promise<void> {
    const rows = await this.reader.query<{ dataset: string }>(
      `SELECT DISTINCT dataset FROM service_lines WHERE id = ANY ($1::uuid[])`,
      [lines],
    );
    if (rows.length > 1)
      throw new Problem('dataset_mismatch', {
        errors: [
          {
            pointer: '/tender/serviceLines',
            code: 'dataset_mismatch',
            text: { en: 'Lines of several datasets', zh: '服务线分属不同数据集' },
          },
        ],
      });
  }

  private async lines(ids: readonly string[], context: LoadContext): Promise<LineFacts[]> {
    if (ids.length === 0) return [];
    const loaded = await loadLines(this.reader, ids, context);
    return loaded.flatMap(({ facts }) => (facts.service_line ? [facts.service_line] : []));
  }

  private get reader(): Reader {
    const { reader } = this.transactions;
    return { query: <T>(sql: string, params: unknown[]) => reader.query<T[]>(sql, params) };
  }
}
