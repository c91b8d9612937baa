import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Principal } from '../../kernel/access/principal.js';
import { scopeOf } from '../../kernel/access/scope.js';
import { todayInShanghai } from '../../kernel/clock/moment.js';
import { Transactions, type Tx } from '../../kernel/database/transactions.js';
import { DocumentReferences } from '../../kernel/documents/document-references.js';
import { Problem } from '../../kernel/errors/problem.js';
import { invalid } from '../../kernel/http/validation.js';
import { decide } from '../../kernel/actions/lifecycle.js';
import { LifecycleRegistry } from '../../kernel/actions/registry.js';
import { lockContract, mustBeHere } from '../../purchase/contracts/conducted/conducted-contract.js';
import { ContractAcceptance } from '../../purchase/contracts/conducted/contract-acceptance.js';
import { mustBeFree } from '../../purchase/tenders/oversight/interest.js';
import { ContractEvidence } from '../delivery/contract-evidence.js';
import { categoryOf } from '../../law/code-lists/code-lists.js';
import { acceptanceLifecycle, type AcceptanceAction } from './acceptance.lifecycle.js';
import type {
  AcceptanceActionDto,
  MembersDto,
  NewAcceptanceDto,
  NewAcceptanceOpinionDto,
  TicksDto,
} from './acceptance.dto.js';
import type { AcceptanceGiven } from './acceptance.guards.js';
import { actorOf, changeOfAcceptance, lockAcceptance, type LockedAcceptance } from './acceptance-root.js';
import { standardsOf } from './acceptance.rules.js';
import { mustBeAhead } from './ahead.js';
import { AcceptanceConclusions } from './conclusions.service.js';
import { membersGiven, signed } from './members.js';
import { AcceptanceOpinions } from './opinions.js';
import { ticksGiven } from './ticks.js';

/** What an action changes of the round's row, and small facts for those who follow the feed. */
export interface AcceptanceEffect {
  set?: Record<string, unknown>;
  data?: Record<string, unknown>;
  public?: boolean;
}
type Given = AcceptanceActionDto & Partial<TicksDto & MembersDto & NewAcceptanceOpinionDto>;
interface Doing extends LockedAcceptance {
  tx: Tx;
  given: Given;
}

export const OWN_ROUTES: readonly string[] = ['tick', 'name_members', 'record_opinion'];
/** Only a person concludes, signs, or sends back what others have found. */
const OF_PERSONS: ReadonlySet<string> = new Set<AcceptanceAction>(['conclude', 'sign', 'return']);
/** Whoever does anything else has prepared the round. */
const NO_PREPARATION: ReadonlySet<string> = new Set<AcceptanceAction>(['conclude', 'return', 'publish']);

