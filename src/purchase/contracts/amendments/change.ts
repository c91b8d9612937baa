import type { Fact } from '../../../kernel/actions/action.js';
import { parseYuan } from '../../../kernel/money/money.js';
import { loadAmendment, type Amendment, type LockedContract } from '../conducted/conducted-contract.js';
import type { ContractContent } from '../content/content-types.js';
import type { NewAmendmentDto } from './amendment.dto.js';
import { applyAmendment, computeAmendment, type Difference } from './amendment.rules.js';

/** What a request would change of a contract. */
export interface ContractChange {
  /** The amendment that it names. */
  amendment: Amendment | null;
  difference: Difference[];
  /** In fen. */
  supplement: bigint | null;
  /** The content that would be in force. */
  content: ContractContent;
}

/** The amendment that a request names or proposes; without one the content stays as it is. */
export const loadChange: Fact<LockedContract, ContractChange> = async ({ tx, root, action, given }) => {
  const { amendment: id, content, supplement } = given as Partial<NewAmendmentDto> & { amendment?: string };
  const isProposed = action === 'propose_amendment';
  const amendment = isProposed ? null : await loadAmendment(tx, root.id, id);
  const difference = isProposed ? computeAmendment(root.content, content ?? {}) : (amendment?.difference ?? []);
  return {
    amendment,
    difference,
    supplement: isProposed
      ? supplement
        ? parseYuan(supplement)
        : null
      : amendment?.supplement
        ? BigInt(amendment.supplement)
        : null,
    content: difference.length > 0 ? applyAmendment(root.content, difference) : root.content,
  };
};
