import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { mustBeInDataset } from '../../../kernel/database/kept.js';
import { changeData, changedColumns } from '../../../kernel/database/merge-patch.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { parseYuan } from '../../../kernel/money/money.js';
import { assertTenderPermission } from '../acting-for.js';
import { mustEndAfterStart } from '../recording/fact-check.js';
import { assertBuyerProgramme, mustChooseOne } from '../new-tender.js';
import { toTenderChange } from '../open-tender.js';
import { toTenderColumns } from '../tender-columns.js';
import { assertLinesOfLotsStay, assertLotWords, listOwnOfLots, storeLotWords } from '../lots/lot-words.js';
import { applyLotWords, listChangedWords, mergeLotTerms } from '../lots/lot-words.rules.js';
import type { NewLotDto, TenderChangeDto } from '../reads/tender.dto.js';
import {
  loadDraftLots,
  lockConductedTender,
  mustBeDraft,
  type ConductedTender,
} from '../conducted/conducted-tender.js';
import type { CriterionDto, LotTermsDto, PlanDto, TermsDto } from '../conducted/terms/terms.dto.js';
import { assertAnnouncedScheme } from '../conducted/terms/announced-scheme.js';
import { assertPrice } from '../conducted/terms/prices/price-check.js';
import { assertJointBuyers } from '../conducted/terms/joint-buyers.js';
import { NO_OWN_WORDS } from '../conducted/terms/lot-terms.rules.js';
import { assertLawfulRates } from '../conducted/terms/sme/lawful-rates.js';
import { NO_PLAN, NO_TERMS } from '../conducted/terms/terms-types.js';

/** Writing a draft. Whoever writes any of it does not approve it. */
@Injectable()
export class DraftsService {
  constructor(private readonly transactions: Transactions) {}

  /** Title, method, category, place, budget, programme and window (RFC 7396). */
  change(principal: Principal, id: string, version: number | undefined, dto: TenderChangeDto): Promise<void> {
    return this.write(principal, id, version, async (tx, tender) => {
      await assertBuyerProgramme(tx, toScope(principal), tender.dataset, tender.buyer_id, dto.programme);
      const changed = changedColumns(tender, toTenderColumns(dto));
      const names = Object.keys(changed);
      if (names.length === 0) return null;
      const after = { ...tender, ...Object.fromEntries(names.map((name) => [name, changed[name]?.to])) };
      mustEndAfterStart({ start: after.window_start, end: after.window_end }, '/window/end');
      await tx.query(`UPDATE tender SET ${names.map((name, i) => `${name} = $${i + 2}`).join(', ')} WHERE id = $1`, [
        id,
        ...names.map((name) => changed[name]?.to),
      ]);
      return { action: 'changed', data: changeData(changed) };
    });
  }

  /** The lots, all of them. */
  setLots(principal: Principal, id: string, version: number | undefined, lots: readonly NewLotDto[]): Promise<void> {
    const numbers = lots.map((lot) => lot.no);
    if (new Set(numbers).size !== numbers.length)
      throw invalid('/lots', 'not_unique', { en: 'Two lots have one number', zh: '包号重复' });
    mustChooseOne(lots);
    return this.write(principal, id, version, async (tx, tender) => {
      const stored = await loadDraftLots(tx, id);
      const words = lots.map((lot) => ({
        no: lot.no,
        ...applyLotWords(stored.find(({ no }) => no === lot.no) ?? NO_OWN_WORDS, lot),
      }));
      const { dataset, conducted, buyer_id: buyer, window_start: start, window_end: end } = tender;
      await assertLotWords(tx, { dataset, conducted, buyer, window: { start, end } }, lots, words);
      await tx.query(`DELETE FROM lot WHERE tender_id = $1 AND NOT (no = ANY ($2::integer[]))`, [id, numbers]);
      await tx.query(
        `INSERT INTO lot (tender_id, no, name, ceiling, budget, pricing)
         SELECT $1, g.no, g.name, g.ceiling, g.budget, g.pricing FROM jsonb_to_recordset($2::jsonb)
           AS g(no integer, name text, ceiling bigint, budget bigint, pricing text)
         ON CONFLICT (tender_id, no) DO UPDATE SET name = EXCLUDED.name, ceiling = EXCLUDED.ceiling,
           budget = EXCLUDED.budget, pricing = EXCLUDED.pricing`,
        [id, JSON.stringify(lots.map((l) => ({ ...l, ceiling: fen(l.ceiling), budget: fen(l.budget) })))],
      );
      await storeLotWords(tx, id, words);
      return { action: 'lots_set', data: { lots: numbers, ...listOwnOfLots(words) } };
    });
  }

