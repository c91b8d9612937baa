import { action } from '../../../../kernel/actions/action.js';
import { invalid } from '../../../../kernel/http/validation.js';
import { lotReviewSubject } from '../../review.subject.js';
import { listSuppliers } from '../consultation-exclusion.js';
import { ConfirmRequirementDto, RefuseRequirementDto, RequirementChangeDto } from '../consultation.dto.js';
import { ROUND } from '../consultation-facts.js';

/** [2014] 214 article 20: a body of this form can name nothing but the requirement and the draft of the contract. */
export const changeRequirement = action(lotReviewSubject, 'change_requirement', RequirementChangeDto, {
  operationId: 'changeRequirement',
  summary: {
    en: 'Propose a change of the requirement or of the draft of the contract; the buyer confirms it',
    zh: '提议变动采购需求或合同草案条款，由采购人确认',
  },
  check({ given: { requirement = null, standards = null, contractTerms = null } }) {
    if (requirement === null && standards === null && contractTerms === null)
      throw invalid('/requirement', 'required', { en: 'Say what changes', zh: '请说明变动内容' });
  },
  async effect({ tx, root, given, now, principal }) {
    const { requirement = null, standards = null, contractTerms = null, reason } = given;
    const [change] = await tx.query<{ id: string; no: number }>(
      `INSERT INTO requirement_change (lot_id, round, no, requirement, standards, contract_terms, reason, proposed_at, proposed_by)
       SELECT $1, ${ROUND}, coalesce(max(no), 0) + 1, $2, $3::jsonb, $4, $5, $6, $7
       FROM requirement_change WHERE lot_id = $1 AND round = ${ROUND}
       RETURNING id, no`,
      [root.id, requirement, standards && JSON.stringify(standards), contractTerms, reason, now, principal.id],
    );
    return { data: { change: change?.id } };
  },
});

/** The buyer's representative confirms; from that instant every supplier reads the same text, and answers anew. */
export const confirmRequirement = action(lotReviewSubject, 'confirm_requirement', ConfirmRequirementDto, {
  operationId: 'confirmRequirement',
  summary: {
    en: 'Confirm a change of the requirement: every supplier is told at once and answers anew',
    zh: '确认需求变动：同时通知全部供应商重新响应',
  },
  permit: 'tender.manage',
  async effect({ tx, root, given: { respondBy }, now, principal }) {
    const [change] = await tx.query<{ id: string }>(
      `UPDATE requirement_change SET state = 'confirmed', decided_at = $2, decided_by = $3, respond_by = $4
       WHERE lot_id = $1 AND round = ${ROUND} AND state = 'proposed' RETURNING id`,
      [root.id, now, principal.id, respondBy],
    );
    return { data: { change: change?.id, respondBy }, tenants: listSuppliers(root) };
  },
});

export const refuseRequirement = action(lotReviewSubject, 'refuse_requirement', RefuseRequirementDto, {
  operationId: 'refuseRequirement',
  summary: {
    en: 'Refuse a change of the requirement; no supplier learns of it',
    zh: '不同意需求变动；供应商不知悉',
  },
  permit: 'tender.manage',
  async effect({ tx, root, given: { reason }, now, principal }) {
    const [change] = await tx.query<{ id: string }>(
      `UPDATE requirement_change SET state = 'refused', decided_at = $2, decided_by = $3, decision_reason = $4
       WHERE lot_id = $1 AND round = ${ROUND} AND state = 'proposed' RETURNING id`,
      [root.id, now, principal.id, reason],
    );
    return { data: { change: change?.id } };
  },
});
