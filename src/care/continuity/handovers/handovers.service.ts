import { Injectable, type OnModuleInit } from '@nestjs/common';
import { holdsIn } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../kernel/clock/moment.js';
import { Sql } from '../../../kernel/database/sql.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem, type FieldError } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { LifecycleRegistry } from '../../../kernel/actions/registry.js';
import { InterestGuard, type BodiesOf } from '../../../purchase/tenders/oversight/interest.js';
import type { ConductedContract } from '../../../purchase/contracts/conducted/conducted-contract.js';
import { sayAllOfContract } from '../../../purchase/contracts/conducted/contract-facts.js';
import { lockUnder } from '../../delivery/concerned.js';
import { toItsParties } from '../../delivery/records/served-contract.js';
import type { HandoverActionDto, NameBasisDto, NewHandoverDto } from './handover.dto.js';
import { handoverLifecycle, type HandoverAction, type HandoverState } from './handover.lifecycle.js';
import {
  hashOfServed,
  heldWith,
  lockHandover,
  lockServedOf,
  receiversOf,
  type LockedHandover,
  type Served,
} from './handover-root.js';
import { PlansKeeper } from '../plans.keeper.js';

interface Doing {
  tx: Tx;
  contract: ConductedContract;
  handover: LockedHandover;
  served: readonly Served[];
  today: string;
  given: HandoverActionDto;
}
interface HandoverGiven {
  reason?: string;
  receiver?: string | null;
}

