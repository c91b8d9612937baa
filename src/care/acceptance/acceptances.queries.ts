import { Injectable } from '@nestjs/common';
import { listHeldPermissions } from '../../kernel/access/held.js';
import type { Scope } from '../../kernel/access/scope.js';
import { runPreparedStatement } from '../../kernel/database/prepared.js';
import { Sql } from '../../kernel/database/sql.js';
import { Transactions } from '../../kernel/database/transactions.js';
import { Problem } from '../../kernel/errors/problem.js';
import { keyset, type PageQuery } from '../../kernel/http/lists/list.js';
import { linkAllowedActions } from '../../kernel/actions/allowed-actions.js';
import { formatYuanOrNull } from '../../kernel/money/money.js';
import { formatRecipientNumber } from '../delivery/records/recipient.rules.js';
import { countedRecordsSql, STANDS } from '../delivery/records/counted-records.queries.js';
import { CONTRACT_PARTIES, isInsider, visiblePurchase } from '../../purchase/tenders/reads/tender-visibility.js';
import { toldCount } from '../surveys/results/results.rules.js';
import {
  AcceptanceDto,
  type AcceptanceListDto,
  type AcceptanceMilestoneDto,
  type AcceptanceOpinionDto,
  type AcceptanceRecordsDto,
} from './acceptance-view.dto.js';
import { acceptanceSubject } from './acceptance.subject.js';
import { isShort, type Verdict } from './acceptance.rules.js';
import { HEARD } from './opinion-count.queries.js';
import { toView } from '../../kernel/http/view.js';
import type { StoredRow } from '../../kernel/database/row-types.js';
import type { Acceptance } from './acceptance.entity.js';

type StoredOpinion = Omit<AcceptanceOpinionDto, 'voices'> & {
  voices: { recipient: string; no: number; verdict: Verdict | null }[];
};
interface Row extends Omit<
  StoredRow<Acceptance>,
  'created_at' | 'updated_at' | 'prepared_by' | 'ground' | 'recipients_heard' | 'concluded_by' | 'fact_id'
> {
  buyer_id: string | null;
  heard: number;
  opinions: StoredOpinion[] | null;
  shown: AcceptanceRecordsDto | null;
  milestones: AcceptanceMilestoneDto[] | null;
  counted: Record<string, string>;
  ground: AcceptanceDto['ground'];
  published_url: string | null;
  insider: boolean;
}

