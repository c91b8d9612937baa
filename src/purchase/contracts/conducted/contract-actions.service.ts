import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { decide } from '../../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { budgetExceeded, type LockedBudget } from '../../tenders/budget.js';
import { RecordingService } from '../../tenders/recording/recording.service.js';
import { contractLifecycle, type ContractAction, type ContractStateHere } from '../contract.lifecycle.js';
import { OWN_ROUTES } from './action-names.js';
import { AmendmentsService } from '../amendments/amendments.service.js';
import { mustBeAsRecorded } from '../content/as-recorded.js';
import { changeOfContract, lockContract, mustBeHere, sideOf, type ConductedContract } from './conducted-contract.js';
import type { AmendDto, ContractActionDto, NewAmendmentDto, SignDto } from './contract-actions.dto.js';
import { ContractDraftsService } from '../content/contract-drafts.service.js';
import { ended } from './contract-ended.js';
import { inForceOf, sayAllOfContract, sayOfContract, sayOfTender } from './contract-facts.js';
import type { ContractGiven } from './contract.guards.js';
import { ContractSteps } from './contract.steps.js';
import { hashOf } from '../content/content.rules.js';
import { lockBeyond, signedBy } from './contract-locks.js';
import type { Side } from '../content/content.types.js';
import { ContractRequests } from './contract-requests.js';
import { RenewalsService } from '../amendments/renewals.service.js';

/** What an action came to: the state after it, and small facts for those who follow the feed. */
export interface Effect {
  to?: ContractStateHere;
  data?: Record<string, unknown>;
  /** Everybody may know of it. */
  public?: boolean;
}
interface Doing {
  tx: Tx;
  contract: ConductedContract;
  side: Side;
  today: string;
  given: Partial<ContractActionDto & AmendDto & NewAmendmentDto>;
}

const ELSEWHERE = ['halt_for_challenge', 'open_acceptance', 'conclude_acceptance'] as const satisfies ContractAction[];
type Performed = Exclude<ContractAction, (typeof ELSEWHERE)[number]>;
const isPerformedHere = (action: ContractAction): action is Performed =>
  !(ELSEWHERE as readonly string[]).includes(action);

/** Actions after which the record of the tender, or what its programme is committed to, is another. */
const BEYOND: ReadonlySet<string> = new Set<ContractAction>(['sign', 'publish', 'amend', 'publish_amendment']);

