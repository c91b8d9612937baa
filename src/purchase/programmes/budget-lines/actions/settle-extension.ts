import { action, guard, type Fact } from '../../../../kernel/actions/action.js';
import { ReasonDto, RequiredReasonDto } from '../../../../people/accounts/reason.dto.js';
import { guardSecondPerson } from '../../../../people/accounts/second-person.js';
import { budgetExtensionSubject, type LockedExtension } from '../budget-extension.subject.js';

/** The day of the budget line as it stands now. */
const loadLastUseDay: Fact<LockedExtension, string | null> = async ({ tx, root }) => {
  const [row] = await tx.query<{ useBy: string | null }>(`SELECT use_by AS "useBy" FROM budget_line WHERE id = $1`, [
    root.line,
  ]);
  return row?.useBy ?? null;
};

export const grantBudgetExtension = action(budgetExtensionSubject, 'grant', ReasonDto, {
  operationId: 'grantBudgetExtension',
  summary: { en: 'Grant a later day until which the money may be used', zh: '同意延长预算使用期限' },
  guards: {
    requester_decides: guardSecondPerson(({ root }) => Promise.resolve([root.requestedBy])),
    extension_outdated: guard({ useBy: loadLastUseDay }, ({ useBy }, { root }) =>
      useBy === root.useBy ? null : { facts: { useBy, asked: root.useBy } },
    ),
  },
  async effect({ tx, root, given, principal, now }) {
    await tx.query(`UPDATE budget_line SET use_by = $2 WHERE id = $1`, [root.line, root.until]);
    await tx.query(`UPDATE programme SET version = version + 1, updated_at = clock_timestamp() WHERE id = $1`, [
      root.programme.id,
    ]);
    return { set: { decidedBy: principal.id, decidedAt: now, decisionReason: given.reason ?? null } };
  },
});

export const refuseBudgetExtension = action(budgetExtensionSubject, 'refuse', RequiredReasonDto, {
  operationId: 'refuseBudgetExtension',
  summary: { en: 'Refuse a later day until which the money may be used', zh: '不同意延长预算使用期限' },
  effect: ({ given, principal, now }) => ({
    set: { decidedBy: principal.id, decidedAt: now, decisionReason: given.reason },
  }),
});

export const withdrawBudgetExtension = action(budgetExtensionSubject, 'withdraw', ReasonDto, {
  operationId: 'withdrawBudgetExtension',
  summary: { en: 'Withdraw the request for a later day', zh: '撤回延期申请' },
  effect: ({ given, principal, now }) => ({
    set: { decidedBy: principal.id, decidedAt: now, decisionReason: given.reason ?? null },
  }),
});
