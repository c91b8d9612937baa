import { Injectable } from '@nestjs/common';
import type { Tx } from '../../../kernel/database/transactions.js';
import { parseYuan } from '../../../kernel/money/money.js';
import { amended, amendmentHash, differenceOf, type Difference } from './amendment.rules.js';
import { amendmentOf, type Amendment, type ConductedContract } from '../conducted/conducted-contract.js';
import type { NewAmendmentDto } from '../conducted/contract-actions.dto.js';
import type { Effect } from '../conducted/contract-actions.service.js';
import { hashOf } from '../content/content.rules.js';

/** Amendments: proposed by the buyer as a difference, in force once both parties have signed its hash. */
@Injectable()
export class AmendmentsService {
  proposal(
    contract: ConductedContract,
    { content, supplement }: Partial<Pick<NewAmendmentDto, 'supplement' | 'content'>>,
  ): { difference: Difference[]; supplement: bigint | null } {
    return {
      difference: differenceOf(contract.content, content ?? {}),
      supplement: supplement ? parseYuan(supplement) : null,
    };
  }

  async propose(
    tx: Tx,
    contract: ConductedContract,
    given: Partial<Omit<NewAmendmentDto, 'content'>> & Pick<NewAmendmentDto, 'content'>,
  ): Promise<Effect> {
    const { difference, supplement } = this.proposal(contract, given);
    const [next] = await tx.query<{ no: number }>(
      `SELECT count(*)::integer + 1 AS no FROM contract_amendment WHERE contract_id = $1`,
      [contract.id],
    );
    const no = next?.no ?? 1;
    const words = { reasonCode: given.reasonCode ?? '', reason: given.reason ?? '' };
    const hash = amendmentHash({
      contract: contract.id,
      no,
      ...words,
      supplement: given.supplement ?? null,
      difference,
    });
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO contract_amendment (contract_id, no, reason_code, reason, supplement, difference, hash, proposed_at, proposed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
      [
        contract.id,
        no,
        words.reasonCode,
        words.reason,
        supplement?.toString() ?? null,
        JSON.stringify(difference),
        hash,
        await tx.now(),
        tx.principal.id,
      ],
    );
    return { data: { amendment: row?.id, no, hash } };
  }

  /** One side signs; with the second signature it is in force. */
  async sign(
    tx: Tx,
    contract: ConductedContract,
    id: string,
    today: string,
    signedBy: (hash: string) => Promise<boolean>,
  ): Promise<Effect> {
    const { difference, supplement, hash, no } = (await amendmentOf(tx, contract.id, id)) as Amendment;
    const both = await signedBy(hash);
    const data = { amendment: id, no, hash, inForce: both };
    if (!both) return { data };
    const content = amended(contract.content, difference);
    await tx.query(
      `UPDATE contract SET content = $2, content_hash = $3, supplements = supplements + $4, window_start = $5, window_end = $6
       WHERE id = $1`,
      [
        contract.id,
        JSON.stringify(content),
        hashOf(content),
        supplement ?? '0',
        content.window.start,
        content.window.end,
      ],
    );
    await tx.query(`UPDATE contract_amendment SET state = 'in_force', in_force_on = $2 WHERE id = $1`, [id, today]);
    return { data };
  }

  async withdraw(tx: Tx, contract: ConductedContract, id: string): Promise<Effect> {
    await tx.query(`UPDATE contract_amendment SET state = 'withdrawn' WHERE contract_id = $1 AND id = $2`, [
      contract.id,
      id,
    ]);
    return { data: { amendment: id } };
  }

  async publish(tx: Tx, contract: ConductedContract, id: string, today: string, url: string | null): Promise<Effect> {
    await tx.query(
      `UPDATE contract_amendment SET published_on = $3, published_url = $4 WHERE contract_id = $1 AND id = $2`,
      [contract.id, id, today, url],
    );
    return { data: { amendment: id }, public: true };
  }
}