/** The way of a contract that goes on here, from its draft to what both parties, or a court, make of it. */
@Injectable()
export class ContractActionsService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly recording: RecordingService,
    private readonly drafts: ContractDraftsService,
    private readonly amendments: AmendmentsService,
    private readonly requests: ContractRequests,
    private readonly steps: ContractSteps,
    private readonly renewals: RenewalsService,
  ) {}

  onModuleInit(): void {
    this.registry.register(contractLifecycle);
  }

  act(principal: Principal, id: string, version: number, action: string, given: ContractActionDto): Promise<void> {
    if (action === 'take_over') return this.drafts.takeOver(principal, id, version, given);
    if (OWN_ROUTES.includes(action)) throw new Problem('route_not_found');
    return this.perform(principal, id, version, action, given);
  }

  sign(principal: Principal, id: string, version: number, given: SignDto): Promise<void> {
    return this.perform(principal, id, version, 'sign', given);
  }

  amend(principal: Principal, id: string, version: number, given: AmendDto): Promise<void> {
    return this.perform(principal, id, version, 'amend', given);
  }

  propose(principal: Principal, id: string, version: number, given: NewAmendmentDto): Promise<void> {
    return this.perform(principal, id, version, 'propose_amendment', given);
  }

  private perform(
    principal: Principal,
    id: string,
    version: number,
    action: string,
    given: Doing['given'],
  ): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const budget = await this.lockBefore(tx, id, action);
      const contract = mustBeHere(await lockContract(tx, id, version));
      const { who } = decide(contractLifecycle, contract.state, action, principal);
      const side = sideOf(principal, who, contract);
      // A signature is a person's.
      if (side === null || (who === 'contract.sign' && principal.kind !== 'user')) throw new Problem('not_permitted');
      const asked: ContractGiven = {
        ...(given.reason !== undefined && { reason: given.reason }),
        ...(given.hash !== undefined && { hash: given.hash }),
        ...(given.ground !== undefined && { ground: given.ground }),
        ...(given.reference !== undefined && { reference: given.reference }),
        ...(given.remedy !== undefined && { remedy: given.remedy }),
        ...(given.amendment !== undefined && { amendment: given.amendment }),
        ...(action === 'renew' && (await this.renewals.asked(tx, id))),
        ...(action === 'propose_amendment' && { proposal: this.amendments.proposal(contract, given) }),
      };
      await this.steps.before(tx, contract);
      const transition = await this.registry.enter(tx, contractLifecycle, contract, action, asked);
      const today = todayInShanghai(await tx.now());
      const doing = { tx, contract, side, today, given };
      // What only the system does is nobody's action; rounds of acceptance are objects of their own.
      if (!isPerformedHere(transition.action)) throw new Problem('not_permitted');
      const effect = await this.effects[transition.action](doing);
      const to = effect.to ?? (typeof transition.to === 'string' ? transition.to : contract.state);
      await tx.query(
        `UPDATE contract SET state = $2, halted_from = CASE WHEN $2 = 'halted' THEN halted_from END,
           version = version + 1, updated_at = clock_timestamp() WHERE id = $1`,
        [id, to],
      );
      const overruns = (await budget?.exceeded()) ?? [];
      if (budget && overruns.length > 0) throw budgetExceeded(budget.programme, overruns);
      await tx.record({
        ...changeOfContract(contract),
        action: transition.action,
        from: contract.state,
        to,
        reason: given.reason ?? null,
        data: effect.data ?? {},
        public: effect.public ?? false,
      });
      await this.steps.after(tx, id, transition.action);
    });
  }

  private async lockBefore(tx: Tx, id: string, action: string): Promise<LockedBudget | null> {
    if (action === 'renew') return this.renewals.lock(tx, id);
    return BEYOND.has(action) ? lockBeyond(tx, id) : null;
  }

  private readonly effects: Record<Performed, (doing: Doing) => Promise<Effect>> = {
    redraft: async ({ tx, contract, given }) => {
      if (contract.state !== 'draft') await mustBeAsRecorded(tx, contract, given.content ?? {});
      const content = await this.drafts.rewritten(tx, contract.content, given.content ?? {});
      const hash = hashOf(content);
      await tx.query(`UPDATE contract SET content = $2, content_hash = $3, number = $4, team = $5 WHERE id = $1`, [
        contract.id,
        JSON.stringify(content),
        hash,
        content.number,
        JSON.stringify(content.team),
      ]);
      // Nobody has signed the new words.
      await tx.query(
        `UPDATE contract_signature SET withdrawn_at = $2
         WHERE contract_id = $1 AND amendment_id IS NULL AND withdrawn_at IS NULL`,
        [contract.id, await tx.now()],
      );
      return { data: { hash } };
    },
    sign: async ({ tx, contract, side, today }) => {
      const both = await signedBy(tx, contract, side, null, contract.content_hash);
      const data = { side, hash: contract.content_hash };
      if (!both) return { to: 'draft', data };
      const { content } = contract;
      const window = { start: content.window.start ?? '', end: content.window.end ?? '' };
      await sayOfTender(tx, { transactions: this.transactions, recording: this.recording }, contract, {
        signedOn: today,
        supplier: { organisation: contract.supplier_id, name: content.parties.supplier.name },
        amount: content.amount ?? '',
        window,
        ...(content.number !== null && { number: content.number }),
      });
      await tx.query(
        `INSERT INTO contract_service_line (contract_id, service_line_id)
         SELECT contract_id, unnest(lines) FROM contract_renewal WHERE contract_id = $1 ON CONFLICT DO NOTHING`,
        [contract.id],
      );
      await tx.query(
        `UPDATE contract c SET signed_on = $2, window_start = $3, window_end = $4, content_agreed = true, completeness = (
           SELECT coalesce(jsonb_agg(jsonb_build_object('field', m.field, 'lot', NULL)), '[]') FROM (VALUES ('serviceLines'), ('plan')) AS m(field)
           WHERE m.field = 'plan' OR NOT EXISTS (SELECT FROM contract_service_line WHERE contract_id = c.id))
         WHERE id = $1`,
        [contract.id, today, window.start, window.end],
      );
      return { to: 'signed', data };
    },
    confirm_content: async ({ tx, contract, side }) => {
      const both = await signedBy(tx, contract, side, null, contract.content_hash);
      if (both) await tx.query(`UPDATE contract SET content_agreed = true WHERE id = $1`, [contract.id]);
      return { data: { side, hash: contract.content_hash } };
    },
    withdraw_signature: async ({ tx, contract, side }) => {
      await tx.query(
        `UPDATE contract_signature SET withdrawn_at = $3
         WHERE contract_id = $1 AND side = $2 AND amendment_id IS NULL AND withdrawn_at IS NULL`,
        [contract.id, side, await tx.now()],
      );
      return { data: { side } };
    },
    abandon: () => Promise.resolve({}),
    start: async ({ tx, contract, today }) => {
      await tx.query(`UPDATE contract SET started_on = $2 WHERE id = $1`, [contract.id, today]);
      await sayOfContract(tx, contract, 'started', { on: today });
      return {};
    },
    publish: async ({ tx, contract, today, given }) => {
      const url = given.url ?? null;
      await sayOfTender(
        tx,
        { transactions: this.transactions, recording: this.recording },
        contract,
        { publishedOn: today, ...(contract.number !== null && { number: contract.number }) },
        { kind: 'notice', url, publishedOn: today, reference: null },
      );
      await tx.query(`UPDATE contract SET published = true, published_on = $2, published_url = $3 WHERE id = $1`, [
        contract.id,
        today,
        url,
      ]);
      return { public: true };
    },
    file: async ({ tx, contract, today, given }) => {
      await tx.query(`UPDATE contract SET filed_on = $2, filed_reference = $3 WHERE id = $1`, [
        contract.id,
        today,
        given.reference ?? null,
      ]);
      return {};
    },
    propose_amendment: ({ tx, contract, given }) => this.amendments.propose(tx, contract, given),
    amend: ({ tx, contract, side, today, given }) =>
      this.amendments.sign(tx, contract, given.amendment ?? '', today, (hash) =>
        signedBy(tx, contract, side, given.amendment ?? null, hash),
      ),
    withdraw_amendment: ({ tx, contract, given }) => this.amendments.withdraw(tx, contract, given.amendment ?? ''),
    publish_amendment: ({ tx, contract, today, given }) =>
      this.amendments.publish(tx, contract, given.amendment ?? '', today, given.url ?? null),
    ask_team_change: ({ tx, contract, given }) => this.requests.ask(tx, contract, 'team', given.team, given.reason),
    change_team: async ({ tx, contract }) => {
      const decided = await this.requests.decide(tx, contract, 'team', 'consented');
      await tx.query(`UPDATE contract SET team = $2 WHERE id = $1`, [contract.id, JSON.stringify(decided.detail)]);
      return { data: { request: decided.id } };
    },
    refuse_team_change: async ({ tx, contract, given }) => {
      const { id } = await this.requests.decide(tx, contract, 'team', 'refused', given.reason);
      return { data: { request: id } };
    },
    ask_subcontract: ({ tx, contract, given }) =>
      this.requests.ask(tx, contract, 'subcontract', given.subcontract, given.reason),
    consent_subcontract: async ({ tx, contract }) => {
      const { id } = await this.requests.decide(tx, contract, 'subcontract', 'consented');
      return { data: { request: id } };
    },
    refuse_subcontract: async ({ tx, contract, given }) => {
      const { id } = await this.requests.decide(tx, contract, 'subcontract', 'refused', given.reason);
      return { data: { request: id } };
    },
    halt: async ({ tx, contract, given }) => {
      await tx.query(`UPDATE contract SET state = 'halted', halted_from = $2, halt_ground = $3 WHERE id = $1`, [
        contract.id,
        contract.state,
        given.ground,
      ]);
      return { data: { ground: given.ground, ...(given.reference && { reference: given.reference }) } };
    },
    resume: async ({ tx, contract }) => {
      const to = contract.halted_from ?? 'signed';
      await tx.query(`UPDATE contract SET state = $2, halted_from = NULL, halt_ground = NULL WHERE id = $1`, [
        contract.id,
        to,
      ]);
      return { to };
    },
    deliver: async ({ tx, contract, today }) => {
      await tx.query(`UPDATE contract SET delivered_on = $2 WHERE id = $1`, [contract.id, today]);
      // Once more, after what was wanting was mended.
      const before = await inForceOf(tx, contract, 'delivered');
      const instead = before === null ? null : { of: before, reason: '整改后再次交付' };
      await sayAllOfContract(tx, contract, [{ kind: 'delivered', data: { on: today }, instead }]);
      return {};
    },
    settle: () => Promise.resolve({}),
    close_unperformed: () => Promise.resolve({}),
    archive: () => Promise.resolve({}),
    renew: async ({ tx, contract }) => ({ data: { contract: await this.renewals.draft(tx, contract) } }),
    terminate: (doing) => ended(doing, 'terminated'),
    rescind: (doing) => ended(doing, 'rescinded'),
  };
}
