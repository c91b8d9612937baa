import { Injectable } from '@nestjs/common';
import { holdsPermission } from '../../../../kernel/access/held.js';
import type { Principal } from '../../../../kernel/access/principal.js';
import { todayInShanghai } from '../../../../kernel/clock/moment.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { mustBeFree } from '../../../../purchase/tenders/oversight/interest.js';
import { lockContractAsParty } from '../../../delivery/concerned.js';
import { recordLapsedPlans } from '../../plan-lapse.js';
import { findFitReceivers, hashRecipients, lockServedRecipients } from '../handover-root.js';
import type { NewHandoverDto } from '../handover.dto.js';
import { findAgencies } from '../handover.subject.js';
import { passDueRecipients, toHandoverParties } from '../passed-recipients.js';
import { assertReceiverContract, listRecipients } from '../offered-recipients.js';

/** Offers everybody whom the agency of a contract serves on a line to who goes on. Answers the handover's id. */
@Injectable()
export class OfferHandover {
  constructor(private readonly transactions: Transactions) {}

  offer(principal: Principal, contractId: string, dto: NewHandoverDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockContractAsParty(tx, contractId);
      if (!holdsPermission(principal, 'plan.propose', [contract.buyer_id])) throw new Problem('not_permitted');
      await recordLapsedPlans(tx, contract);
      await passDueRecipients(tx, contract);
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
      await assertReceiverContract(tx, contract, line, receiver, dto.toContract ?? null);
      const served = await lockServedRecipients(tx, contractId, line);
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
          hashRecipients(served),
          served.length,
          await tx.now(),
        ],
      );
      if (!row) throw invalid('/receiver', 'unknown_reference', { en: 'There is no such body', zh: '没有该机构' });
      for (const agency of await findAgencies(tx, contract.supplier_id, receiver)) await mustBeFree(tx, agency);
      const receivers = await findFitReceivers(tx, contractId, line);
      if (!receivers.includes(receiver)) throw new Problem('receiver_unfit', { facts: { receivers } });
      await listRecipients(tx, row.id, served, dto.names ?? [], todayInShanghai(await tx.now()));
      await tx.record({
        ...toHandoverParties(contract, receiver),
        aggregate: 'handover',
        id: row.id,
        action: 'offered',
        to: 'offered',
        data: { contract: contractId, serviceLine: line, recipients: served.length },
      });
      return row.id;
    });
  }
}
