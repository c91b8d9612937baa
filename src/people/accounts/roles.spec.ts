import { describe, expect, it } from '@jest/globals';
import {
  ADMINISTERING,
  KEY_SCOPES,
  PERMISSIONS,
  listPermissions,
  permissionsOfKey,
  ROLE_NAMES,
  ROLES,
  type Permission,
} from './roles.js';

const may = (role: string): Set<Permission> => listPermissions([role]);
const CHANGES_A_PURCHASE: Permission[] = ['tender.record', 'contract.record', 'programme.manage', 'line.manage'];

describe('what a role may do', () => {
  it('is nothing where the role is not in the table', () => {
    expect(listPermissions(['owner', '', 'constructor', '__proto__', 'toString'])).toEqual(new Set());
    expect(listPermissions([])).toEqual(new Set());
  });

  it('names every permission for some role, and no role a permission that does not exist', () => {
    const granted = listPermissions(ROLE_NAMES);
    expect([...granted].sort()).toEqual(Object.keys(PERMISSIONS).sort());
  });

  it('lets everybody with a seat follow the feed of the own body', () => {
    for (const role of ROLE_NAMES) expect(may(role)).toContain('changes.read');
  });

  it('never lets an administrator read or change a purchase', () => {
    for (const permission of ['tender.read', 'contract.read', 'risk.read', 'risk.work', ...CHANGES_A_PURCHASE] as const)
      expect(may('admin')).not.toContain(permission);
  });

  it.each(['supervisor', 'finance_authority'])('never lets %s change the record of a purchase', (role) => {
    for (const permission of [...CHANGES_A_PURCHASE, 'need.record', 'community.manage', 'import.run'] as const)
      expect(may(role)).not.toContain(permission);
    expect(may(role)).toContain('risk.work');
  });

  it('keeps findings from the bodies they are about', () => {
    for (const role of ROLE_NAMES)
      expect(may(role).has('risk.read')).toBe(role === 'supervisor' || role === 'finance_authority');
  });

  it('leaves accounts, registrations and the law’s data to the administrator alone', () => {
    for (const permission of ['user.administer', 'registration.decide'] as const)
      expect(ROLE_NAMES.filter((role) => may(role).has(permission))).toEqual(['admin']);
    for (const permission of ['calendar.manage', 'threshold.manage', 'jobs.manage'] as const)
      expect(ROLE_NAMES.filter((role) => may(role).has(permission))).toEqual(['admin', 'system_admin']);
  });

  it('is parted among three where administrators are separate: none may what another may', () => {
    const three = ADMINISTERING.map((role) => listPermissions([role], true));
    const everybody = new Set([...listPermissions(['agency_worker']), 'organisation.read']);
    const own = three.map((permissions) => [...permissions].filter((permission) => !everybody.has(permission)));
    expect(own.map((permissions) => permissions.length > 0)).toEqual([true, true, true]);
    expect(own.flat()).toHaveLength(new Set(own.flat()).size);
    expect(own[0]).toEqual(expect.arrayContaining(['user.administer', 'registration.decide']));
    expect(own[1]).toEqual(expect.arrayContaining(['calendar.manage', 'threshold.manage', 'import.run', 'jobs.retry']));
    expect(own[2]).toEqual(expect.arrayContaining(['audit.read', 'audit.verify']));
    expect(permissionsOfKey(['jobs.read', 'audit.read'], ['admin'], true)).toEqual(new Set());
  });

  it('gives an agency no way to record facts about its own contract', () => {
    for (const role of ['agency_manager', 'agency_worker', 'evaluator', 'panel_member'])
      for (const permission of CHANGES_A_PURCHASE) expect(may(role)).not.toContain(permission);
  });

  it('is what the seats give together', () => {
    const both = listPermissions(['panel_member', 'evaluator']);
    expect(both).toEqual(new Set([...may('panel_member'), ...may('evaluator')]));
    expect(ROLES.panel_member).not.toContain('contract.read');
    expect(both).toContain('contract.read');
  });
});

describe('what a key may do', () => {
  it('is what it was given as long as its holder may do it too', () => {
    expect(permissionsOfKey(['tender.read', 'audit.read'], ['bureau_officer'])).toEqual(new Set(['tender.read']));
    expect(permissionsOfKey(['tender.read'], [])).toEqual(new Set());
  });

  it('never is to make users, keys or bodies', () => {
    const scopes = Object.keys(PERMISSIONS);
    const allowed = permissionsOfKey(scopes, ['admin']);
    for (const permission of [
      'user.manage',
      'user.administer',
      'seat.give',
      'account_request.answer',
      'api_key.manage',
      'registration.decide',
    ] as const) {
      expect(allowed).not.toContain(permission);
      expect(KEY_SCOPES).not.toContain(permission);
    }
  });
});