const OPINIONS = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'no', o.no, 'form', o.form, 'heldOn', o.held_on,
    'documents', (SELECT coalesce(jsonb_agg(d.document_id ORDER BY d.document_id), '[]') FROM document_reference d
      WHERE d.root_type = 'acceptance_opinion' AND d.root_id = o.id),
    'voices', (SELECT jsonb_agg(jsonb_build_object('recipient', p.id, 'no', p.no, 'verdict', v.verdict) ORDER BY p.no, p.id)
      FROM acceptance_voice v JOIN recipient p ON p.id = v.recipient_id WHERE v.opinion_id = o.id)) ORDER BY o.no), '[]')
  FROM acceptance_opinion o WHERE o.acceptance_id = a.id)`;

const OF_CONTRACT = `s.contract_id = a.contract_id AND s.within_contract AND ${STANDS}`;
const SHOWN = `(SELECT jsonb_build_object('records', count(*), 'minutes', coalesce(sum(s.minutes), 0),
    'days', count(DISTINCT s.served_on), 'recipients', (SELECT count(DISTINCT x.recipient_id) FROM service_record s
      JOIN service_record_recipient x ON x.record_id = s.id WHERE ${OF_CONTRACT}))
  FROM service_record s WHERE ${OF_CONTRACT})`;
const MILESTONES = `(SELECT coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'no', m.no, 'name', m.name, 'dueOn', m.due_on,
    'state', m.state) ORDER BY m.no, m.id), '[]') FROM milestone m WHERE m.contract_id = a.contract_id AND NOT m.dropped)`;
/** By number of the standard, what the records come to by its measure. */
const COUNTED = `(SELECT coalesce(jsonb_object_agg(m.no, m.total::text), '{}')
  FROM (${countedRecordsSql({ contract: 'a.contract_id', standards: 'a.standards' })}) m)`;
/** Where the fact that says it stands now: a correction of its address is a fact in its place. */
const URL = `(WITH RECURSIVE chain AS (
    SELECT f.id, f.source FROM fact f WHERE f.id = a.fact_id
    UNION ALL SELECT n.id, n.source FROM fact n JOIN chain ON n.replaces = chain.id)
  SELECT c.source ->> 'url' FROM chain c WHERE NOT EXISTS (SELECT FROM fact n WHERE n.replaces = c.id))`;

const FROM = `FROM acceptance a JOIN contract r ON r.id = a.contract_id`;
const ORDER = [
  { column: 'a.no', type: 'integer' },
  { column: 'a.id', type: 'uuid' },
] as const;

/** Rounds of acceptance: published ones are everybody's, the others their parties' and of who watches over them. */
@Injectable()
export class AcceptancesQueries {
  constructor(private readonly transactions: Transactions) {}

  async list(scope: Scope, contract: string, query: PageQuery, url: string): Promise<AcceptanceListDto> {
    const sql = new Sql();
    const select = this.select(sql.and(`r.id = ${sql.p(contract)}`), scope);
    const page = keyset(query, ORDER, 'ASC', sql);
    const rows = await this.transactions.reader.query<(Row & { page_key: string })[]>(
      `${select}, ${page.select} ${FROM} WHERE ${sql.where} ${page.order}`,
      sql.params,
    );
    if (rows.length === 0) await this.mustSee(scope, contract);
    return page.list(rows, url, (row) => view(row, scope));
  }

  async one(scope: Scope, id: string): Promise<AcceptanceDto> {
    const sql = new Sql();
    const select = this.select(sql.and(`a.id = ${sql.p(id)}`), scope);
    const [row] = await runPreparedStatement<Row>(
      this.transactions.reader,
      `${select} ${FROM} WHERE ${sql.where}`,
      sql.params,
    );
    if (!row) throw new Problem('not_found');
    return view(row, scope);
  }

  /** Of these rounds, those whose evidence the caller may see; of these opinions, those that are the buyer's to know. */
  filterVisible(scope: Scope, ids: readonly string[]): Promise<string[]> {
    return this.filterByParties(scope, CONTRACT_PARTIES, `acceptance a`, ids);
  }
  seenOpinions(scope: Scope, ids: readonly string[]): Promise<string[]> {
    return this.filterByParties(
      scope,
      ['r.buyer_id'],
      `(SELECT o.id, x.contract_id FROM acceptance_opinion o JOIN acceptance x ON x.id = o.acceptance_id) a`,
      ids,
    );
  }

  private async filterByParties(scope: Scope, parties: readonly string[], from: string, ids: readonly string[]) {
    const sql = new Sql();
    sql.and(`a.id = ANY (${sql.p(ids)}::uuid[])`).and(isInsider(sql, scope, parties));
    const rows = await this.transactions.reader.query<{ id: string }[]>(
      `SELECT a.id FROM ${from} JOIN contract r ON r.id = a.contract_id WHERE ${sql.where}`,
      sql.params,
    );
    return rows.map((row) => row.id);
  }

  /** What the caller sees of those that they see; `sql` has whose they are. */
  private select(sql: Sql, scope: Scope): string {
    const insider = `coalesce(${isInsider(sql, scope, CONTRACT_PARTIES)}, false)`;
    const hears = `coalesce(${isInsider(sql, scope, ['r.buyer_id'])}, false)`;
    sql.and(`a.state = 'published' OR ${insider}`);
    return `SELECT a.id, a.version, a.dataset, a.contract_id, r.buyer_id, a.no, a.state, a.opened_at, a.standards, a.ticks, a.members,
         a.public_service, a.opinions_until::text, coalesce(a.recipients_heard, ${HEARD}) AS heard,
         CASE WHEN ${hears} THEN ${OPINIONS} END AS opinions, CASE WHEN ${insider} THEN ${SHOWN} END AS shown,
         CASE WHEN ${insider} THEN ${MILESTONES} END AS milestones,
         CASE WHEN ${insider} THEN ${COUNTED} ELSE '{}' END AS counted,
         a.result, a.of_ended, a.ground, a.reason, a.new_due_on::text, a.accepted_part, a.accepted_amount::text,
         a.concluded_on::text, a.published_on::text, ${URL} AS published_url, ${insider} AS insider`;
  }

  /** A contract of which no round is shown. */
  private async mustSee(scope: Scope, contract: string): Promise<void> {
    const sql = new Sql();
    visiblePurchase(sql.and(`r.id = ${sql.p(contract)}`), scope, CONTRACT_PARTIES);
    const rows = await this.transactions.reader.query<unknown[]>(
      `SELECT FROM contract r WHERE ${sql.where}`,
      sql.params,
    );
    if (rows.length === 0) throw new Problem('not_found');
  }
}

function view(row: Row, scope: Scope): AcceptanceDto {
  const { insider } = row;
  return toView(AcceptanceDto, row, {
    contract: row.contract_id,
    items: row.standards.map(({ no, text, target, unit, measure }) => {
      const tick = row.ticks.find((each) => each.no === no);
      return {
        no,
        text,
        target: target ?? null,
        unit: unit ?? null,
        measure: measure ?? null,
        counted: row.counted[no] ?? null,
        result: tick?.result ?? null,
        measured: tick?.measured ?? null,
        short: isShort({ target }, tick),
        note: insider ? (tick?.note ?? null) : null,
        documents: insider ? (tick?.documents ?? []) : [],
        records: insider ? (tick?.records ?? []) : [],
      };
    }),
    records: row.shown,
    recipientsHeard: toldCount(row.heard),
    opinions:
      row.opinions?.map(({ voices, ...opinion }) => ({
        ...opinion,
        voices: voices.map(({ recipient, no, verdict }) => ({ recipient, number: formatRecipientNumber(no), verdict })),
      })) ?? null,
    members: insider ? row.members : [],
    reason: insider ? row.reason : null,
    acceptedAmount: formatYuanOrNull(row.accepted_amount),
    allowedActions: linkAllowedActions(
      acceptanceSubject,
      row.state,
      { id: row.id },
      { permissions: listHeldPermissions(scope, [row.buyer_id]) },
    ),
  });
}
