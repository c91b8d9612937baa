import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { toScope } from '../../../kernel/access/scope.js';
import { lockKeptRoot } from '../../../kernel/database/kept.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { formatYuanOrNull } from '../../../kernel/money/money.js';
import { isPlainDate } from '../../../kernel/clock/plain-date.js';
import { keptPurchase, visiblePurchase } from '../../tenders/reads/tender-visibility.js';
import {
  changeOfContract,
  lockContract,
  findCallerSide,
  type ConductedContract,
  type ContractRoot,
} from '../conducted/conducted-contract.js';
import type { NewContractDto, WrittenContentDto } from '../conducted/contract-content.dto.js';
import { wasRescindedSql } from '../ending/rescinded.queries.js';
import { hashContractContent, mergeWrittenContent } from './content.rules.js';
import { NO_CONTENT, type ContractContent } from './content-types.js';
import { assertPrice } from '../../tenders/conducted/terms/prices/price-check.js';
import { loadAwardTerms, loadParties } from './determined.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Tender } from '../../tenders/tender.entity.js';

type TenderOfContract = Pick<
  StoredRow<Tender>,
  'id' | 'version' | 'dataset' | 'ocid' | 'title' | 'project_no' | 'buyer_id' | 'programme_id' | 'category' | 'region'
>;

/** SQL: the latest day that a fact in force of the contract `$1` says; null where none says a whole day. */
const latestDayOfFactSql = (kind: 'started' | 'delivered'): string => `(
           SELECT max((data ->> 'on')::date) FROM fact f WHERE subject_id = $1 AND kind = '${kind}' AND data ->> 'on' ~ '^\\d{4}-\\d{2}-\\d{2}$'
             AND NOT EXISTS (SELECT FROM fact n WHERE n.replaces = f.id))`;

/** How a contract comes to go on here: as the draft of an award, or taken over from what was recorded. */
@Injectable()
export class ContractDraftsService {
  constructor(private readonly transactions: Transactions) {}

