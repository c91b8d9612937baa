import { IsOptional, IsUrl, MaxLength } from 'class-validator';
import { action } from '../../../../kernel/actions/action.js';
import { Transactions } from '../../../../kernel/database/transactions.js';
import { TextUpTo } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { RecordingService } from '../../../tenders/recording/recording.service.js';
import { derivePublishedTerms } from '../../published/published-amendments.js';
import { findFactInForce, sayAllOfContract, sayOfContract, sayOfTender } from '../contract-facts.js';
import { contractSubject } from '../contract.subject.js';

export const startContract = action(contractSubject, 'start', ReasonDto, {
  operationId: 'startContract',
  summary: { en: 'Start the performance of a signed contract', zh: '开始履行合同' },
  async effect({ tx, root, today }) {
    await sayOfContract(tx, root, 'started', { on: today });
    return { set: { startedOn: today } };
  },
});

/** Records where a contract was published. */
export class PublishContractDto extends ReasonDto {
  /** Address on the official site. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url?: string;
}

export const publishContract = action(contractSubject, 'publish', PublishContractDto, {
  operationId: 'publishContract',
  summary: { en: 'Record that a contract was published', zh: '记录合同公告' },
  refuses: ['fact_contradiction', 'budget_exceeded'],
  uses: { transactions: Transactions, recording: RecordingService },
  async effect({ tx, root, today, given: { url = null } }, _, services) {
    await sayOfTender(
      tx,
      services,
      root,
      { publishedOn: today, ...(root.number !== null && { number: root.number }) },
      { kind: 'notice', url, publishedOn: today, reference: null },
    );
    // The notice of a contract says all of it, but for what was amended since and has a notice of its own.
    const publishedAs = await derivePublishedTerms(tx, { id: root.id, published_as: null }, root.content);
    return { set: { published: true, publishedOn: today, publishedUrl: url, publishedAs }, public: true };
  },
});

/** Records that a contract was filed with the finance authority, and under which number. */
class FileContractDto extends ReasonDto {
  /** Number of the filing. */
  @TextUpTo(200, 'optional')
  reference?: string;
}

export const fileContract = action(contractSubject, 'file', FileContractDto, {
  operationId: 'fileContract',
  summary: { en: 'Record that a contract was filed', zh: '记录合同备案' },
  effect: ({ today, given }) => ({ set: { filedOn: today, filedReference: given.reference ?? null } }),
});

export const deliverContract = action(contractSubject, 'deliver', ReasonDto, {
  operationId: 'deliverContract',
  summary: { en: 'Declare that the service was delivered', zh: '申报服务已完成交付' },
  async effect({ tx, root, today }) {
    // Once more, after what was wanting was mended.
    const before = await findFactInForce(tx, root, 'delivered');
    const instead = before === null ? null : { of: before, reason: '整改后再次交付' };
    await sayAllOfContract(tx, root, [{ kind: 'delivered', data: { on: today }, instead }]);
    return { set: { deliveredOn: today } };
  },
});
