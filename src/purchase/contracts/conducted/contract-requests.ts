import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { invalid } from '../../../kernel/http/validation.js';
import type { ConductedContract } from './conducted-contract.js';
import type { Effect } from './contract-actions.service.js';

type Kind = 'team' | 'subcontract';

/** What the agency asks the buyer to consent to. One of each kind is open at a time. */
@Injectable()
export class ContractRequests {
  async ask(
    tx: Tx,
    contract: ConductedContract,
    kind: Kind,
    detail: object | undefined,
    reason: string | undefined,
  ): Promise<Effect> {
    if (detail === undefined)
      throw invalid(`/${kind}`, 'required', { en: 'Say what is asked for', zh: '请说明申请内容' });
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO contract_request (contract_id, kind, detail, reason, asked_at, asked_by)
       VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
      [contract.id, kind, JSON.stringify(detail), reason, await tx.now(), tx.principal.id],
    );
    return { data: { request: row?.id } };
  }

  async decide(
    tx: Tx,
    contract: ConductedContract,
    kind: Kind,
    state: 'consented' | 'refused',
    reason?: string,
  ): Promise<{ id: string; detail: unknown }> {
    const [row] = await tx.query<{ id: string; detail: unknown }>(
      `UPDATE contract_request SET state = $3, decided_at = $4, decided_by = $5, decision_reason = $6
       WHERE contract_id = $1 AND kind = $2 AND state = 'asked' RETURNING id, detail`,
      [contract.id, kind, state, await tx.now(), tx.principal.id, reason ?? null],
    );
    return row as { id: string; detail: unknown };
  }
}