/** Recipients passed from the agency of a contract to whoever goes on: offered by the buyer, theirs once they say so. */
@Injectable()
export class HandoversService implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly registry: LifecycleRegistry,
    private readonly keeper: PlansKeeper,
    private readonly interest: InterestGuard,
  ) {}

  onModuleInit(): void {
    this.registry.register(handoverLifecycle);
    this.interest.contribute(bothAgencies);
    this.registry.contribute<HandoverGiven>('receiver_unfit', async (tx, id, given) => {
      const handover = await read(tx, id);
      const receiver = given.receiver?.toLowerCase() ?? handover.receiver_id;
      const fit = await receiversOf(tx, handover.contract_id, handover.service_line_id);
      return fit.includes(receiver) ? null : { facts: { receivers: fit } };
    });
    this.registry.contribute('recipients_changed', async (tx, id) => {
      const handover = await read(tx, id);
      const now = hashOfServed(await lockServedOf(tx, handover.contract_id, handover.service_line_id));
      return now === handover.recipients_hash ? null : { facts: { offered: handover.recipients_hash, now } };
    });
  }

  offer(principal: Principal, contractId: string, dto: NewHandoverDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockUnder(tx, contractId);
      if (!holdsIn(principal, 'plan.propose', [contract.buyer_id])) throw new Problem('not_permitted');
      await this.keeper.strike(tx, contract);
      const line = dto.serviceLine.toLowerCase();
      const lines = await tx.query(
        `SELECT FROM contract_service_line WHERE contract_id = $1 AND service_line_id = $2`,
        [contractId, line],
      );
      if (lines.length === 0)
        throw invalid('/serviceLine', 'unknown_reference', {
          en: 'No line of this contract',
          zh: '不是该合同的服务线',
        });
      const waiting = await tx.query(
        `SELECT FROM handover WHERE contract_id = $1 AND service_line_id = $2 AND state IN ('offered', 'refused')`,
        [contractId, line],
      );
      if (waiting.length > 0)
        throw new Problem('conflict', { detail: { en: 'They have been offered', zh: '该服务线的移交已提出' } });
      const receiver = dto.receiver.toLowerCase();
      if (receiver === contract.supplier_id)
        throw invalid('/receiver', 'not_allowed_value', { en: 'It serves them already', zh: '该机构即现承接主体' });
      await mustTakeThem(tx, contract, line, receiver, dto.toContract ?? null);
      const served = await lockServedOf(tx, contractId, line);
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO handover (dataset, contract_id, service_line_id, from_id, receiver_id, to_contract_id, recipients_hash, recipients, since)
         SELECT $1, $2, $3, $4, o.id, $6, $7, $8, $9 FROM organisation o WHERE o.id = $5 AND o.dataset = $1 RETURNING id`,
        [
          contract.dataset,
          contractId,
          line,
          contract.supplier_id,
          receiver,
          dto.toContract ?? null,
          hashOfServed(served),
          served.length,
          await tx.now(),
        ],
      );
      if (!row) throw invalid('/receiver', 'unknown_reference', { en: 'There is no such body', zh: '没有该机构' });
      await this.registry.pass(tx, handoverLifecycle.name, 'offer', ['acts_with_interest', 'receiver_unfit'], row.id);
      await list(tx, row.id, served, dto.names ?? []);
      await tx.record({
        ...toThem(contract, receiver),
        aggregate: 'handover',
        id: row.id,
        action: 'offered',
        to: 'offered',
        data: { contract: contractId, serviceLine: line, recipients: served.length },
      });
      return row.id;
    });
  }

  act(principal: Principal, id: string, version: number, action: string, given: HandoverActionDto): Promise<void> {
    return this.transactions.run(principal, async (tx) => {
      const { contract, handover } = await lockHandover(tx, new Sql(), id, version);
      await this.keeper.strike(tx, contract);
      const held = heldWith(principal, { buyer: contract.buyer_id, receiver: handover.receiver_id });
      // Asked of those who are there now: nobody comes or goes until this is over.
      const served = await lockServedOf(tx, contract.id, handover.service_line_id);
      const transition = await this.registry.enter(tx, handoverLifecycle, handover, action, given, held);
      const to = transition.to as HandoverState;
      const today = todayInShanghai(await tx.now());
      await this.effects[transition.action]({ tx, contract, handover, served, today, given });
      const [after] = await tx.query<{ receiver_id: string }>(
        `UPDATE handover SET state = $2, since = $3, decision_reason = $4, version = version + 1, updated_at = clock_timestamp(),
           acknowledged_on = CASE WHEN $2 = 'acknowledged' THEN $5::date END WHERE id = $1 RETURNING receiver_id`,
        [id, to, await tx.now(), given.reason ?? null, today],
      );
      const bodies = [handover.receiver_id, after?.receiver_id ?? handover.receiver_id];
      await tx.record({
        ...toThem(contract, ...bodies),
        aggregate: 'handover',
        id,
        action: transition.action,
        from: handover.state,
        to,
        reason: given.reason ?? null,
        data: { contract: contract.id, serviceLine: handover.service_line_id },
      });
    });
  }

  private readonly effects: Record<HandoverAction, (doing: Doing) => Promise<void>> = {
    acknowledge: (doing) => received(doing),
    refuse: () => Promise.resolve(),
    withdraw: () => Promise.resolve(),
    offer: async ({ tx, contract, handover, served, given }) => {
      const receiver = given.receiver?.toLowerCase() ?? handover.receiver_id;
      const other = receiver !== handover.receiver_id || given.toContract !== undefined;
      const toContract = other ? (given.toContract ?? null) : handover.to_contract_id;
      await mustTakeThem(tx, contract, handover.service_line_id, receiver, toContract);
      await tx.query(
        `UPDATE handover SET receiver_id = $2, to_contract_id = $3, recipients_hash = $4, recipients = $5 WHERE id = $1`,
        [handover.id, receiver, toContract, hashOfServed(served), served.length],
      );
      await this.registry.pass(tx, handoverLifecycle.name, 'offer', ['acts_with_interest'], handover.id);
      const ids = new Set(served.map((one) => one.id));
      const names = given.names ?? (await namesOf(tx, handover.id)).filter(({ recipient }) => ids.has(recipient));
      await tx.query(`DELETE FROM handover_recipient WHERE handover_id = $1`, [handover.id]);
      await list(tx, handover.id, served, names);
    },
  };
}

const read = async (tx: Tx, id: string): Promise<LockedHandover> => {
  const [row] = await tx.query<LockedHandover>(`SELECT * FROM handover WHERE id = $1`, [id]);
  return row as LockedHandover;
};

/** Who gives them up and who takes them over; a committee that takes its own residents in is paid nothing for it. */
const bothAgencies: BodiesOf = async (tx, id) => {
  const rows = await tx.query<{ body: string }>(
    `SELECT unnest(ARRAY[h.from_id, CASE WHEN o.kind = 'agency' THEN o.id END]) AS body
     FROM handover h JOIN organisation o ON o.id = h.receiver_id WHERE h.id = $1`,
    [id],
  );
  return rows.flatMap(({ body }) => body ?? []);
};

/** They are the receiver's from now on; a name that rests on nothing stays behind, and nobody can read it any more. */
async function received({ tx, contract, handover, served, today }: Doing): Promise<void> {
  await tx.query(
    `UPDATE recipient r SET holder_id = $2, contract_id = coalesce($3, r.contract_id),
       name = CASE WHEN h.consent_on IS NOT NULL OR h.legal_basis IS NOT NULL THEN r.name END,
       version = r.version + 1, updated_at = clock_timestamp()
     FROM handover_recipient h WHERE h.handover_id = $1 AND r.id = h.recipient_id`,
    [handover.id, handover.receiver_id, handover.to_contract_id],
  );
  await tx.recordAll(
    served.map(({ id }) => ({
      ...toThem(contract, handover.receiver_id),
      aggregate: 'recipient',
      id,
      action: 'handed_over',
      data: { handover: handover.id },
    })),
  );
  const data = {
    serviceLine: handover.service_line_id,
    ...(handover.to_contract_id !== null && { toContract: handover.to_contract_id }),
    on: today,
    recipients: served.length,
  };
  const source = { kind: 'statement' as const, reference: `handover:${handover.id}` };
  const [fact] = await sayAllOfContract(tx, contract, [{ kind: 'handover', data, source }]);
  await tx.query(`UPDATE handover SET fact_id = $2 WHERE id = $1`, [handover.id, fact]);
  // Its facts are others now.
  await tx.query(`UPDATE contract SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
    contract.id,
  ]);
}

