import { Injectable, type OnModuleInit } from '@nestjs/common';
import { bodiesWith, holdsIn } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { scopeOf } from '../../../kernel/access/scope.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem, type ProblemDetails } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import type { ReasonDto } from '../../../people/accounts/reason.dto.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { hasInterest } from '../../../purchase/tenders/oversight/interest.js';
import { lockConcerned } from '../concerned.js';
import { evaluatorsOf } from '../evaluating.sql.js';
import { ContractEvidence } from '../contract-evidence.js';
import { servedBy, toItsParties } from '../records/served-contract.js';
import type { NewVisitDto, VisitActionDto } from './visit.dto.js';
import { visitFindingLifecycle, visitLifecycle, type FindingState, type VisitState } from './visit.lifecycle.js';

interface LockedVisit {
  id: string;
  version: number;
  body_id: string;
  planned_on: string;
  state: VisitState;
}
interface LockedFinding {
  id: string;
  version: number;
  no: number;
  state: FindingState;
}

/** Visits are made for the buyer, a community of a line or who evaluates; what they find is answered, and closed by who visited. */
@Injectable()
export class VisitsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly references: DocumentReferences,
    private readonly evidence: ContractEvidence,
  ) {}

  onModuleInit(): void {
    this.registry.register(visitLifecycle);
    this.registry.register(visitFindingLifecycle);
    this.registry.contribute<VisitActionDto>('visit_ahead', async (tx, id, given) => {
      const [row] = await tx.query<{ on: string }>(`SELECT planned_on::text AS on FROM visit WHERE id = $1`, [id]);
      const on = given.visitedOn ?? row?.on ?? '';
      return on <= todayInShanghai(await tx.now()) ? null : { facts: { visitedOn: on } };
    });
    // Regulation article 9, in its sense: nobody looks at the work of a body in which they sit.
    this.registry.contribute('visitor_has_interest', (tx, id) => visitedWithInterest(tx, id));
    // Nor says of what was found there that it is settled.
    this.registry.contribute(
      'visitor_has_interest',
      async (tx, id) => {
        const [row] = await tx.query<{ visit: string }>(`SELECT visit_id AS visit FROM visit_finding WHERE id = $1`, [
          id,
        ]);
        return visitedWithInterest(tx, row?.visit ?? '');
      },
      visitFindingLifecycle.name,
    );
    this.registry.contribute('not_who_visited', async (tx, id) => {
      const [row] = await tx.query<{ body: string }>(
        `SELECT v.body_id AS body FROM visit_finding f JOIN visit v ON v.id = f.visit_id WHERE f.id = $1`,
        [id],
      );
      return holdsIn(tx.principal, 'visit.make', [row?.body]) ? null : { facts: { visitedBy: row?.body ?? null } };
    });
  }

  plan(principal: Principal, id: string, dto: NewVisitDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockConcerned(tx, id);
      const mine = await visitingBodies(tx, contract, true);
      const body = dto.body ? mine.find((each) => each === dto.body?.toLowerCase()) : mine[0];
      if (body === undefined) throw new Problem('not_permitted');
      if (!dto.body && mine.length > 1)
        throw invalid('/body', 'required', { en: 'For which of your bodies', zh: '请指明代表哪一机构' });
      servedBy(contract);
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO visit (dataset, contract_id, body_id, planned_on, purpose) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
        [contract.dataset, id, body, dto.plannedOn, dto.purpose],
      );
      const visit = row?.id ?? '';
      await tx.record({
        ...toWhom(contract, body),
        aggregate: 'visit',
        id: visit,
        action: 'planned',
        to: 'planned',
        data: { contract: id, plannedOn: dto.plannedOn },
      });
      return visit;
    });
  }

  act(
    principal: Principal,
    id: string,
    visit: string,
    version: number,
    action: string,
    given: VisitActionDto,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockConcerned(tx, id);
      const before = await lockVisit(tx, id, visit);
      if (before.version !== version) throw new Problem('stale_version');
      const mine = await visitingBodies(tx, contract, false);
      const held = new Set(mine.includes(before.body_id) ? ['visit.make'] : []);
      const transition = await this.registry.enter(tx, visitLifecycle, before, action, given, held);
      const to = transition.to as VisitState;
      if (transition.action === 'report') await this.reported(tx, id, before, given);
      await tx.query(
        `UPDATE visit SET state = $2, decision_reason = $3, version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [visit, to, transition.action === 'cancel' ? (given.reason ?? null) : null],
      );
      await tx.record({
        ...toWhom(contract, before.body_id),
        aggregate: 'visit',
        id: visit,
        action: transition.action,
        from: before.state,
        to,
        reason: given.reason ?? null,
        data: { contract: id, findings: given.findings?.length ?? 0 },
      });
    });
  }

  actOnFinding(
    principal: Principal,
    id: string,
    { visit, finding }: { visit: string; finding: string },
    version: number,
    action: string,
    given: ReasonDto,
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockConcerned(tx, id);
      const { body_id: body } = await lockVisit(tx, id, visit);
      const [before] = await tx.query<LockedFinding>(
        `SELECT id, version, no, state FROM visit_finding WHERE id = $1 AND visit_id = $2 FOR NO KEY UPDATE`,
        [finding, visit],
      );
      if (!before) throw new Problem('not_found');
      if (before.version !== version) throw new Problem('stale_version');
      const held = new Set([
        ...(holdsIn(principal, 'contract.deliver', [contract.supplier_id]) ? ['contract.deliver'] : []),
        ...((await visitingBodies(tx, contract, false)).length > 0 ? ['visit.make'] : []),
      ]);
      const transition = await this.registry.enter(tx, visitFindingLifecycle, before, action, given, held);
      const to = transition.to as FindingState;
      const said = transition.action === 'answer';
      await tx.query(
        `UPDATE visit_finding SET state = $2, since = $3, answer = CASE WHEN $4 THEN $5 ELSE answer END,
           decision_reason = CASE WHEN $4 THEN NULL ELSE $5 END, version = version + 1, updated_at = clock_timestamp()
         WHERE id = $1`,
        [finding, to, await tx.now(), said, given.reason ?? null],
      );
      await tx.record({
        ...toWhom(contract, body),
        aggregate: 'visit_finding',
        id: finding,
        action: transition.action,
        from: before.state,
        to,
        reason: given.reason ?? null,
        data: { contract: id, visit, no: before.no },
      });
    });
  }

  private async reported(tx: Tx, contract: string, visit: LockedVisit, given: VisitActionDto): Promise<void> {
    if (!given.summary) throw invalid('/summary', 'required', { en: 'What was seen', zh: '请填写走访情况' });
    const documents = given.documents ?? [];
    await this.references.refer(tx, scopeOf(tx.principal), 'visit', visit.id, documents, '/documents');
    await this.evidence.mustBeOf(tx, contract, documents, '/documents');
    await tx.query(`UPDATE visit SET visited_on = $2, summary = $3 WHERE id = $1`, [
      visit.id,
      given.visitedOn ?? visit.planned_on,
      given.summary,
    ]);
    const findings = (given.findings ?? []).map(({ text, answerBy }, i) => ({
      no: i + 1,
      text,
      answer_by: answerBy ?? null,
    }));
    await tx.query(
      `INSERT INTO visit_finding (visit_id, no, text, answer_by, since)
       SELECT $1, g.no, g.text, g.answer_by, $3 FROM jsonb_to_recordset($2::jsonb) AS g(no integer, text text, answer_by date)`,
      [visit.id, JSON.stringify(findings), await tx.now()],
    );
  }
}

/**
 * The caller's bodies for which this contract may be visited: its buyer, the committees of its lines' communities, and who
 * was appointed to evaluate it, by people that said to be tied to nobody. An evaluation that was sent is no reason for another.
 */
async function visitingBodies(tx: Tx, contract: ConductedContract, atWork: boolean): Promise<string[]> {
  const mine = bodiesWith(tx.principal, 'visit.make');
  const committees = await tx.query<{ id: string }>(
    `SELECT DISTINCT k.committee_id AS id FROM contract_service_line x
     JOIN service_line_community y ON y.service_line_id = x.service_line_id JOIN community k ON k.id = y.community_id
     WHERE x.contract_id = $1 AND k.committee_id = ANY ($2::uuid[])`,
    [contract.id, mine],
  );
  const sql = new Sql();
  const of = `${sql.p(contract.id)}::uuid`;
  const evaluators = await tx.query<{ id: string }>(evaluatorsOf(sql, scopeOf(tx.principal), of, atWork), sql.params);
  const theirs = [contract.buyer_id, ...[...committees, ...evaluators].map(({ id }) => id)];
  return mine.filter((body) => theirs.includes(body));
}

async function lockVisit(tx: Tx, contract: string, id: string): Promise<LockedVisit> {
  const [visit] = await tx.query<LockedVisit>(
    `SELECT id, version, body_id, planned_on::text AS planned_on, state FROM visit
     WHERE id = $1 AND contract_id = $2 FOR NO KEY UPDATE`,
    [id, contract],
  );
  if (!visit) throw new Problem('not_found');
  return visit;
}

async function visitedWithInterest(tx: Tx, visit: string): Promise<ProblemDetails | null> {
  const [row] = await tx.query<{ supplier: string }>(
    `SELECT c.supplier_id AS supplier FROM visit v JOIN contract c ON c.id = v.contract_id WHERE v.id = $1`,
    [visit],
  );
  return row !== undefined && (await hasInterest(tx, row.supplier)) ? {} : null;
}

/** Those who see the contract's changes, and the body that visits. */
const toWhom = (contract: ConductedContract, body: string) => {
  const parties = toItsParties(contract);
  return { ...parties, tenants: [...new Set([...parties.tenants, body])] };
};
