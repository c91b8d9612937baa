import { Injectable, StreamableFile } from '@nestjs/common';
import type { Scope } from '../../../kernel/access/scope.js';
import { isMine } from '../../../kernel/access/visible.js';
import { WorkingCalendars } from '../../../law/calendars/calendar-store.js';
import type { WorkingCalendar } from '../../../law/calendars/working-calendar.js';
import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { formatYuan, formatYuanOrNull } from '../../../kernel/money/money.js';
import { barInForceSql, type BarInForce } from '../../../people/organisations/bars/bars-in-force.queries.js';
import { CONTRACT_PARTIES, isInsider, isJointBuyer } from '../../tenders/reads/tender-visibility.js';
import type { AmendmentDto, ConductedContractDto, ContractTextDto, ContractSignatureDto } from './contract-here.dto.js';
import type { ContractContent } from '../content/content-types.js';
import { amendmentDue } from './deadlines.rules.js';
import type { ContractObjectionDto, PaymentDemandDto } from '../agency/agency.dto.js';
import { listDemandsSql, listObjectionsSql, toDemandView, toObjectionView } from '../agency/agency.view.js';
import type { ContractEndingDto } from '../ending/ending.dto.js';
import { listEndingsSql, toEndingView } from '../ending/ending.view.js';
import type { ServedBy } from '../halting/halt.rules.js';
import { listHaltsSql, toHaltView } from '../halting/halt.view.js';
import type { ContractHaltDto } from '../halting/halting.dto.js';
import { contractText, type SignedElsewhere } from '../content/text.rules.js';

/** Where a side of a contract says something to the other, with documents. */
export const STATEMENT_TABLES = ['contract_ending', 'contract_objection', 'payment_demand'] as const;
type StatementTable = (typeof STATEMENT_TABLES)[number];

interface SignatureRow extends ContractSignatureDto {
  amendment: string | null;
}
interface Row {
  id: string;
  content: ContractContent;
  content_hash: string;
  content_agreed: boolean;
  supplements: string;
  team: ConductedContractDto['team'];
  taken_over_at: Date | null;
  started_on: string | null;
  delivered_on: string | null;
  published_on: string | null;
  published_url: string | null;
  filed_on: string | null;
  filed_reference: string | null;
  halted_from: ConductedContractDto['haltedFrom'];
  halt_ground: string | null;
  end_ground: string | null;
  end_reference: string | null;
  end_remedy: string | null;
  rectify_due_on: string | null;
  accepted_amount: string | null;
  today: string;
  supplier_barred: BarInForce | null;
  signatures: SignatureRow[];
  amendments: (Omit<AmendmentDto, 'supplement' | 'signatures' | 'due'> & { supplement: string | null })[];
  requests: ConductedContractDto['requests'];
  halts: (Omit<ContractHaltDto, 'servedBy'> & { servedBy: ServedBy[] | null })[];
  endings: ContractEndingDto[];
  objections: ContractObjectionDto[];
  demands: PaymentDemandDto[];
}

interface TextRow {
  content: ContractContent;
  content_hash: string;
  taken_over_at: Date | null;
  signed_on: string | null;
  confirmations: SignedElsewhere['confirmations'];
}

const SELECT = `
  SELECT c.id, c.content, c.content_hash, c.content_agreed, c.supplements::text, c.team, c.taken_over_at,
    c.started_on::text, c.delivered_on::text, c.published_on::text, c.published_url, c.filed_on::text, c.filed_reference,
    c.halted_from, c.halt_ground, c.end_ground, c.end_reference, c.end_remedy, c.rectify_due_on, c.accepted_amount::text,
    business_today()::text AS today, CASE WHEN c.state = 'draft' THEN ${barInForceSql('c.supplier_id', 'business_today()')} END AS supplier_barred,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('amendment', s.amendment_id, 'side', s.side, 'hash', s.hash, 'signedAt', s.signed_at)
       ORDER BY s.signed_at, s.side), '[]') FROM contract_signature s WHERE s.contract_id = c.id AND s.withdrawn_at IS NULL) AS signatures,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'no', m.no, 'state', m.state, 'reasonCode', m.reason_code,
       'reason', m.reason, 'supplement', m.supplement::text, 'difference', m.difference, 'hash', m.hash, 'proposedAt', m.proposed_at,
       'inForceOn', m.in_force_on, 'publishedOn', m.published_on, 'publishedUrl', m.published_url) ORDER BY m.no), '[]')
     FROM contract_amendment m WHERE m.contract_id = c.id) AS amendments,
    (SELECT coalesce(jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'detail', q.detail, 'reason', q.reason, 'state', q.state,
       'askedAt', q.asked_at, 'decidedAt', q.decided_at, 'decisionReason', q.decision_reason) ORDER BY q.asked_at, q.id), '[]')
     FROM contract_request q WHERE q.contract_id = c.id) AS requests,
    (${listHaltsSql('c.id')}) AS halts, (${listEndingsSql('c.id')}) AS endings,
    (${listObjectionsSql('c.id')}) AS objections, (${listDemandsSql('c.id')}) AS demands
  FROM contract c WHERE c.id = ANY ($1::uuid[]) AND c.conducted = 'here' AND c.content IS NOT NULL AND c.content_hash IS NOT NULL`;

