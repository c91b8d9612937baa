import { Injectable } from '@nestjs/common';
import type { Scope } from '../../platform/access/scope.js';
import { isWithin } from '../../platform/access/visible.js';
import { CREATION, rootFilters } from '../../platform/database/root-filters.js';
import { Sql } from '../../platform/database/sql.js';
import { Transactions } from '../../platform/database/transactions.js';
import { Problem } from '../../platform/errors/problem.js';
import type { Language } from '../../platform/errors/texts.js';
import { keyset, type List } from '../../platform/http/list.js';
import { conflictText } from '../tenders/contradiction.js';
import { factsOfRoots } from '../tenders/facts.store.js';
import type { Conflict, ContractFact, Missing } from '../tenders/purchase.types.js';
import type { ContractQuery } from '../tenders/tender.dto.js';
import { conflictsAmong, conflictViews, FactViewDto, missingViews, shownTo } from '../tenders/tender-view.dto.js';
import { CONTRACT_PARTIES, isInsider, visiblePurchase } from '../tenders/tender.visibility.js';
import { ContractDetailDto, ContractDto, type ContractRow } from './contract-view.dto.js';

const SELECT = `r.*, l.no AS lot, b.name AS buyer_name, s.name AS supplier_name`;
const FROM = `FROM contract r LEFT JOIN lot l ON l.id = r.lot_id LEFT JOIN organisation b ON b.id = r.buyer_id
  LEFT JOIN organisation s ON s.id = r.supplier_id`;

@Injectable()
export class ContractsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, query: ContractQuery, url: string): Promise<List<ContractDto>> {
    const sql = visiblePurchase(rootFilters(new Sql(), 'contract', query), scope, CONTRACT_PARTIES);
    sql.when(query.tender, (p) => `r.tender_id = ${p}`);
    sql.when(query.buyer, (p) => `r.buyer_id = ${p}`);
    sql.when(query.supplier, (p) => `r.supplier_id = ${p}`);
    sql.when(
      query.serviceLine,
      (p) => `r.id IN (SELECT contract_id FROM contract_service_line WHERE service_line_id = ${p})`,
    );
    sql.when(query.category, (p) => `r.category = ${p}`);
    if (query.region) sql.and(isWithin(sql, 'r.region', query.region));
    sql.when(query.state, (p) => `r.state = ${p}`);
    const page = keyset(query, CREATION, 'ASC', sql);
    const rows = await this.transactions.reader.query<(ContractRow & { page_key: string })[]>(
      `SELECT ${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    return page.list(rows, url, ContractDto.of);
  }

  async one(scope: Scope, id: string, lang: Language): Promise<ContractDetailDto> {
    const sql = new Sql();
    visiblePurchase(sql.and(`r.id = ${sql.p(id)}`), scope, CONTRACT_PARTIES);
    const insider = isInsider(sql, scope, CONTRACT_PARTIES);
    const [row] = await this.transactions.reader.query<
      (ContractRow & { insider: boolean; lines: string[]; conflicts: Conflict[]; completeness: Missing[] })[]
    >(
      `SELECT ${SELECT}, coalesce(${insider}, false) AS insider,
         ARRAY(SELECT service_line_id FROM contract_service_line WHERE contract_id = r.id ORDER BY 1) AS lines
       ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    const all = (await factsOfRoots<ContractFact>(this.transactions.reader, [id])).get(id) ?? [];
    const facts = shownTo(row.insider, all);
    const keeps = scope.everything || (row.buyer_id !== null && scope.organisations.includes(row.buyer_id));
    return {
      ...ContractDto.of(row),
      serviceLines: row.lines,
      facts: facts.map(FactViewDto.of),
      completeness: missingViews(row.completeness),
      conflicts: conflictViews(conflictsAmong(row.insider, row.conflicts, facts), (c) => conflictText(c.code), lang),
      allowedActions:
        keeps && row.conducted === 'elsewhere' && scope.permissions.has('contract.record') ? ['record_facts'] : [],
    };
  }
}