  /** What one lot says otherwise than its tender (RFC 7396); null: as its tender again. */
  setLotTerms(principal: Principal, id: string, version: number, no: number, dto: LotTermsDto): Promise<void> {
    return this.write(principal, id, version, async (tx, tender) => {
      assertPrice(dto.price, '/price');
      await assertAnnouncedScheme(tx, { ...tender, buyer: tender.buyer_id }, dto, '');
      const stored = (await loadDraftLots(tx, id)).find((lot) => lot.no === no);
      if (!stored) throw new Problem('not_found');
      await assertLawfulRates(tx, [{ pointer: '/sme', sme: dto.sme }]);
      const after = { ...stored, terms: mergeLotTerms(stored.terms, dto) };
      const members = listChangedWords(stored, after);
      if (members.length === 0) return null;
      await tx.query(`UPDATE lot SET terms = $2 WHERE id = $1`, [stored.id, JSON.stringify(after.terms)]);
      return { action: 'lot_terms_set', data: { lot: no, members } };
    });
  }

  setServiceLines(
    principal: Principal,
    id: string,
    version: number | undefined,
    lines: readonly string[],
  ): Promise<void> {
    return this.write(principal, id, version, async (tx, tender) => {
      await mustBeInDataset(tx, 'service_line', tender.dataset, lines, (i) => `/serviceLines/${i}`);
      const given = [...new Set(lines.map((line) => line.toLowerCase()))].sort();
      await assertLinesOfLotsStay(tx, id, given);
      await tx.query(
        `WITH gone AS (DELETE FROM tender_service_line WHERE tender_id = $1 AND NOT (service_line_id = ANY ($2::uuid[])))
         INSERT INTO tender_service_line (tender_id, service_line_id) SELECT $1, unnest($2::uuid[]) ON CONFLICT DO NOTHING`,
        [id, given],
      );
      return { action: 'service_lines_set', data: { to: given } };
    });
  }

  setTerms(principal: Principal, id: string, version: number, dto: TermsDto): Promise<void> {
    const { jointBuyers, complaintAuthority } = dto;
    // Whose authority deals with complaints is looked for by these ids as the database writes them.
    const buyers = jointBuyers && [...new Set(jointBuyers.map((body) => body.toLowerCase()))];
    const given = { ...dto, ...(buyers && { jointBuyers: buyers }) };
    return this.writeMembers(principal, id, version, 'terms', given, NO_TERMS, async (tx, tender) => {
      assertPrice(dto.price, '/price');
      await assertAnnouncedScheme(tx, { ...tender, buyer: tender.buyer_id }, dto, '');
      await assertLawfulRates(tx, [{ pointer: '/sme', sme: dto.sme }]);
      await assertJointBuyers(tx, tender.dataset, { jointBuyers, complaintAuthority });
    });
  }

  setCriteria(principal: Principal, id: string, version: number, criteria: readonly CriterionDto[]): Promise<void> {
    return this.writeMembers(principal, id, version, 'terms', { criteria }, NO_TERMS);
  }

  setPlan(principal: Principal, id: string, version: number, dto: PlanDto): Promise<void> {
    return this.writeMembers(principal, id, version, 'plan', { ...dto }, NO_PLAN);
  }

  /** RFC 7396 on the members of a document; what is removed is as it was in the beginning. */
  private writeMembers(
    principal: Principal,
    id: string,
    version: number,
    column: 'terms' | 'plan',
    given: Record<string, unknown>,
    beginning: object,
    assert: (tx: Tx, tender: ConductedTender) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    return this.write(principal, id, version, async (tx, tender) => {
      await assert(tx, tender);
      const members = Object.entries(given).filter(([, value]) => value !== undefined);
      const stored: Record<string, unknown> = { ...tender[column] };
      const first = beginning as Record<string, unknown>;
      const changed = members.filter(([name, value]) => JSON.stringify(stored[name]) !== JSON.stringify(value));
      if (changed.length === 0) return null;
      for (const [name, value] of changed) stored[name] = value ?? first[name];
      await tx.query(`UPDATE tender SET ${column} = $2 WHERE id = $1`, [id, JSON.stringify(stored)]);
      return { action: `${column}_set`, data: { members: changed.map(([name]) => name) } };
    });
  }

  /** One change of a draft under its lock; null: nothing really changed. */
  private write(
    principal: Principal,
    id: string,
    version: number | undefined,
    change: (tx: Tx, tender: ConductedTender) => Promise<{ action: string; data: object } | null>,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      if (!principal.permissions.has('tender.draft')) throw new Problem('not_permitted');
      const tender = await lockConductedTender(tx, id, version);
      mustBeDraft(tender, await assertTenderPermission(tx, 'tender.draft', tender));
      const change_ = await change(tx, tender);
      if (change_ === null) return;
      await tx.query(
        `UPDATE tender SET written_by = CASE WHEN $2::uuid IS NULL THEN written_by
             ELSE array_append(array_remove(written_by, $2::uuid), $2::uuid) END,
           approved_by = NULL, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, principal.id],
      );
      await tx.record({ ...toTenderChange(tender), action: change_.action, data: { ...change_.data } });
    });
  }
}

const fen = (yuan: string | null | undefined): string | null => (yuan ? parseYuan(yuan).toString() : null);
