import { IsUrl, MaxLength } from 'class-validator';
import { action } from '../../../kernel/actions/action.js';
import { NotNull } from '../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../people/accounts/reason.dto.js';
import { ContractAcceptance } from '../../../purchase/contracts/conducted/contract-acceptance.js';
import { toAcceptanceFact } from '../acceptance-fact.js';
import { acceptanceSubject } from '../acceptance.subject.js';

/** Records where the result of an acceptance was published. */
class PublishAcceptanceDto extends ReasonDto {
  /** Where it stands on the official site. */
  @NotNull()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(2000)
  url?: string;
}

export const publishAcceptance = action(acceptanceSubject, 'publish', PublishAcceptanceDto, {
  operationId: 'publishAcceptance',
  summary: { en: 'Publish the result of a round', zh: '公布验收结果' },
  uses: { contracts: ContractAcceptance },
  async effect({ tx, root, given: { url }, today }, _, { contracts }) {
    await contracts.publish(tx, root.contract, {
      acceptance: root.id,
      fact: root.factId ?? '',
      said: toAcceptanceFact(root, root.concludedOn ?? ''),
      url: url ?? null,
    });
    return {
      set: { publishedOn: today },
      data: { result: root.result, ...(url !== undefined && { url }) },
      public: true,
    };
  },
});
