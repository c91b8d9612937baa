import { IsOptional, Matches } from 'class-validator';
import { action } from '../../../../kernel/actions/action.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { parseYuan } from '../../../../kernel/money/money.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { RecordingService } from '../../../tenders/recording/recording.service.js';
import { toUnitPriceFacts } from '../../../tenders/conducted/terms/prices/offered-price.rules.js';
import { findUnitPrice } from '../../content/price.rules.js';
import { findCallerSide } from '../conducted-contract.js';
import { sayOfTender } from '../contract-facts.js';
import { storeSignature } from '../contract-locks.js';
import { contractSubject } from '../contract.subject.js';

/** Which words are signed. */
export class SignDto extends ReasonDto {
  /** SHA-256 of the content, as the contract says it. */
  @Matches(/^[0-9a-f]{64}$/)
  hash: string;
}

export const signContract = action(contractSubject, 'sign', SignDto, {
  operationId: 'signContract',
  summary: {
    en: 'Sign the content of a draft for the own side; the second signature concludes the contract',
    zh: '签署合同草案；双方均签署后合同成立',
  },
  permit: 'contract.sign',
  needsKey: true,
  refuses: ['fact_contradiction', 'budget_exceeded'],
  uses: { transactions: Transactions, recording: RecordingService },
  async effect({ tx, root, today }, _, services) {
    const { content, content_hash: hash } = root;
    const side = findCallerSide(tx.principal, 'contract.sign', root);
    const both = await storeSignature(tx, root, null, hash);
    if (!both) return { to: 'draft', data: { side, hash } };
    const window = { start: content.window.start ?? '', end: content.window.end ?? '' };
    await sayOfTender(tx, services, root, {
      signedOn: today,
      supplier: { organisation: root.supplier_id, name: content.parties.supplier.name },
      amount: content.amount ?? '',
      window,
      ...(content.number !== null && { number: content.number }),
      ...toUnitPriceFacts(findUnitPrice(content)),
    });
    await tx.query(
      `INSERT INTO contract_service_line (contract_id, service_line_id)
       SELECT contract_id, unnest(lines) FROM contract_renewal WHERE contract_id = $1 ON CONFLICT DO NOTHING`,
      [root.id],
    );
    const lines = await tx.query(`SELECT FROM contract_service_line WHERE contract_id = $1 LIMIT 1`, [root.id]);
    const missing = [...(lines.length === 0 ? ['serviceLines'] : []), 'plan'].map((field) => ({ field, lot: null }));
    return {
      to: 'signed',
      set: {
        signedOn: today,
        // Where a price by the unit was awarded and no sum: the most that the parties agreed on.
        amount: content.amount === null ? null : parseYuan(content.amount),
        windowStart: window.start,
        windowEnd: window.end,
        contentAgreed: true,
        completeness: missing,
      },
      data: { side, hash },
    };
  },
});

/** Confirms the content of a contract by its hash. */
class ConfirmContentDto extends ReasonDto {
  /** Which words. */
  @IsOptional()
  @Matches(/^[0-9a-f]{64}$/)
  hash?: string;
}

export const confirmContent = action(contractSubject, 'confirm_content', ConfirmContentDto, {
  operationId: 'confirmContractContent',
  summary: { en: 'Confirm for the own side what was agreed elsewhere', zh: '确认在系统外签订的合同内容' },
  async effect({ tx, root }) {
    const { content_hash: hash } = root;
    const both = await storeSignature(tx, root, null, hash);
    const side = findCallerSide(tx.principal, 'contract.sign', root);
    return { ...(both && { set: { contentAgreed: true } }), data: { side, hash } };
  },
});

export const withdrawSignature = action(contractSubject, 'withdraw_signature', RequiredReasonDto, {
  operationId: 'withdrawContractSignature',
  summary: { en: 'Withdraw the own signature under a draft', zh: '撤回对合同草案的签署' },
  async effect({ tx, root, now }) {
    const side = findCallerSide(tx.principal, 'contract.sign', root);
    await tx.query(
      `UPDATE contract_signature SET withdrawn_at = $3
       WHERE contract_id = $1 AND side = $2 AND amendment_id IS NULL AND withdrawn_at IS NULL`,
      [root.id, side, now],
    );
    return { data: { side } };
  },
});
