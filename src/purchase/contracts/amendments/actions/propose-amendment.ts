import { action } from '../../../../kernel/actions/action.js';
import { OptionalId } from '../../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { contractSubject } from '../../conducted/contract.subject.js';
import { amendmentHash } from '../amendment.rules.js';
import { loadChange } from '../change.js';
import { NewAmendmentDto } from '../amendment.dto.js';

/** Proposed by the buyer as a difference; in force once both parties have signed its hash. */
export const proposeAmendment = action(contractSubject, 'propose_amendment', NewAmendmentDto, {
  operationId: 'proposeAmendment',
  summary: { en: 'Propose an amendment of a contract in force', zh: '提出合同变更' },
  permit: 'contract.manage',
  needs: { loadChange },
  async effect({ tx, root, given, now }, { loadChange: { difference, supplement } }) {
    const [next] = await tx.query<{ no: number }>(
      `SELECT count(*)::integer + 1 AS no FROM contract_amendment WHERE contract_id = $1`,
      [root.id],
    );
    const no = next?.no ?? 1;
    const { reasonCode, reason } = given;
    const words = { contract: root.id, no, reasonCode, reason, supplement: given.supplement ?? null, difference };
    const hash = amendmentHash(words);
    const [row] = await tx.query<{ id: string }>(
      `INSERT INTO contract_amendment (contract_id, no, reason_code, reason, supplement, difference, hash, proposed_at, proposed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
      [
        ...[root.id, no, reasonCode, reason, supplement?.toString() ?? null, JSON.stringify(difference)],
        ...[hash, now, tx.principal.id],
      ],
    );
    return { data: { amendment: row?.id, no, hash } };
  },
});

/** Withdraws a proposed amendment. */
class WithdrawAmendmentDto extends RequiredReasonDto {
  @OptionalId()
  amendment?: string;
}

export const withdrawAmendment = action(contractSubject, 'withdraw_amendment', WithdrawAmendmentDto, {
  operationId: 'withdrawAmendment',
  summary: { en: 'Withdraw a proposed amendment', zh: '撤回合同变更' },
  async effect({ tx, root, given: { amendment } }) {
    await tx.query(`UPDATE contract_amendment SET state = 'withdrawn' WHERE contract_id = $1 AND id = $2`, [
      root.id,
      amendment,
    ]);
    return { data: { amendment } };
  },
});
