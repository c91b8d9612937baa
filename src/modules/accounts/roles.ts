/**
 * What may be done, by name. A route names one permission, a role grants some, an API key carries some of its holder's.
 * Which rows a permission reaches is decided by the caller's seats (`platform/access/scope.ts`), never here.
 */
export const PERMISSIONS = {
  'tender.read': 'Read tenders with their facts',
  'tender.record': 'Record tenders and what was published about them',
  'contract.read': 'Read contracts and what became of them',
  'contract.record': 'Record contracts, payments, milestones, acceptances and evaluations',
  'need.read': 'Read needs that are not published',
  'need.record': 'Record needs of residents',
  'need.moderate': 'Accept or reject what residents suggested',
  'need.verify': 'Verify needs, plan them and say what became of them',
  'line.manage': 'Create and change service lines',
  'line.end': 'End a service line',
  'community.manage': 'Create and change communities',
  'programme.read': 'Read programmes with their budget lines',
  'programme.manage': 'Create and change programmes, their budget lines and calendars',
  'programme.approve': 'Approve and close programmes',
  'tender.draft': 'Write, submit, issue and correct tenders conducted here',
  'tender.manage': 'Revise tenders, give mandates, publish intents and ask for method approvals',
  'tender.approve': 'Approve drafts and confirm results',
  'tender.end': 'Fail and cancel tenders and lots',
  'method.approve': 'Approve a method of purchase above the threshold',
  'tender.open': 'Take part in an opening of bids: one asks for it, another opens or witnesses',
  'bid.make': 'Write, submit and withdraw bids and offers of the own body',
  'bid.qualify': 'Check the qualifications of bidders',
  'panel.appoint': 'Appoint and replace members of a review panel',
  'panel.act': 'Declare ties, check, consult, score and report as a member of a panel',
  'report.deliver': 'Deliver the report of a review to the buyer',
  'award.refuse': 'Refuse an award of the own body',
  'challenge.file': 'File and withdraw challenges of the own body',
  'challenge.answer': 'Answer challenges',
  'complaint.file': 'File, correct and withdraw complaints of the own body',
  'remedy.decide': 'Decide complaints, suspend and resume purchases',
  'contract.sign': 'Sign contracts and their amendments for the own body',
  'contract.manage': 'Draft, publish, amend, halt and end contracts of the own body',
  'contract.deliver': 'Say that a contract has been delivered',
  'acceptance.conclude': 'Conclude an acceptance',
  'organisation.read': 'Read organisations',
  'organisation.relations': 'See which bodies stand behind any body',
  'organisation.record': 'Record an organisation that a purchase names',
  'organisation.manage': 'Change organisations',
  'user.manage': 'Create, change, disable and reset users',
  'api_key.manage': 'Create, rotate and revoke API keys of the own body',
  'registration.decide': 'Confirm and reject registrations of agencies',
  'calendar.manage': 'Load a year of the working calendar',
  'threshold.manage': 'Change thresholds',
  'risk.read': 'Read assessments and flags',
  'risk.work': 'Review, assign, explain, confirm, dismiss and reopen flags',
  'risk.respond': 'Answer a flag that the own body was asked about',
  'risk.preview': 'Screen a draft',
  'import.run': 'Import files of notices',
  'audit.read': 'Read the audit',
  'audit.verify': 'Verify the audit',
  'changes.read': 'Follow the feed of changes',
  'jobs.read': 'See failed jobs',
  'jobs.retry': 'Put failed jobs back into their queues',
  'jobs.manage': 'Start runs of the screening and see what became of them',
  'document.read': 'Read documents',
  'document.write': 'Upload documents',
  'history.read': 'Read the history of an object',
} as const;
export type Permission = keyof typeof PERMISSIONS;

/** What every holder of a seat may do. */
const SEATED = ['changes.read', 'document.read', 'history.read'] as const satisfies readonly Permission[];

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
  'audit.read',
  'audit.verify',
  'api_key.manage',
] as const satisfies readonly Permission[];

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
    'bid.qualify',
    'report.deliver',
    'tender.open',
    'contract.manage',
    'acceptance.conclude',
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
    'bid.qualify',
    'report.deliver',
    'tender.open',
  ],
  agency_manager: [
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
    'contract.sign',
    'contract.deliver',
  ],
  agency_worker: ['contract.read', 'document.write'],
  panel_member: ['tender.read', 'panel.act', 'bid.qualify'],
  evaluator: ['tender.read', 'contract.read', 'organisation.read', 'document.write', 'risk.respond', 'api_key.manage'],
  community_worker: [
    'need.read',
    'need.record',
    'need.moderate',
    'contract.read',
    'organisation.read',
    'document.write',
    'tender.open',
  ],
  finance_authority: [...OVERSIGHT, 'method.approve', 'document.write', 'remedy.decide'],
  supervisor: [...OVERSIGHT, 'tender.open'],
  integrator: [...RECORDING, 'api_key.manage'],
  admin: [
    'organisation.read',
    'organisation.record',
    'organisation.manage',
    'user.manage',
    'api_key.manage',
    'registration.decide',
    'calendar.manage',
    'threshold.manage',
    'import.run',
    'audit.read',
    'audit.verify',
    'jobs.read',
    'jobs.retry',
    'jobs.manage',
  ],
} as const satisfies Record<string, readonly Permission[]>;
export type Role = keyof typeof ROLES;
export const ROLE_NAMES = Object.keys(ROLES) as Role[];

/** Accounts are managed by persons: a program that could make keys or users would outlive its own revocation. */
const FOR_PERSONS: ReadonlySet<Permission> = new Set(['user.manage', 'api_key.manage', 'registration.decide']);
export const KEY_SCOPES = (Object.keys(PERMISSIONS) as Permission[]).filter((p) => !FOR_PERSONS.has(p));

const isRole = (role: string): role is Role => Object.hasOwn(ROLES, role);

/** Every permission that these roles give together. A role that is not in the table gives none. */
export function permissionsOf(roles: Iterable<string>): Set<Permission> {
  const granted = new Set<Permission>();
  for (const role of roles)
    if (isRole(role)) for (const permission of [...SEATED, ...ROLES[role]]) granted.add(permission);
  return granted;
}

/** What a key may do now: never more than its holder may do now for the key's body. */
export function permissionsOfKey(scopes: readonly string[], holderRoles: Iterable<string>): Set<Permission> {
  const held = permissionsOf(holderRoles);
  return new Set(KEY_SCOPES.filter((scope) => scopes.includes(scope) && held.has(scope)));
}
