import { describe, expect, it } from '@jest/globals';
import { ROLE_NAMES, type Role } from './roles.js';
import { findSeatConflict } from './seats.rules.js';

const refused: [Role, Role][] = [
  ['bureau_officer', 'agency_manager'],
  ['bureau_approver', 'agency_worker'],
  ['procurement_agent', 'agency_manager'],
  ['evaluator', 'agency_manager'],
  ['community_worker', 'bureau_officer'],
  ['community_worker', 'agency_worker'],
  ['supervisor', 'bureau_officer'],
  ['supervisor', 'admin'],
  ['finance_authority', 'bureau_approver'],
  ['finance_authority', 'admin'],
  ['admin', 'bureau_officer'],
  ['admin', 'evaluator'],
  ['admin', 'system_admin'],
  ['admin', 'auditor'],
  ['system_admin', 'auditor'],
  ['auditor', 'agency_worker'],
];
const allowed: [Role, Role][] = [
  ['bureau_officer', 'bureau_approver'],
  ['agency_manager', 'agency_worker'],
  ['panel_member', 'evaluator'],
  ['panel_member', 'bureau_officer'],
  ['supervisor', 'finance_authority'],
  ['integrator', 'bureau_officer'],
];

describe('seats one person may hold together', () => {
  it.each(refused)('%s and %s are refused, in either order, with a reason in both languages', (a, b) => {
    for (const roles of [
      [a, b],
      [b, 'panel_member', a],
    ] as Role[][]) {
      const conflict = findSeatConflict(roles);
      expect(new Set(conflict?.roles)).toEqual(new Set([a, b]));
      expect(conflict?.why.en).toMatch(/\w/);
      expect(conflict?.why.zh).toMatch(/\p{Script=Han}/u);
    }
  });

  it.each(allowed)('%s and %s are not', (a, b) => {
    expect(findSeatConflict([a, b])).toBeNull();
  });

  it.each<Role>(['integrator', 'panel_member'])(
    'an administrator is no %s: its seat would show what the body sees',
    (role) => {
      expect(findSeatConflict([role, 'admin'])?.roles).toEqual(['admin', role]);
    },
  );

  it('one role in several bodies is no conflict', () => {
    for (const role of ROLE_NAMES) expect(findSeatConflict([role, role])).toBeNull();
  });

  it('cites the regulation where the law bars it', () => {
    expect(findSeatConflict(['bureau_officer', 'agency_manager'])?.rule?.id).toBe('RECUSE-3Y');
    expect(findSeatConflict(['evaluator', 'agency_manager'])?.rule?.id).toBe('DESIGNER-BAR');
  });
});
