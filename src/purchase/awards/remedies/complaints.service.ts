import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { DocumentReferences } from '../../../kernel/documents/document-references.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { NewComplaintDto } from './remedy.dto.js';
import {
  assertNewPaper,
  assertDayOfReceipt,
  findFilingBody,
  referToPaper,
  resolveFiling,
} from './paper/paper-receipt.js';
import { changeOfRemedy, lockDisputedTender } from './remedy-root.js';
import { assertResult, findStageInReach, loadOwnChallengeStage } from './stages/complaint-stage.js';

/** Receives complaints for the finance authority of the purchase's region. */
@Injectable()
export class ComplaintsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly references: DocumentReferences,
  ) {}

  receive(principal: Principal, dto: NewComplaintDto): Promise<string> {
    const own = findFilingBody(principal, 'complaint', dto);
    return this.transactions.run(principal, async (tx) => {
      const tender = await lockDisputedTender(tx, dto.tender, dto.lot);
      const filing = await resolveFiling(tx, { table: 'complaint', tender, own }, dto);
      const { body, recordedBy, receivedOn } = filing;
      if (dto.authority) await assertAuthority(tx, tender.dataset, dto.authority);
      const preceding = dto.challenge
        ? await loadOwnChallengeStage(tx, { challenge: dto.challenge, tender: tender.id, body, before: null })
        : null;
      const stage = dto.stage ?? preceding ?? (await findStageInReach(tx, tender.id, tender.lot_id));
      // What a challenge says that it is about shows no result either.
      if (stage === 'result') await assertResult(tx, tender.id, tender.lot_id);
      const { challenge = null } = dto;
      await assertDayOfReceipt(tx, { tender, stage, challenge }, filing, dto.postedOn);
      await assertNewPaper(tx, { table: 'complaint', tender, stage, part: challenge }, filing, dto);
      const [made] = await tx.query<{ id: string }>(
        `INSERT INTO complaint (dataset, tender_id, lot_id, region, buyer_id, agent_id, received_at, filed_by, grounds, requests,
           complainant_id, challenge_id, stage, authority_id, posted_on, recorded_by, state)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 'received') RETURNING id`,
        [
          tender.dataset,
          tender.id,
          tender.lot_id,
          tender.region,
          tender.buyer_id,
          tender.agent_id,
          filing.receivedAt,
          principal.id,
          dto.grounds,
          dto.requests,
          body,
          challenge,
          stage,
          dto.authority ?? null,
          dto.postedOn ?? null,
          recordedBy,
        ],
      );
      const id = made?.id ?? '';
      await referToPaper(tx, this.references, { table: 'complaint', id }, dto);
      await tx.record({
        ...changeOfRemedy('complaint', { ...tender, id }, body),
        action: 'received',
        to: 'received',
        data: {
          ...{ tender: tender.id, challenge, stage },
          ...(recordedBy && { recordedBy, receivedOn }),
        },
      });
      return id;
    });
  }
}

/** A complaint is sent to a finance authority. */
async function assertAuthority(tx: Tx, dataset: string, id: string): Promise<void> {
  const known = await tx.query(
    `SELECT FROM organisation WHERE id = $1 AND dataset = $2 AND kind = 'finance_authority'`,
    [id, dataset],
  );
  if (known.length === 0)
    throw Problem.ofField('not_found', '/authority', { en: 'No such finance authority', zh: '没有这个财政部门' });
}
