import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import type { FieldError } from '../../../../kernel/errors/problem.js';
import { Part } from '../../../../kernel/http/validation/fields.js';
import { ReasonDto } from '../../../../people/accounts/reason.dto.js';
import { findPaymentFaults } from '../../../tenders/conducted/terms/contract-terms.rules.js';
import { WrittenContentDto } from '../../conducted/contract-content.dto.js';
import { mustBeAsRecorded } from '../as-recorded.js';
import { incompleteContent, unknownMilestones } from '../content.rules.js';
import type { ContractContent } from '../content-types.js';
import { ContractDraftsService } from '../contract-drafts.service.js';
import { recordedContractSubject, type RecordedContract } from '../recorded-contract.subject.js';

/** Lets a recorded contract go on here. */
class TakeOverContractDto extends ReasonDto {
  /** The members that are to be another than recorded. */
  @Part(() => WrittenContentDto, 'optional')
  content?: WrittenContentDto;
}

/** The content as it would be from now on; null where a party is not known. @throws Problem `validation_failed` */
const loadContent: Fact<RecordedContract, ContractContent | null> = async ({ tx, root, given, use }) => {
  const { content: written = {} } = given as TakeOverContractDto;
  await mustBeAsRecorded(tx, root.stored, written);
  if (root.buyer_id === null || root.supplier_id === null) return null;
  return use(ContractDraftsService).buildRecordedContent(tx, root.stored, written);
};

const toRequiredField = (pointer: string, en: string, zh: string): FieldError => ({
  pointer,
  code: 'required',
  text: { en, zh },
});

/** Its facts stay, and no more are recorded of it: from now on it goes on here. */
export const takeOverContract = action(recordedContractSubject, 'take_over', TakeOverContractDto, {
  operationId: 'takeOverContract',
  summary: { en: 'Let a recorded contract go on here', zh: '接管已录入的合同' },
  guards: {
    take_over_incomplete: guard({ loadContent }, ({ loadContent: content }, { root }) => {
      const errors: FieldError[] = [];
      if (root.buyer_id === null) errors.push(toRequiredField('/buyer', 'The buyer', '购买主体'));
      if (root.supplier_id === null) errors.push(toRequiredField('/supplier', 'The agency', '承接主体'));
      if (root.signed_on === null) errors.push(toRequiredField('/signedOn', 'The day of signing', '签订日期'));
      if (root.conflicts.length > 0)
        errors.push({
          pointer: '/conflicts',
          code: 'contradiction',
          text: { en: 'Its facts contradict each other', zh: '已录入的事实互相矛盾' },
        });
      if (content !== null) {
        const missing = incompleteContent({ ...content, standards: [{ no: 1, text: '-' }], payments: [] }, null);
        const faults = missing.filter((e) => e.pointer !== '/payments');
        if (content.payments.length > 0)
          faults.push(...findPaymentFaults(content.payments), ...unknownMilestones(content));
        errors.push(...faults.map((fault) => ({ ...fault, pointer: `/content${fault.pointer}` })));
      }
      return errors.length > 0 ? { errors } : null;
    }),
  },
  needs: { loadContent },
  uses: { drafts: ContractDraftsService },
  // Recorded as a change of the contract itself, whose state stays.
  async effect({ tx, root, given }, { loadContent: content }, { drafts }) {
    await drafts.takeContract(tx, root.stored, content ?? undefined, given.reason ?? null);
    return { made: {} };
  },
});
