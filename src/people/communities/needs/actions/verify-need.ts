import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../accounts/reason.dto.js';
import { needSubject, type LockedNeed } from '../need.subject.js';

/** Whether words or a document show the need. */
const hasEvidence: Fact<LockedNeed, boolean> = async ({ tx, root }) => {
  const rows = await tx.query(
    `SELECT FROM need n WHERE id = $1 AND (evidence ~ '\\S' OR EXISTS
       (SELECT FROM document_reference d WHERE d.root_type = 'need' AND d.root_id = n.id))`,
    [root.id],
  );
  return rows.length > 0;
};

const EVIDENCE_MISSING = {
  pointer: '/evidence',
  code: 'required',
  text: { en: 'What shows the need: words or a document', zh: '请提供需求依据：文字说明或材料' },
};
const HEADCOUNT_MISSING = {
  pointer: '/headcount',
  code: 'required',
  text: { en: 'How many residents', zh: '请填写涉及人数' },
};

export const verifyNeed = action(needSubject, 'verify', ReasonDto, {
  operationId: 'verifyNeed',
  summary: { en: 'Verify a need', zh: '核实需求' },
  guards: {
    need_evidence_missing: guard({ hasEvidence }, (facts) =>
      facts.hasEvidence ? null : { errors: [EVIDENCE_MISSING] },
    ),
    need_headcount_missing: guard({}, (_, { root: { headcount } }) =>
      headcount !== null && headcount > 0 ? null : { errors: [HEADCOUNT_MISSING] },
    ),
  },
  // Residents wait since the first verification, however often the need is verified anew.
  effect: ({ root, now }) => ({ set: root.verified_at === null ? { verifiedAt: now } : {} }),
});

export const takeBackNeed = action(needSubject, 'take_back', RequiredReasonDto, {
  operationId: 'takeBackNeed',
  summary: { en: 'Take back the verification of a need, so that it can be changed', zh: '撤回核实，以便修改需求' },
  effect: () => ({ set: { programmeId: null } }),
});
