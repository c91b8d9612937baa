import { action } from '../../../../kernel/actions/action.js';
import { Part } from '../../../../kernel/http/validation/fields.js';
import { RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { mustBeAsRecorded } from '../../content/as-recorded.js';
import { hashContractContent } from '../../content/content.rules.js';
import { ContractDraftsService } from '../../content/contract-drafts.service.js';
import { WrittenContentDto } from '../contract-content.dto.js';
import { contractSubject } from '../contract.subject.js';

/** Replaces the content of a contract that is not signed yet. */
class RedraftContractDto extends RequiredReasonDto {
  /** The members that are to be another. */
  @Part(() => WrittenContentDto, 'optional')
  content?: WrittenContentDto;
}

/** Nobody has signed the new words: signatures under the old ones are withdrawn. */
export const redraftContract = action(contractSubject, 'redraft', RedraftContractDto, {
  operationId: 'redraftContract',
  summary: {
    en: 'Write the content of a contract anew before both have signed it',
    zh: '修改双方尚未全部签署的合同内容',
  },
  refuses: ['validation_failed', 'unit_price_with_sum', 'bands_unordered'],
  uses: { drafts: ContractDraftsService },
  async effect({ tx, root, given: { content: written = {} }, now }, _, { drafts }) {
    if (root.state !== 'draft') await mustBeAsRecorded(tx, root, written);
    const content = await drafts.rewritten(tx, root, written);
    const hash = hashContractContent(content);
    await tx.query(
      `UPDATE contract_signature SET withdrawn_at = $2
       WHERE contract_id = $1 AND amendment_id IS NULL AND withdrawn_at IS NULL`,
      [root.id, now],
    );
    return {
      set: {
        content,
        contentHash: hash,
        number: content.number,
        team: content.team,
      },
      data: { hash },
    };
  },
});

export const abandonDraft = action(contractSubject, 'abandon', RequiredReasonDto, {
  operationId: 'abandonContractDraft',
  summary: { en: 'Give up the draft of a contract', zh: '放弃合同草案' },
});
