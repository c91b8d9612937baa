import { Injectable } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import type { StoredRow } from '../../../kernel/database/row-types.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { keyset, type List, type PageQuery } from '../../../kernel/http/lists/list.js';
import { formatYuan } from '../../../kernel/money/money.js';
import type { PriceTerm } from '../../../purchase/tenders/conducted/terms/price-types.js';
import { loadPaymentMoney } from '../contract-money.js';
import { mustBeConcerned } from '../payments.queries.js';
import { SettlementDto } from './settlement.dto.js';
import type { Settlement } from './settlement.entity.js';
import { permissionsOnSettlement, settlementSubject } from './settlement.subject.js';
import { computeUnitCap } from './unit-cap.rules.js';

interface SettlementRow extends Omit<
  StoredRow<Settlement>,
  'dataset' | 'created_at' | 'updated_at' | 'proposed_by' | 'confirmed_by'
> {
  buyer_id: string | null;
  supplier_id: string | null;
  price: PriceTerm | null;
  payment: string | null;
  unpaid: string;
}

const SELECT = `SELECT s.id, s.version, s.contract_id, s.no, s.period_from::text, s.period_to::text, s.state, s.items, s.deductions,
  s.units_total::text, s.deducted::text, s.carried::text, s.total::text, s.proposed_at, s.confirm_by::text, s.confirmed_at, s.reason,
  c.buyer_id, c.supplier_id, c.content -> 'price' AS price, (SELECT p.id FROM payment p WHERE p.settlement_id = s.id) AS payment,
  (s.units_total - s.deducted - s.total + (SELECT coalesce(sum(o.units_total - o.deducted - o.total), 0) FROM settlement o
   WHERE o.contract_id = s.contract_id AND o.state = 'confirmed' AND o.no < s.no))::text AS unpaid`;
const FROM = `FROM settlement s JOIN contract c ON c.id = s.contract_id`;

/** Settlements, for the parties of their contract and who watches over it. */
@Injectable()
export class SettlementsQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, contract: string, query: PageQuery, url: string): Promise<List<SettlementDto>> {
    await mustBeConcerned(this.transactions, scope, contract);
    const sql = new Sql();
    sql.and(`s.contract_id = ${sql.p(contract)}`);
    const order = [
      { column: 's.no', type: 'integer' },
      { column: 's.id', type: 'uuid' },
    ] as const;
    const page = keyset(query, order, 'ASC', sql);
    const rows = await this.transactions.reader.query<(SettlementRow & { page_key: string })[]>(
      `${SELECT}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    const earlier = await this.loadEarlierSum(contract);
    return page.list(rows, url, (row) => toSettlementView(row, earlier, scope));
  }

  async one(scope: Scope, contract: string, id: string): Promise<SettlementDto> {
    await mustBeConcerned(this.transactions, scope, contract);
    const [row] = await this.transactions.reader.query<SettlementRow[]>(
      `${SELECT} ${FROM} WHERE s.id = $1 AND s.contract_id = $2`,
      [id, contract],
    );
    if (!row) throw new Problem('not_found');
    return toSettlementView(row, await this.loadEarlierSum(contract), scope);
  }

  /** Fen that were paid for the same units before the contract went on here. */
  private async loadEarlierSum(contract: string): Promise<bigint> {
    const money = await loadPaymentMoney(this.transactions.reader, contract);
    return computeUnitCap(money, { units: 0n, deducted: 0n, total: 0n }).before.total;
  }
}

function toSettlementView(row: SettlementRow, earlier: bigint, scope: Scope): SettlementDto {
  // What the next settlement takes off lies below what the amount leaves.
  const over = BigInt(row.unpaid) - earlier - BigInt(row.carried);
  const { items: priced = [], deductions: named = [] } = row.price ?? {};
  return {
    id: row.id,
    version: row.version,
    contract: row.contract_id,
    no: row.no,
    from: row.period_from,
    to: row.period_to,
    state: row.state,
    items: row.items.map((item) => {
      const price = priced.find(({ no }) => no === item.no);
      return { ...item, unit: price?.unit ?? '', unitPrice: price?.unitPrice ?? '' };
    }),
    deductions: row.deductions.map(({ no, times }) => ({
      no,
      text: named.find((each) => each.no === no)?.text ?? '',
      times,
    })),
    unitsTotal: formatYuan(row.units_total),
    deducted: formatYuan(row.deducted),
    carried: formatYuan(row.carried),
    overCap: formatYuan(over > 0n ? over : 0n),
    total: formatYuan(row.total),
    proposedAt: row.proposed_at.toISOString(),
    confirmBy: row.confirm_by,
    confirmedAt: row.confirmed_at?.toISOString() ?? null,
    reason: row.reason,
    payment: row.payment,
    allowedActions: linkAllowedActions(
      settlementSubject,
      row.state,
      { id: row.contract_id, settlement: row.id },
      {
        permissions: permissionsOnSettlement(
          { seats: scope.seats, isPerson: scope.user !== null },
          { buyer: row.buyer_id, supplier: row.supplier_id ?? '' },
        ),
      },
    ),
  };
}
