import permissions from './permissions.json' with { type: 'json' };

/**
 * What may be done, by name. A route names one permission, a role grants some, an API key carries some of its holder's.
 * Which rows a permission reaches is decided by the caller's seats (`kernel/access/scope.ts`), never here.
 */
export const PERMISSIONS: Readonly<typeof permissions> = permissions;
export type Permission = keyof typeof PERMISSIONS;

/** What every holder of a seat may do. */
const SEATED = [
  'changes.read',
  'document.read',
  'history.read',
  'account_request.answer',
  'personal_data.ask',
] as const satisfies readonly Permission[];

/** What loads and keeps the records of a body, by hand or by program. */
const RECORDING = [
  'tender.read',
  'tender.record',
  'contract.read',
  'contract.record',
  'need.read',
  'need.record',
  'line.manage',
  'community.manage',
  'programme.read',
  'programme.manage',
  'organisation.read',
  'organisation.record',
  'document.write',
  'risk.preview',
  'import.run',
] as const satisfies readonly Permission[];

/** What a body that oversees a region may read and work on; nothing in it changes a purchase's record. */
const OVERSIGHT = [
  'tender.read',
  'contract.read',
  'need.read',
  'programme.read',
  'organisation.read',
  'risk.read',
  'risk.work',
  'risk.preview',
  'personal_data.disclose',
  'audit.read',
  'audit.verify',
  'api_key.manage',
] as const satisfies readonly Permission[];

/** What keeps the system running and its data of the law current. */
const OPERATION = [
  'calendar.manage',
  'threshold.manage',
  'import.run',
  'jobs.read',
  'jobs.retry',
  'jobs.manage',
] as const satisfies readonly Permission[];

/** What looks after those who administer. */
const AUDITING = ['audit.read', 'audit.verify'] as const satisfies readonly Permission[];

