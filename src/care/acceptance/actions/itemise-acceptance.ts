import { action, guard } from '../../../kernel/actions/action.js';
import { findRuleInForce } from '../../../law/rules/rule-book.js';
import { ReasonDto, RequiredReasonDto } from '../../../people/accounts/reason.dto.js';
import { toRuleRefusal } from '../../../purchase/tenders/conducted/issue.rules.js';
import { findUnexplainedItems, findMissingTicks, refuseItems, withoutSignatures } from '../acceptance.rules.js';
import { acceptanceSubject, addPreparer } from '../acceptance.subject.js';

export const itemiseAcceptance = action(acceptanceSubject, 'itemise', ReasonDto, {
  operationId: 'itemiseAcceptance',
  summary: { en: 'Say that every standard was looked at', zh: '完成逐项验收' },
  guards: {
    standards_unticked: guard({}, (_, { root, today }) => {
      const rule = findRuleInForce('ACCEPT-ITEMISED', today);
      const refusal = refuseItems(root, findMissingTicks(root.standards, root.ticks), (no) => ({
        en: `Standard ${no} of the contract`,
        zh: `合同约定的第 ${no} 项标准`,
      }));
      return rule === null || refusal === null ? refusal : toRuleRefusal(rule, refusal.errors ?? []);
    }),
    measured_below_target: guard({}, (_, { root }) =>
      refuseItems(
        root,
        findUnexplainedItems(root.standards, root.ticks).map((no) => ({ no, field: 'note' })),
        () => ({
          en: 'Less was reached than agreed: say why it is met all the same',
          zh: '实际完成数低于约定目标，认定达标应说明理由',
        }),
      ),
    ),
  },
  effect: async ({ tx, root }) => ({ set: await addPreparer(tx, root) }),
});

export const correctItems = action(acceptanceSubject, 'correct_items', RequiredReasonDto, {
  operationId: 'correctAcceptanceItems',
  summary: { en: 'Take back what was found, to correct it', zh: '退回逐项验收，更正结果' },
  effect: async ({ tx, root }) => ({
    set: { members: withoutSignatures(root.members), ...(await addPreparer(tx, root)) },
  }),
});

/** Whoever is to conclude has found that an item is wrong, or that somebody was not heard. */
export const returnAcceptance = action(acceptanceSubject, 'return', RequiredReasonDto, {
  operationId: 'returnAcceptance',
  summary: { en: 'Send a round back to those who prepared it', zh: '退回验收' },
  effect: ({ root }) => ({ set: { members: withoutSignatures(root.members) } }),
});
