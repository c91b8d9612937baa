import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { overrunsOnTheWay } from '../../programmes/budget-lines/commitments.queries.js';
import { LockedBudget } from '../../tenders/budget.js';
import { changeOfContract, type ConductedContract } from '../conducted/conducted-contract.js';
import { hashContractContent } from '../content/content.rules.js';
import type { ContractContent } from '../content/content-types.js';
import { lockPurchase, lockProgrammes } from '../conducted/contract-locks.js';
import { determinedForRenewal } from './determined-renewal.js';
import { loadParties } from '../content/determined.js';
import { RenewalPlans, type PlannedRenewal } from './renewal-plans.js';
import { shiftMilestones } from './renewal.rules.js';

/**
 * Order 102 article 24, Caiku [2014] 37: a contract is renewed within the term its documents announced, on the terms that were
 * competed for, by another contract of the same award. It is drafted, signed, published and filed as every contract is.
 */
@Injectable()
export class RenewalsService {
  constructor(private readonly plans: RenewalPlans) {}

  /** Its money is that of another programme than the contract's: both before the purchase, the order of every lock. */
  async lock(tx: Tx, contract: string): Promise<LockedBudget | null> {
    const programme = (await this.plans.loadPlannedRenewal(tx, contract))?.programme ?? null;
    await lockProgrammes(tx, contract, programme);
    const budget = programme === null ? null : await LockedBudget.lock(tx, programme, overrunsOnTheWay);
    await lockPurchase(tx, contract);
    return budget;
  }

  /** The draft of the renewal; answers its id. The contract is locked, and its guards have passed. */
  async draft(tx: Tx, contract: ConductedContract, planned: PlannedRenewal): Promise<string> {
    // Its terms and its price were competed for lot by lot, and facts of a purchase speak of one contract by its lot.
    if (contract.lot_id === null)
      throw new Problem('conflict', {
        detail: {
          en: 'It is for several lots together, and a renewal is held to the award of one: an amendment prolongs it within the announced term',
          zh: '该合同合并了多个包，而续签合同以单个包的采购结果为准；可在公告的期限内以补充协议延长',
        },
      });
    const [made] = await tx.query<{ id: string }>(`SELECT gen_random_uuid() AS id`);
    const id = made?.id ?? '';
    const no = (contract.renewal_no ?? 0) + 1;
    const content = await this.beginRenewal(tx, id, contract, planned, no);
    await tx.query(
      `INSERT INTO contract (id, dataset, tender_id, lot_id, award_id, buyer_id, supplier_id, programme_id, title, category,
         region, number, amount, state, conducted, content, content_hash, team, renewal_of, renewal_no)
       SELECT $2, dataset, tender_id, lot_id, award_id, buyer_id, supplier_id, $3, title, category, region, $4, amount,
         'draft', 'here', $5, $6, $7, id, $8 FROM contract WHERE id = $1`,
      [
        contract.id,
        id,
        planned.programme,
        content.number,
        JSON.stringify(content),
        hashContractContent(content),
        JSON.stringify(content.team),
        no,
      ],
    );
    await tx.query(
      `INSERT INTO contract_renewal (contract_id, plan_id, first_day, starts_on, ends_on, lines) VALUES ($1, $2, $3, $4, $5, $6)`,
      [id, planned.plan, planned.first, planned.window.start, planned.window.end, planned.lines],
    );
    await tx.record({
      ...changeOfContract({ ...contract, id }),
      action: 'drafted',
      to: 'draft',
      data: { tender: contract.tender_id, renews: contract.id, hash: hashContractContent(content) },
    });
    return id;
  }

  private async beginRenewal(
    tx: Tx,
    id: string,
    contract: ConductedContract,
    { window }: PlannedRenewal,
    no: number,
  ): Promise<ContractContent> {
    const { content } = contract;
    const { terms, amount, team } = await determinedForRenewal(
      tx,
      { ...contract, id, renewal_of: contract.id },
      window,
    );
    const number = contract.number === null ? null : `${contract.number}-续${no}`.slice(0, 100);
    return {
      ...content,
      contract: id,
      parties: await loadParties(tx.manager, contract.tender_id, {
        buyer: contract.buyer_id,
        supplier: contract.supplier_id,
      }),
      number,
      amount,
      window,
      ...(terms && {
        requirement: terms.requirement ?? content.requirement,
        standards: terms.standards.length > 0 ? terms.standards : content.standards,
        payments: terms.payments.length > 0 ? terms.payments : content.payments,
        performanceBond: terms.performanceBond,
        term: terms.term,
      }),
      ...(content.milestones && { milestones: shiftMilestones(content.milestones, content.window, window) ?? [] }),
      team: team ?? content.team,
      renewal: { of: contract.id, number: contract.number, no },
    };
  }
}