/** Rounds of acceptance of contracts that go on here. */
@Injectable()
export class AcceptancesService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly contracts: ContractAcceptance,
    private readonly references: DocumentReferences,
    private readonly evidence: ContractEvidence,
    private readonly opinions: AcceptanceOpinions,
    private readonly conclusions: AcceptanceConclusions,
  ) {}

  onModuleInit(): void {
    this.registry.register(acceptanceLifecycle);
  }

  /** A round against the standards of the contract as they stand. */
  open(principal: Principal, id: string, dto: NewAcceptanceDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = mustBeHere(await lockContract(tx, id, undefined));
      await this.contracts.open(tx, contract);
      await mustBeFree(tx, contract.supplier_id);
      const now = await tx.now();
      mustBeAhead('/opinionsUntil', dto.opinionsUntil, todayInShanghai(now));
      const [made] = await tx.query<{ id: string; no: number }>(
        `INSERT INTO acceptance (dataset, contract_id, no, opened_at, standards, public_service, opinions_until, prepared_by)
         SELECT $2, $1, coalesce(max(no), 0) + 1, $3, $4, $5, $6, $7 FROM acceptance WHERE contract_id = $1
         RETURNING id, no`,
        [
          id,
          contract.dataset,
          now,
          JSON.stringify(standardsOf(contract.content)),
          // Where it is not known whether residents receive it, they are asked.
          categoryOf(contract.category ?? '')?.publicService !== false,
          dto.opinionsUntil ?? null,
          [await actorOf(tx)],
        ],
      );
      const acceptance = { id: made?.id ?? '' };
      await tx.record({
        ...changeOfAcceptance(acceptance, contract),
        action: 'opened',
        to: 'open',
        data: { contract: id, round: made?.no ?? 1 },
      });
      return acceptance.id;
    });
  }

  /** Actions of a path; those that have routes of their own, where what they need is required, are none. */
  byPath(action: string): string {
    if (OWN_ROUTES.includes(action)) throw new Problem('route_not_found');
    return action;
  }

  perform(principal: Principal, id: string, version: number, action: string, given: Given): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const locked = await lockAcceptance(tx, id, version);
      const { contract, acceptance, held } = locked;
      const asked: AcceptanceGiven = {
        ...(given.reason !== undefined && { reason: given.reason }),
        ...(given.result !== undefined && { result: given.result }),
        ...(given.newDueOn !== undefined && { newDueOn: given.newDueOn }),
        ...(given.acceptedPart !== undefined && { acceptedPart: given.acceptedPart }),
      };
      decide(acceptanceLifecycle, acceptance.state, action, { permissions: held });
      if (OF_PERSONS.has(action) && principal.kind !== 'user') throw new Problem('not_permitted');
      if (action === 'conclude') this.conclusions.mustSay(contract, given);
      const transition = await this.registry.enter(tx, acceptanceLifecycle, acceptance, action, asked, held);
      const to = typeof transition.to === 'string' ? transition.to : acceptance.state;
      const effect = await this.effects[transition.action]({ ...locked, tx, given });
      const set: Record<string, unknown> = {
        ...effect.set,
        ...(!NO_PREPARATION.has(transition.action) && {
          prepared_by: [...new Set([...acceptance.prepared_by, await actorOf(tx)])],
        }),
      };
      const names = Object.keys(set);
      await tx.query(
        `UPDATE acceptance SET state = $2, version = version + 1, updated_at = clock_timestamp()
           ${names.map((name, i) => `, ${name} = $${i + 3}`).join('')} WHERE id = $1`,
        [id, to, ...Object.values(set)],
      );
      await tx.record({
        ...changeOfAcceptance(acceptance, contract),
        action: transition.action,
        from: acceptance.state,
        to,
        reason: given.reason ?? null,
        data: { contract: contract.id, ...effect.data },
        public: effect.public ?? false,
      });
      if (transition.action === 'conclude') await this.conclusions.moveContract(tx, locked, given);
    });
  }

  private readonly effects: Record<AcceptanceAction, (doing: Doing) => Promise<AcceptanceEffect>> = {
    tick: async ({ tx, acceptance, given }) => {
      const ticks = await ticksGiven(tx, acceptance, given.items ?? []);
      for (const [i, { documents }] of ticks.entries()) {
        const at = `/items/${i}/documents`;
        await this.references.refer(tx, scopeOf(tx.principal), 'acceptance', acceptance.id, documents, at);
        await this.evidence.mustBeOf(tx, acceptance.contract_id, documents, at);
      }
      return { set: { ticks: JSON.stringify(ticks) }, data: { ticked: ticks.map((tick) => tick.no) } };
    },
    name_members: async ({ tx, contract, given }) => {
      const members = await membersGiven(tx, contract, given.members ?? []);
      return { set: { members: JSON.stringify(members) }, data: { members: members.length } };
    },
    itemise: () => Promise.resolve({}),
    correct_items: ({ acceptance }) => Promise.resolve({ set: { members: unsignedAgain(acceptance.members) } }),
    invite: async ({ tx, given }) => {
      if (given.until === undefined) throw required('/until', 'The last day for opinions', '征求意见截止日期');
      mustBeAhead('/until', given.until, todayInShanghai(await tx.now()));
      return { set: { opinions_until: given.until }, data: { until: given.until } };
    },
    record_opinion: ({ tx, contract, acceptance, given }) => this.opinions.record(tx, contract, acceptance, given),
    take_opinions: () => Promise.resolve({}),
    sign: async ({ tx, acceptance, given }) => {
      const { members, no } = signed(acceptance.members, tx.principal.id, given, await tx.now());
      if (given.document !== undefined)
        await this.references.refer(
          tx,
          scopeOf(tx.principal),
          'acceptance',
          acceptance.id,
          [given.document],
          '/document',
        );
      return { set: { members: JSON.stringify(members) }, data: { member: no } };
    },
    return: ({ acceptance }) => Promise.resolve({ set: { members: unsignedAgain(acceptance.members) } }),
    conclude: ({ tx, contract, acceptance, given }) => this.conclusions.conclude(tx, contract, acceptance, given),
    publish: ({ tx, contract, acceptance, given }) =>
      this.conclusions.publish(tx, contract, acceptance, given.url ?? null),
  };
}

/** What they signed is not what stands there any more. */
const unsignedAgain = (members: LockedAcceptance['acceptance']['members']): string =>
  JSON.stringify(members.map((member) => ({ ...member, signedAt: null, document: null })));

export const required = (pointer: string, en: string, zh: string): Problem => invalid(pointer, 'required', { en, zh });