const iso = (text: string): string => new Date(text).toISOString();
const isoOrNull = (text: string | null): string | null => (text === null ? null : iso(text));

/** What the parties to a contract that goes on here, and those who watch over them, see of it. */
@Injectable()
export class ContractHereQueries {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendars: WorkingCalendars,
  ) {}

  async views(contracts: readonly string[]): Promise<Map<string, ConductedContractDto>> {
    if (contracts.length === 0) return new Map();
    const rows = await runPreparedStatement<Row>(this.transactions.reader, SELECT, [contracts]);
    const calendar = await this.calendars.current();
    return new Map(rows.map((row) => [row.id, toConductedView(row, calendar)]));
  }

  /** Of what one side said to the other, by type of it, those that the caller reads: by a seat in a party or in who buys together with the buyer, and by no other. */
  async filterStatements(scope: Scope, table: StatementTable, ids: readonly string[]): Promise<string[]> {
    const sql = new Sql();
    sql.and(`x.id = ANY (${sql.p(ids)}::uuid[])`);
    const seats = ['c.buyer_id', 'c.supplier_id'].map((column) => isMine(sql, scope, column));
    sql.and([...seats, isJointBuyer(sql, scope, 'c.tender_id')].join(' OR '));
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT x.id FROM ${table} x JOIN contract c ON c.id = x.contract_id WHERE ${sql.where}`,
      sql.params,
    );
    return rows.map(({ id }) => id);
  }

  /** The text, as JSON with its hash or, where `text/plain` is asked for, alone. */
  async text(scope: Scope, id: string, accept: string | undefined): Promise<ContractTextDto | StreamableFile> {
    const sql = new Sql();
    sql.and(`r.id = ${sql.p(id)} AND r.conducted = 'here' AND r.content IS NOT NULL AND r.content_hash IS NOT NULL`);
    sql.and(isInsider(sql, scope, CONTRACT_PARTIES));
    const [row] = await this.transactions.reader.query<TextRow[]>(
      `SELECT r.content, r.content_hash, r.taken_over_at, r.signed_on::text,
         (SELECT coalesce(jsonb_agg(jsonb_build_object('side', s.side, 'hash', s.hash, 'signedAt', s.signed_at) ORDER BY s.side), '[]')
          FROM contract_signature s WHERE s.contract_id = r.id AND s.amendment_id IS NULL AND s.withdrawn_at IS NULL) AS confirmations
       FROM contract r WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    const { signed_on: signedOn, confirmations } = row;
    const elsewhere = row.taken_over_at === null ? null : { signedOn, confirmations };
    const text = contractText(row.content, row.content_hash, elsewhere);
    return /^\s*text\/plain\b/i.test(accept ?? '')
      ? new StreamableFile(Buffer.from(text, 'utf8'), { type: 'text/plain; charset=utf-8' })
      : { hash: row.content_hash, text };
  }
}

function toConductedView(row: Row, calendar: WorkingCalendar): ConductedContractDto {
  const listSignatures = (amendment: string | null): ContractSignatureDto[] =>
    row.signatures
      .filter((s) => s.amendment === amendment)
      .map(({ side, hash, signedAt }) => ({ side, hash, signedAt: iso(signedAt) }));
  return {
    content: row.content,
    contentHash: row.content_hash,
    contentAgreed: row.content_agreed,
    signatures: listSignatures(null),
    supplements: formatYuan(row.supplements),
    team: row.team,
    amendments: row.amendments.map((m) => ({
      ...m,
      supplement: formatYuanOrNull(m.supplement),
      signatures: listSignatures(m.id),
      proposedAt: iso(m.proposedAt),
      due: amendmentDue(m.inForceOn, m.publishedOn, row.today, calendar),
    })),
    requests: row.requests.map((q) => ({ ...q, askedAt: iso(q.askedAt), decidedAt: isoOrNull(q.decidedAt) })),
    supplierBarred: row.supplier_barred,
    takenOverAt: row.taken_over_at?.toISOString() ?? null,
    startedOn: row.started_on,
    deliveredOn: row.delivered_on,
    publishedOn: row.published_on,
    publishedUrl: row.published_url,
    filedOn: row.filed_on,
    filedReference: row.filed_reference,
    haltedFrom: row.halted_from,
    haltGround: row.halt_ground,
    halts: row.halts.map(toHaltView),
    endGround: row.end_ground,
    endReference: row.end_reference,
    endings: row.endings.map(toEndingView),
    objections: row.objections.map(toObjectionView),
    demands: row.demands.map(toDemandView),
    endRemedy: row.end_remedy,
    rectifyDueOn: row.rectify_due_on,
    acceptedAmount: formatYuanOrNull(row.accepted_amount),
  };
}
