import { formatYuan } from '../../../kernel/money/money.js';
import type { ContractObjectionDto, PaymentDemandDto } from './agency.dto.js';

/** SQL: every objection of a contract, as JSON. */
export const listObjectionsSql = (contract: string): string =>
  `SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'about', o.about, 'objection', o.objection, 'raisedAt', o.raised_at,
     'dueOn', o.due_on, 'answer', o.answer, 'answeredAt', o.answered_at) ORDER BY o.raised_at, o.id), '[]')
   FROM contract_objection o WHERE o.contract_id = ${contract}`;

/** SQL: every demand for payment, as JSON; sums in fen as text. */
export const listDemandsSql = (contract: string): string =>
  `SELECT coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'demandedOn', d.demanded_on, 'reason', d.reason, 'items', d.items,
     'amount', d.amount::text, 'interest', d.interest::text) ORDER BY d.demanded_at, d.id), '[]')
   FROM payment_demand d WHERE d.contract_id = ${contract}`;

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
