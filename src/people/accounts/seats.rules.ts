import type { Text } from '../../kernel/errors/texts.js';
import { getRule } from '../../law/rules/rule-book.js';
import type { Rule } from '../../law/rules/rule-types.js';
import { isAdministering, type Role } from './roles.js';

/** The sides of a purchase. Who sits on one may not sit on another that stands against it. */
type Side = 'buyer' | 'agent' | 'supplier' | 'evaluator' | 'community' | 'authority' | 'supervision' | 'administration';

const SIDE: Record<Role, Side | null> = {
  bureau_officer: 'buyer',
  bureau_approver: 'buyer',
  procurement_agent: 'agent',
  agency_manager: 'supplier',
  agency_worker: 'supplier',
  // A panel member is appointed per tender and declares ties per bidder; an integrator acts for the body it sits in.
  panel_member: null,
  integrator: null,
  evaluator: 'evaluator',
  community_worker: 'community',
  finance_authority: 'authority',
  supervisor: 'supervision',
  admin: 'administration',
  system_admin: 'administration',
  auditor: 'administration',
};

/** Which two seats one person may not hold, and why. */
export interface SeatConflict {
  roles: [Role, Role];
  why: Text;
  rule?: Rule;
}

/** Regulation article 9: who buys is tied to no supplier. Article 18 II: who judges or designs a service does not supply it. */
const [RECUSAL, DESIGNER] = [getRule('RECUSE-3Y'), getRule('DESIGNER-BAR')];

const ADMINISTERS: Text = { en: 'Who administers accounts takes no part in purchases', zh: '管理员不得参与采购' };

const SEPARATE: Text = {
  en: 'Security administrator, system administrator and auditor are three persons',
  zh: '安全管理员、系统管理员和审计管理员应当三员分立',
};

const AGAINST: readonly { sides: [Side, Side]; why: Text; rule?: Rule }[] = [
  {
    sides: ['buyer', 'supplier'],
    why: { en: 'Who buys may not sell', zh: '采购人一方不得兼任供应商' },
    rule: RECUSAL,
  },
  {
    sides: ['agent', 'supplier'],
    why: { en: 'Who runs a tender may not bid', zh: '采购代理机构一方不得兼任供应商' },
    rule: RECUSAL,
  },
  {
    sides: ['evaluator', 'supplier'],
    why: { en: 'Who evaluates a service may not supply it', zh: '评估方不得兼任服务承接方' },
    rule: DESIGNER,
  },
  {
    sides: ['community', 'buyer'],
    why: { en: 'The residents’ side may not hold the buyer’s seat', zh: '社区一方不得兼任购买方' },
  },
  {
    sides: ['community', 'supplier'],
    why: { en: 'The residents’ side may not hold the agency’s seat', zh: '社区一方不得兼任承接方' },
  },
  ...(['buyer', 'agent', 'supplier', 'evaluator', 'community', 'administration'] as const).flatMap((side) => [
    {
      sides: ['supervision', side] as [Side, Side],
      why: { en: 'Who supervises purchases takes no part in them', zh: '监督方不得参与被监督的采购' },
    },
    {
      sides: ['authority', side] as [Side, Side],
      why: { en: 'The finance authority acts for nobody else', zh: '财政部门不得代其他方行事' },
    },
  ]),
  ...(['buyer', 'agent', 'supplier', 'evaluator', 'community'] as const).map((side) => ({
    sides: ['administration', side] as [Side, Side],
    why: ADMINISTERS,
  })),
];

/**
 * The first two of these roles that one person may not hold together, or null. Separation of duties between persons
 * (author and approver, requester and approver) is per act and checked there; a person tied to several bodies in other
 * ways is a finding, not a refusal.
 */
export function findSeatConflict(roles: readonly Role[]): SeatConflict | null {
  for (const { sides, why, rule } of AGAINST) {
    const first = roles.find((role) => SIDE[role] === sides[0]);
    const second = roles.find((role) => SIDE[role] === sides[1]);
    if (first && second) return { roles: [first, second], why, ...(rule && { rule }) };
  }
  // A seat in any body shows what its people see, and who administers is looked after by somebody else.
  const [first, second] = [...new Set(roles)].sort((a, b) => Number(isAdministering(b)) - Number(isAdministering(a)));
  if (!first || !second || !isAdministering(first)) return null;
  return { roles: [first, second], why: isAdministering(second) ? SEPARATE : ADMINISTERS };
}