async function namesOf(tx: Tx, handover: string): Promise<NameBasisDto[]> {
  return tx.query<NameBasisDto>(
    `SELECT recipient_id AS recipient, consent_on::text AS "consentOn", legal_basis AS "legalBasis" FROM handover_recipient
     WHERE handover_id = $1 AND (consent_on IS NOT NULL OR legal_basis IS NOT NULL)`,
    [handover],
  );
}

/** Whom they go to under a contract: a signed one of that body, for this line. */
async function mustTakeThem(
  tx: Tx,
  contract: ConductedContract,
  line: string,
  receiver: string,
  to: string | null,
): Promise<void> {
  if (to === null) return;
  const found = await tx.query(
    `SELECT FROM contract s JOIN contract_service_line x ON x.contract_id = s.id AND x.service_line_id = $2
     WHERE s.id = $1 AND s.supplier_id = $3 AND s.dataset = $4 AND s.state NOT IN ('draft', 'void', 'terminated', 'rescinded')`,
    [to, line, receiver, contract.dataset],
  );
  if (found.length === 0)
    throw invalid('/toContract', 'unknown_reference', {
      en: 'No contract of theirs for this line',
      zh: '不是接收方该服务线的合同',
    });
}

/** Those who are offered, each with what the name goes with. */
async function list(
  tx: Tx,
  handover: string,
  served: readonly Served[],
  names: readonly NameBasisDto[],
): Promise<void> {
  const today = todayInShanghai(await tx.now());
  const ids = new Set(served.map(({ id }) => id));
  const errors = names.flatMap(({ recipient, consentOn, legalBasis }, i): FieldError[] => {
    const wrong = (field: string, code: string, en: string, zh: string): FieldError[] => [
      { pointer: `/names/${i}/${field}`, code, text: { en, zh } },
    ];
    if (!ids.has(recipient.toLowerCase()))
      return wrong('recipient', 'unknown_reference', 'Not among those who are offered', '不在移交名单中');
    if (!consentOn === !legalBasis)
      return wrong('consentOn', 'required', 'A consent, or another basis', '请填写同意日期或其他法定依据');
    return consentOn && consentOn > today ? wrong('consentOn', 'in_future', 'Lies ahead', '晚于今日') : [];
  });
  if (errors.length > 0) throw new Problem('validation_failed', { errors });
  const basis = new Map(names.map((name) => [name.recipient.toLowerCase(), name]));
  const rows = served.map(({ id }) => ({
    id,
    consent: basis.get(id)?.consentOn ?? null,
    legal: basis.get(id)?.legalBasis ?? null,
  }));
  await tx.query(
    `INSERT INTO handover_recipient (handover_id, recipient_id, consent_on, legal_basis)
     SELECT $1, g.id, g.consent, g.legal FROM jsonb_to_recordset($2::jsonb) AS g(id uuid, consent date, legal text)`,
    [handover, JSON.stringify(rows)],
  );
}

/** The two parties of the contract, and who takes them over. */
const toThem = (contract: ConductedContract, ...receivers: string[]) => {
  const parties = toItsParties(contract);
  return { ...parties, tenants: [...new Set([...parties.tenants, ...receivers])] };
};
