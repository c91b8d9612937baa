import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { changedColumns } from '../../../kernel/database/merge-patch.js';
import { Transactions, type Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { invalid } from '../../../kernel/http/validation.js';
import { listCorrectionFaults, lockKnownBody, type KnownBody } from '../../organisations/identity/body-correction.js';
import { refuseMergedRecord } from '../../organisations/merges/standing-records.js';
import { ActingRows } from '../acting/acting-rows.js';
import { isBoundRequest } from '../acting/bound-row.js';
import type { NewCorrectionDto } from './account-request.dto.js';
import { askForCorrection, isOpenCorrection } from './asking.js';

/** Asks for the correction of what a body is known by, while people sit in it. */
@Injectable()
export class CorrectionsService {
  constructor(
    private readonly transactions: Transactions,
    private readonly rows: ActingRows,
  ) {}

  /** @throws Problem `body_merged`, `conflict` where one of the body is open, `correction_unfit`; 400 where there is no such body, or nothing is corrected */
  ask(
    principal: Principal,
    { organisation, creditCode, kind, region, budgetLevel, ground }: NewCorrectionDto,
  ): Promise<string> {
    return this.transactions.run(principal, async (tx) => {
      const body = await lockCorrectedBody(tx, organisation);
      const given = {
        ...{ credit_code: creditCode?.toUpperCase(), kind: kind ?? undefined, region: region ?? undefined },
        budget_level: budgetLevel ?? undefined,
      };
      const correction = changedColumns(body, given);
      if (Object.keys(correction).length === 0)
        throw invalid('', 'no_correction', {
          en: 'Nothing of it differs from what is recorded',
          zh: '与现登记内容一致，无可更正',
        });
      await refuseOpenCorrection(tx, this.rows, body.id);
      const errors = await listCorrectionFaults(tx, body, correction);
      if (errors.length > 0) throw new Problem('correction_unfit', { errors });
      return askForCorrection(tx, { organisation: body.id, correction, ground });
    });
  }
}

async function lockCorrectedBody(tx: Tx, id: string): Promise<KnownBody> {
  const [known] = await tx.query<{ id: string }>(`SELECT id FROM organisation WHERE id = $1`, [id]);
  if (!known) throw invalid('/organisation', 'unknown_id', { en: 'There is no such organisation', zh: '没有这个组织' });
  const body = await lockKnownBody(tx, known.id);
  refuseMergedRecord(body.merged_into, '/organisation');
  return body;
}

/** One after another: the next is asked for by what the body is then. A row that is not what was asked is none, and corrects nothing. */
async function refuseOpenCorrection(tx: Tx, rows: ActingRows, body: string): Promise<void> {
  const open = await tx.query<{ id: string }>(
    `SELECT r.id FROM account_request r WHERE r.organisation_id = $1 AND ${isOpenCorrection('r')} ORDER BY r.id`,
    [body],
  );
  for (const { id } of open) if (await isBoundRequest(tx, rows, id)) throw createOpenProblem(id);
}

function createOpenProblem(id: string): Problem {
  const text = { en: 'A correction of this body is open already', zh: '该机构已有未办结的更正申请' };
  const href = `/api/v1/account-requests/${id}`;
  return new Problem('conflict', { errors: [{ pointer: '/organisation', code: 'not_unique', text, href }] });
}
