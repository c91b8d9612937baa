import { Injectable, type OnModuleInit } from '@nestjs/common';
import { linkAllowedActions } from '../../../kernel/actions/allowed-actions.js';
import { listHeldPermissions } from '../../../kernel/access/held.js';
import type { Principal } from '../../../kernel/access/principal.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { NextStepDto } from '../../bids/own/own-bid.dto.js';
import { NextSteps, type StepsOfBids } from '../../bids/own/next-steps.js';
import { contractSubject } from './contract.subject.js';

/** Who won signs what was drafted with its award. */
@Injectable()
export class SignatureSteps implements OnModuleInit {
  constructor(private readonly steps: NextSteps) {}

  onModuleInit(): void {
    this.steps.contribute(loadSignatureSteps);
  }
}

async function loadSignatureSteps(reader: Reader, principal: Principal, bids: readonly string[]): Promise<StepsOfBids> {
  const rows = await reader.query<{ bid: string; contract: string; supplier: string }[]>(
    `SELECT a.bid_id AS bid, c.id AS contract, c.supplier_id AS supplier
     FROM award a JOIN contract c ON c.award_id = a.id
     WHERE a.bid_id = ANY ($1::uuid[]) AND c.conducted = 'here' AND c.state = 'draft' AND c.supplier_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM contract_signature g WHERE g.contract_id = c.id AND g.side = 'supplier' AND g.withdrawn_at IS NULL)`,
    [bids],
  );
  return new Map(
    rows.flatMap(({ bid, contract, supplier }): [string, NextStepDto][] =>
      linkAllowedActions(
        contractSubject,
        'draft',
        { id: contract },
        { permissions: listHeldPermissions(principal, [supplier]) },
      )
        .filter(({ action }) => action === 'sign')
        .map((step) => [bid, { ...step, dueAt: null }]),
    ),
  );
}