/** Deny by default: a role may do what stands in its row and nothing else. */
export const ROLES = {
  bureau_officer: [
    ...RECORDING,
    'need.moderate',
    'need.verify',
    'tender.draft',
    'tender.manage',
    'tender.end',
    'organisation.relations',
    'risk.respond',
    'api_key.manage',
    'panel.appoint',
    'challenge.answer',
    'complaint.answer',
    'bid.qualify',
    'report.deliver',
    'tender.open',
    'contract.manage',
    'milestone.accept',
    'report.approve',
    'visit.make',
    'acceptance.prepare',
    'scheme.manage',
    'evaluation.plan',
    'survey.run',
    'meeting.run',
    'resolution.settle',
    'payment.request',
    'payment.pay',
    'plan.propose',
  ],
  bureau_approver: [
    'tender.read',
    'contract.read',
    'need.read',
    'programme.read',
    'programme.manage',
    'programme.approve',
    'line.end',
    'tender.approve',
    'tender.end',
    'organisation.read',
    'organisation.relations',
    'document.write',
    'risk.preview',
    'risk.respond',
    'api_key.manage',
    'tender.open',
    'contract.sign',
    'contract.approve',
    'milestone.waive',
    'acceptance.conclude',
    'scheme.approve',
    'evaluation.approve',
    'payment.approve',
    'plan.agree',
  ],
  procurement_agent: [
    'tender.read',
    'tender.record',
    'tender.draft',
    'organisation.read',
    'organisation.record',
    'document.write',
    'risk.preview',
    'risk.respond',
    'api_key.manage',
    'panel.appoint',
    'challenge.answer',
    'complaint.answer',
    'bid.qualify',
    'report.deliver',
    'tender.open',
  ],
  agency_manager: [
    'user.manage',
    'personal_data.decide',
    'seat.give',
    'resolution.settle',
    'tender.read',
    'contract.read',
    'organisation.read',
    'document.write',
    'risk.preview',
    'risk.respond',
    'api_key.manage',
    'bid.make',
    'award.refuse',
    'challenge.file',
    'complaint.file',
    'complaint.answer',
    'contract.sign',
    'contract.deliver',
    'service.record',
    'worker.manage',
    'recipient.code',
    'evaluation.appeal',
    'rating.give',
    'invoice.submit',
    'handover.receive',
  ],
  agency_worker: ['contract.read', 'document.write', 'service.record'],
  panel_member: ['tender.read', 'panel.act', 'bid.qualify'],
  evaluator: [
    'tender.read',
    'contract.read',
    'organisation.read',
    'document.write',
    'risk.respond',
    'api_key.manage',
    'visit.make',
    'scheme.manage',
    'evaluation.act',
    'survey.run',
  ],
  community_worker: [
    'need.read',
    'need.record',
    'need.moderate',
    'contract.read',
    'organisation.read',
    'document.write',
    'tender.open',
    'visit.make',
    'meeting.run',
    'resolution.settle',
    'rating.give',
    'handover.receive',
    'risk.respond',
  ],
  finance_authority: [
    ...OVERSIGHT,
    'method.approve',
    'budget.extend',
    'document.write',
    'remedy.decide',
    'bar.record',
    'expert.manage',
  ],
  supervisor: [...OVERSIGHT, 'tender.open'],
  integrator: [...RECORDING, 'api_key.manage'],
  admin: [
    'organisation.read',
    'organisation.record',
    'organisation.manage',
    'bar.record',
    'user.manage',
    'user.administer',
    'api_key.manage',
    'registration.decide',
    'personal_data.decide',
    ...OPERATION,
    ...AUDITING,
  ],
  system_admin: ['organisation.read', ...OPERATION],
  auditor: ['organisation.read', ...AUDITING, 'audit.administration'],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as Role[];

/** Accounts are managed by persons: a program that could make keys or users would outlive its own revocation. */
const FOR_PERSONS: ReadonlySet<Permission> = new Set([
  'user.manage',
  'user.administer',
  'seat.give',
  'account_request.answer',
  'api_key.manage',
  'registration.decide',
  'personal_data.ask',
  'personal_data.decide',
  'personal_data.disclose',
]);
export const KEY_SCOPES = (Object.keys(PERMISSIONS) as Permission[]).filter((p) => !FOR_PERSONS.has(p));

/** Roles that see every purchase of the region of their body. */
const REGIONAL: ReadonlySet<string> = new Set<Role>(['supervisor', 'finance_authority']);
export const overseesRegion = (role: string): boolean => REGIONAL.has(role);

/** Roles that act for a supplier, which its manager gives. */
const SUPPLYING = ['agency_manager', 'agency_worker'] as const satisfies readonly Role[];
export const isSupplying = (role: string): boolean => (SUPPLYING as readonly string[]).includes(role);

const isRole = (role: string): role is Role => Object.hasOwn(ROLES, role);

/** Roles that administer, each held by an account of its own. They may have no body, and are given by two administrators. */
export const ADMINISTERING = ['admin', 'system_admin', 'auditor'] as const satisfies readonly Role[];
export type Administering = (typeof ADMINISTERING)[number];
export const isAdministering = (role: string): boolean => (ADMINISTERING as readonly string[]).includes(role);

/** What an administrator leaves to the other two, where the three are separate accounts. */
const LEFT_TO_OTHERS: ReadonlySet<Permission> = new Set([...OPERATION, ...AUDITING]);

/**
 * Every permission that these roles give together. A role that is not in the table gives none; `separate`: an administrator
 * is the security administrator alone.
 */
export function listPermissions(roles: Iterable<string>, separate = false): Set<Permission> {
  const granted = new Set<Permission>();
  for (const role of roles)
    if (isRole(role))
      for (const permission of [...SEATED, ...ROLES[role]])
        if (!(separate && role === 'admin' && LEFT_TO_OTHERS.has(permission))) granted.add(permission);
  return granted;
}

/** The roles that give this permission. */
export const listGrantingRoles = (permission: Permission): Role[] =>
  ROLE_NAMES.filter((role) => listPermissions([role]).has(permission));

/** What a key may do now: never more than its holder may do now for the key's body. */
export function permissionsOfKey(
  scopes: readonly string[],
  holderRoles: Iterable<string>,
  separate = false,
): Set<Permission> {
  const held = listPermissions(holderRoles, separate);
  return new Set(KEY_SCOPES.filter((scope) => scopes.includes(scope) && held.has(scope)));
}
