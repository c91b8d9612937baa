import { guard, type ActionGuard, type Fact } from '../../../kernel/actions/action.js';
import type { FieldError } from '../../../kernel/errors/problem.js';
import { RESCISSION_GROUNDS } from '../../awards/remedies/remedy.rules.js';
import type { PlainDate } from '../../../kernel/clock/plain-date.js';
import type { LockedContract } from '../conducted/conducted-contract.js';

interface Given {
  ground?: string;
  reference?: string;
  decidedOn?: PlainDate | null;
  remedy?: string | null;
}

/** Decisions on complaints by which the contract is to be rescinded; `here`: those about its purchase are on record. */
const loadRescinding: Fact<LockedContract, { here: boolean; owed: string[] }> = async ({ tx, root }) => {
  const [row] = await tx.query<{ here: boolean; owed: string[] }>(
    `SELECT EXISTS (SELECT FROM tender t WHERE t.id = c.tender_id AND t.conducted = 'here') AS here, ARRAY(
       SELECT x.id FROM complaint x WHERE x.tender_id = c.tender_id AND (x.lot_id IS NULL OR c.lot_id IS NULL OR x.lot_id = c.lot_id)
         AND x.effect = 'rescind_contract' AND x.remedied_at IS NULL
         AND NOT EXISTS (SELECT FROM remedy_application p WHERE p.remedy_id = x.id AND p.lot_id = c.lot_id) ORDER BY x.id) AS owed
     FROM contract c WHERE c.id = $1`,
    [root.id],
  );
  return row ?? { here: false, owed: [] };
};
const listRequiredFields = (pointer: string, en: string, zh: string): FieldError[] => [
  { pointer, code: 'required', text: { en, zh } },
];

/**
 * Order 94 article 32: a contract is rescinded by a decision or a judgment, which may stand elsewhere. The decision on a
 * complaint about a purchase that is conducted here is on record, and is what is carried out.
 */
export const rescissionGuard: ActionGuard<LockedContract> = guard<
  LockedContract,
  unknown,
  { loadRescinding: { here: boolean; owed: string[] } }
>({ loadRescinding }, ({ loadRescinding: { here, owed } }, view) => {
  const { ground, reference, decidedOn, remedy } = view.given as Given;
  if (!RESCISSION_GROUNDS.some((known) => known === ground))
    return {
      errors: listRequiredFields('/ground', 'A ground of the closed list', '请给出规定事由'),
      facts: { grounds: RESCISSION_GROUNDS },
    };
  if (reference === undefined)
    return { errors: listRequiredFields('/reference', 'Number of the decision or judgment', '处理决定或裁判文书编号') };
  if (!decidedOn || decidedOn > view.today)
    return {
      errors: listRequiredFields(
        '/decidedOn',
        'Day of the decision or judgment, not after today',
        '处理决定或裁判文书日期，不得晚于今日',
      ),
    };
  if (ground !== 'complaint_decision' && !remedy) return null;
  const named = ground === 'complaint_decision' && owed.includes(remedy ?? '');
  if (named || (!remedy && !here)) return null;
  return {
    errors: listRequiredFields('/remedy', 'The complaint that was decided so', '请指明据以撤销合同的投诉'),
    facts: { remedies: owed },
  };
});
