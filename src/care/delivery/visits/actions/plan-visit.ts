import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../../kernel/access/principal.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { lockContractAsViewer } from '../../concerned.js';
import { readServiceDays } from '../../records/served-contract.js';
import type { NewVisitDto } from '../visit.dto.js';
import { loadVisitingBodies, visitAudience } from '../visit.subject.js';

/** Plans a visit for a body of the caller that may visit the contract. Answers its id. */
@Injectable()
export class PlanVisit {
  constructor(private readonly transactions: Transactions) {}

  plan(principal: Principal, contractId: string, dto: NewVisitDto): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const contract = await lockContractAsViewer(tx, contractId);
      const bodies = await loadVisitingBodies(tx, contract, true);
      const bodyId = dto.body ? bodies.find((each) => each === dto.body?.toLowerCase()) : bodies[0];
      if (bodyId === undefined) throw new Problem('not_permitted');
      if (!dto.body && bodies.length > 1)
        throw invalid('/body', 'required', { en: 'For which of your bodies', zh: '请指明代表哪一机构' });
      readServiceDays(contract);
      const [row] = await tx.query<{ id: string }>(
        `INSERT INTO visit (dataset, contract_id, body_id, planned_on, purpose) VALUES ($1, $2, $3, $4, $5) RETURNING id`,
        [contract.dataset, contractId, bodyId, dto.plannedOn, dto.purpose],
      );
      const id = row?.id ?? '';
      await tx.record({
        ...visitAudience({ contract, bodyId }),
        aggregate: 'visit',
        id,
        action: 'planned',
        to: 'planned',
        data: { contract: contractId, plannedOn: dto.plannedOn },
      });
      return id;
    });
  }
}
