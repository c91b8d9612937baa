import { IsUUID } from 'class-validator';
import { action } from '../../../../kernel/actions/action.js';
import { OptionalId } from '../../../../kernel/http/validation/fields.js';
import { PublishContractDto } from '../../conducted/actions/carry-on-contract.js';
import { SignDto } from '../../conducted/actions/sign-contract.js';
import type { Amendment } from '../../conducted/conducted-contract.js';
import { storeSignature } from '../../conducted/contract-locks.js';
import { contractSubject } from '../../conducted/contract.subject.js';
import { hashContractContent } from '../../content/content.rules.js';
import { loadChange } from '../change.js';
import { derivePublishedTerms } from '../../published/published-amendments.js';

/** Which amendment is signed, and which words. */
class AmendDto extends SignDto {
  @IsUUID()
  amendment: string;
}

export const signAmendment = action(contractSubject, 'amend', AmendDto, {
  operationId: 'signAmendment',
  summary: {
    en: 'Sign an amendment for the own side; the second signature puts it in force',
    zh: '签署合同变更；双方均签署后生效',
  },
  permit: 'contract.sign',
  needsKey: true,
  refuses: ['budget_exceeded'],
  needs: { loadChange },
  async effect({ tx, root, given, today }, { loadChange: { amendment, content, supplement } }) {
    const { id, no, hash } = amendment as Amendment;
    const inForce = await storeSignature(tx, root, id, hash);
    const data = { amendment: given.amendment, no, hash, inForce };
    if (!inForce) return { data };
    await tx.query(`UPDATE contract_amendment SET state = 'in_force', in_force_on = $2 WHERE id = $1`, [id, today]);
    return {
      set: {
        content,
        contentHash: hashContractContent(content),
        supplements: BigInt(root.supplements) + (supplement ?? 0n),
        windowStart: content.window.start,
        windowEnd: content.window.end,
        publishedAs: await derivePublishedTerms(tx, root, content),
      },
      data,
    };
  },
});

/** Records where an amendment was published. */
class PublishAmendmentDto extends PublishContractDto {
  @OptionalId()
  amendment?: string;
}

export const publishAmendment = action(contractSubject, 'publish_amendment', PublishAmendmentDto, {
  operationId: 'publishAmendment',
  summary: { en: 'Record that an amendment in force was published', zh: '记录合同变更公告' },
  refuses: ['budget_exceeded'],
  async effect({ tx, root, today, given: { amendment, url = null } }) {
    await tx.query(
      `UPDATE contract_amendment SET published_on = $3, published_url = $4 WHERE contract_id = $1 AND id = $2`,
      [root.id, amendment, today, url],
    );
    return {
      set: { publishedAs: await derivePublishedTerms(tx, root, root.content) },
      data: { amendment },
      public: true,
    };
  },
});