  /** The draft of an award's contract: what the documents say, and what is written beside it. */
  draft(principal: Principal, { award, ...written }: NewContractDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const { tender, lot } = await this.lockAwardedLot(tx, award);
      const [row] = await tx.query<{
        supplier_id: string | null;
        amount: string | null;
        state: string;
        several: boolean;
      }>(`SELECT supplier_id, amount, state, several FROM award WHERE id = $1 FOR NO KEY UPDATE`, [award]);
      if (findCallerSide(principal, 'contract.manage', { ...tender, supplier_id: null }) !== 'buyer')
        throw new Problem('not_permitted');
      if (!row || row.state !== 'active' || tender.buyer_id === null || row.supplier_id === null)
        throw new Problem('award_not_active', {
          facts: { state: row?.state ?? null, supplier: row?.supplier_id ?? null },
        });
      const taken = await tx.query(
        `SELECT FROM contract c WHERE c.tender_id = $1 AND c.lot_id = $2 AND c.state <> 'void'
           AND NOT ${wasRescindedSql('c')} AND (c.award_id = $3 OR NOT $4::boolean)`,
        [tender.id, lot.id, award, row.several],
      );
      if (taken.length > 0)
        throw new Problem('conflict', {
          detail: { en: 'The lot has a contract or a draft of one', zh: '该包已有合同或合同草案' },
        });
      const [made] = await tx.query<{ id: string }>(`SELECT gen_random_uuid() AS id`);
      const id = made?.id ?? '';
      const content = await this.beginContract(tx, id, tender, lot, row.supplier_id, award, written);
      await tx.query(
        `INSERT INTO contract (id, dataset, tender_id, lot_id, award_id, buyer_id, supplier_id, programme_id, title, category,
           region, number, amount, state, conducted, content, content_hash, team)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 'draft', 'here', $14, $15, $16)`,
        [
          id,
          tender.dataset,
          tender.id,
          lot.id,
          award,
          tender.buyer_id,
          row.supplier_id,
          tender.programme_id,
          tender.title,
          tender.category,
          tender.region,
          content.number,
          row.amount,
          JSON.stringify(content),
          hashContractContent(content),
          JSON.stringify(content.team),
        ],
      );
      const root = { ...tender, id, supplier_id: row.supplier_id, content } as unknown as ContractRoot;
      await tx.record({
        ...changeOfContract(root),
        action: 'drafted',
        to: 'draft',
        data: { tender: tender.id, award, hash: hashContractContent(content) },
      });
      return id;
    });
  }

  /** Takes a recorded contract over without anybody who asks: where the contracts of a demonstration go on. */
  async adopt(tx: Tx, id: string, written: WrittenContentDto, reason: string): Promise<void> {
    const contract = await lockContract(tx, id, undefined);
    await this.takeContract(tx, contract, await this.buildRecordedContent(tx, contract, written), reason);
  }

  /** The contract goes on here with actions; its facts stay, and no more are recorded of it. */
  async takeContract(
    tx: Tx,
    contract: ContractRoot,
    content: ContractContent | undefined,
    reason: string | null,
  ): Promise<void> {
    await tx.query(
      `UPDATE contract SET conducted = 'here', content = $2, content_hash = $3, team = $4, taken_over_at = $5,
         number = $6, started_on = CASE WHEN state <> 'signed' THEN coalesce(${latestDayOfFactSql('started')}, window_start::date) END,
         delivered_on = CASE WHEN state NOT IN ('signed', 'active') THEN ${latestDayOfFactSql('delivered')} END, published_on = (
           SELECT d::date FROM (SELECT coalesce(data ->> 'publishedOn', source ->> 'publishedOn') AS d FROM fact WHERE id = fact_id) f
           WHERE published AND d ~ '^\\d{4}-\\d{2}-\\d{2}$'), version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
      [
        contract.id,
        JSON.stringify(content),
        hashContractContent(content),
        JSON.stringify(content?.team ?? []),
        await tx.now(),
        content?.number ?? null,
      ],
    );
    await tx.record({
      ...changeOfContract({ ...contract, content: content ?? null }),
      action: 'taken_over',
      to: contract.state,
      reason: reason,
      data: { hash: hashContractContent(content) },
    });
  }

  /** The parties as they are registered today, and what is written over it. */
  async rewritten(
    tx: Tx,
    { tender_id: tender, content }: Pick<ConductedContract, 'tender_id' | 'content'>,
    written: WrittenContentDto,
  ): Promise<ContractContent> {
    assertPrice(written.price, '/price');
    const { buyer, supplier } = content.parties;
    const parties = await loadParties(tx.manager, tender, {
      buyer: buyer.organisation,
      supplier: supplier.organisation,
    });
    return mergeWrittenContent({ ...content, parties }, written);
  }

  private async beginContract(
    tx: Tx,
    id: string,
    tender: TenderOfContract,
    lot: { id: string; no: number } | null,
    supplier: string,
    award: string | null,
    written: WrittenContentDto,
  ): Promise<ContractContent> {
    assertPrice(written.price, '/price');
    const { amount, window, terms, team, clause, price } = await loadAwardTerms(tx, {
      ...{ tender_id: tender.id, lot_id: lot?.id ?? null, award_id: award },
    });
    const plain = (day: string | null): string | null => (isPlainDate(day) ? day : null);
    const base: ContractContent = {
      ...NO_CONTENT,
      contract: id,
      tender: { ocid: tender.ocid, title: tender.title, projectNo: tender.project_no, lot: lot?.no ?? null },
      parties: await loadParties(tx.manager, tender.id, { buyer: tender.buyer_id ?? '', supplier }),
      currency: 'CNY',
      amount,
      window: { start: plain(window.start), end: plain(window.end) },
      ...(terms && {
        requirement: terms.requirement,
        standards: terms.standards,
        payments: terms.payments,
        performanceBond: terms.performanceBond,
        term: terms.term,
        ...(terms.serviceDays && { serviceDays: terms.serviceDays }),
      }),
      ...(price && { price }),
      ...(team && { team }),
      ...(clause !== null && { clauses: [{ title: '磋商确定的合同条款', text: clause }] }),
    };
    return mergeWrittenContent(base, written);
  }

  /** The content of a recorded contract, and what is written over it. */
  async buildRecordedContent(tx: Tx, contract: ContractRoot, written: WrittenContentDto): Promise<ContractContent> {
    assertPrice(written.price, '/price');
    const [row] = await tx.query<TenderOfContract & { lot: { id: string; no: number } | null }>(
      `SELECT t.*, CASE WHEN l.id IS NOT NULL THEN jsonb_build_object('id', l.id, 'no', l.no) END AS lot FROM tender t LEFT JOIN lot l ON l.id = $2 WHERE t.id = $1`,
      [contract.tender_id, contract.lot_id],
    );
    const tender = { ...(row as TenderOfContract), buyer_id: contract.buyer_id };
    const begun = await this.beginContract(
      tx,
      contract.id,
      tender,
      row?.lot ?? null,
      contract.supplier_id ?? '',
      null,
      {},
    );
    return mergeWrittenContent(
      {
        ...begun,
        number: contract.number,
        amount: formatYuanOrNull(contract.amount),
        window: { start: contract.window_start, end: contract.window_end },
      },
      written,
    );
  }

  /** Tender before award: the order of every lock. */
  private async lockAwardedLot(
    tx: Tx,
    award: string,
  ): Promise<{ tender: TenderOfContract; lot: { id: string; no: number } }> {
    const [row] = await tx.query<{ tender_id: string; lot_id: string; no: number }>(
      `SELECT a.tender_id, a.lot_id, l.no FROM award a JOIN lot l ON l.id = a.lot_id WHERE a.id = $1`,
      [award],
    );
    if (!row) throw new Problem('not_found');
    const scope = toScope(tx.principal);
    const tender = await lockKeptRoot<TenderOfContract>(tx, 'tender', row.tender_id, {
      kept: (sql) => keptPurchase(sql, scope, ['r.buyer_id']),
      visible: (sql) => visiblePurchase(sql, scope, ['r.buyer_id', 'r.agent_id']),
    });
    return { tender, lot: { id: row.lot_id, no: row.no } };
  }
}
