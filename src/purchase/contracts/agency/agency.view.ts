import { listDocumentIdsSql } from '../../../kernel/documents/document-references.js';
import { formatYuan } from '../../../kernel/money/money.js';
import type { ContractObjectionDto, PaymentDemandDto } from './agency.dto.js';

/** SQL: every objection of a contract, as JSON. */
export const listObjectionsSql = (contract: string): string =>
  `SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'about', o.about, 'objection', o.objection, 'documents', ${listDocumentIdsSql('contract_objection', 'o.id')}, 'raisedAt', o.raised_at,
     'dueOn', o.due_on, 'answer', o.answer, 'answeredAt', o.answered_at) ORDER BY o.raised_at, o.id), '[]')
   FROM contract_objection o WHERE o.contract_id = ${contract}`;

/** SQL: every demand for payment, as JSON; sums in fen as text. */
export const listDemandsSql = (contract: string): string =>
  `SELECT coalesce(jsonb_agg(jsonb_build_object('id', x.id, 'demandedOn', x.demanded_on, 'reason', x.reason, 'documents', ${listDocumentIdsSql('payment_demand', 'x.id')}, 'items', x.items,
     'amount', x.amount::text, 'interest', x.interest::text) ORDER BY x.demanded_at, x.id), '[]')
   FROM payment_demand x WHERE x.contract_id = ${contract}`;

const iso = (text: string): string => new Date(text).toISOString();

export const toObjectionView = (objection: ContractObjectionDto): ContractObjectionDto => ({
  ...objection,
  raisedAt: iso(objection.raisedAt),
  answeredAt: objection.answeredAt === null ? null : iso(objection.answeredAt),
});

export const toDemandView = (demand: PaymentDemandDto): PaymentDemandDto => ({
  ...demand,
  amount: formatYuan(demand.amount),
  interest: formatYuan(demand.interest),
});
