import { randomUUID } from 'node:crypto';
import type { Lifecycle } from '../../src/kernel/actions/lifecycle.js';
import { challengeLifecycle } from '../../src/purchase/awards/remedies/challenge.lifecycle.js';
import { complaintLifecycle } from '../../src/purchase/awards/remedies/complaint.lifecycle.js';
import { handoverLifecycle } from '../../src/care/continuity/handovers/handover.lifecycle.js';
import { needLifecycle } from '../../src/people/communities/needs/need.lifecycle.js';
import { serviceLineLifecycle } from '../../src/people/communities/service-lines/service-line.lifecycle.js';
import { programmeLifecycle } from '../../src/purchase/programmes/programme.lifecycle.js';
import { registrationLifecycle } from '../../src/people/accounts/registrations/registration.lifecycle.js';
import { expertDrawLifecycle } from '../../src/purchase/reviews/experts/expert-draw.lifecycle.js';
import { expertPlaceLifecycle } from '../../src/purchase/reviews/experts/expert-place.lifecycle.js';
import { flagLifecycle } from '../../src/watch/flags/flag.lifecycle.js';
import { tenderLifecycle } from '../../src/purchase/tenders/tender.lifecycle.js';
import type { Column } from '../authorisation/expected.js';
import type { TenderBody } from '../support/drafts.js';

export type Params = Readonly<Record<string, string>>;
export interface State {
  state: string;
  version: number;
}
export type Actor = Column | 'stranger';

/** A lifecycle that is driven over HTTP: what is sent, by whom, and who may by hand. */
export interface Driven {
  table: Lifecycle;
  /** Its resource among those of the authorisation's matrix, and its address. */
  resource: string;
  path: string;
  /** What stands below another thing: its own address, its id, and how it is read where its address is none that is read. */
  below?: (params: Params) => { at: string; id: string; read?: string; found?: (body: unknown) => State };
  /** Actions that have routes of their own, below the address. */
  routes?: Readonly<Record<string, readonly ['put' | 'post', string]>>;
  /** Actions that take no reason. */
  bare?: readonly string[];
  /** Who sees it, and how it is read. */
  reader: Column;
  actors: readonly Actor[];
  /** By permission, the actors that hold it: by hand, from who does what. */
  who: Readonly<Record<string, readonly Actor[]>>;
  /** Actions for which others count: one permission, held in different bodies. */
  by?: Readonly<Record<string, readonly Actor[]>>;
  /** What is sent beside a reason, by what its reader was shown; `right` false: something that the rules refuse. */
  body?: (action: string, right: boolean, params: Params, shown: unknown) => object;
  /** What it is made fit for its way with; tenders are held to a programme that has money for two of them. */
  prepared?: (programme: string) => object;
  /** What has become of it, or of what it waits for, before it is driven: one statement. */
  begun?: (params: Params) => readonly [sql: string, values: readonly unknown[]];
  /** The usual way, so that the runs speak of something. */
  usual: readonly (readonly [action: string, by: Actor])[];
}

const grounded = (action: string, right: boolean, _: Params, shown: unknown): object => {
  const grounds: Record<string, string> = { fail: 'unlawful_acts', cancel: 'unforeseen_change' };
  const ground = grounds[action];
  if (action === 'correct')
    return { correction: { plan: { deadlineAt: right ? '2025-11-28T09:30:00+08:00' : '2025-11-04T09:30:00+08:00' } } };
  if (action === 'appoint_witness') return { user: randomUUID() };
  if (action === 'approve') return { findings: right ? explainFindings(shown as Partial<TenderBody>) : [] };
  return ground === undefined ? {} : { ground: right ? ground : 'no_such_ground', reference: '财监〔2025〕7号' };
};
/** A reason for each finding that was triggered, none for another one. */
const explainFindings = ({ here }: Partial<TenderBody>) =>
  (here?.findings ?? [])
    .filter(({ state }) => state === 'triggered')
    .map(({ indicator }) => ({ indicator, reason: '已知悉' }));

export const DRIVEN_UNTIL_SIGNED: readonly Driven[] = [
  {
    table: needLifecycle,
    resource: 'need',
    path: 'needs',
    reader: 'bureau_officer',
    actors: ['bureau_officer', 'bureau_approver', 'community_worker', 'stranger'],
    who: { 'need.moderate': ['bureau_officer', 'community_worker'], 'need.verify': ['bureau_officer'] },
    prepared: () => ({ headcount: 40, evidence: '入户登记表 40 份' }),
    usual: [
      ['accept', 'community_worker'],
      ['verify', 'community_worker'],
      ['verify', 'bureau_officer'],
      ['plan', 'bureau_officer'],
      ['reject', 'community_worker'],
      ['reject', 'bureau_officer'],
    ],
  },
  {
    table: serviceLineLifecycle,
    // Nobody is served by it: its end waits for no residents.
    resource: 'line to end',
    path: 'service-lines',
    reader: 'bureau_officer',
    actors: ['bureau_officer', 'bureau_approver', 'community_worker', 'stranger'],
    who: { 'plan.propose': ['bureau_officer'], 'line.end': ['bureau_approver'] },
    usual: [
      ['end', 'bureau_approver'],
      ['propose_end', 'bureau_approver'],
      ['propose_end', 'bureau_officer'],
      ['withdraw_end', 'bureau_officer'],
      ['propose_end', 'bureau_officer'],
      ['end', 'bureau_approver'],
      ['end', 'bureau_approver'],
    ],
  },
  {
    table: handoverLifecycle,
    // No plan names anybody: nobody takes them, or is offered them anew.
    resource: 'handover',
    path: 'handovers',
    reader: 'bureau_officer',
    actors: ['bureau_officer', 'bureau_approver', 'agency_manager', 'community_worker', 'stranger'],
    who: { 'plan.propose': ['bureau_officer'], 'handover.receive': ['community_worker'] },
    usual: [
      ['acknowledge', 'community_worker'],
      ['refuse', 'agency_manager'],
      ['refuse', 'community_worker'],
      ['offer', 'bureau_officer'],
      ['withdraw', 'bureau_officer'],
      ['refuse', 'community_worker'],
    ],
  },
  {
    table: programmeLifecycle,
    resource: 'programme',
    path: 'programmes',
    reader: 'bureau_officer',
    actors: ['bureau_officer', 'bureau_approver', 'supervisor', 'stranger'],
    who: { 'programme.approve': ['bureau_approver'], 'programme.manage': ['bureau_officer', 'bureau_approver'] },
    usual: [
      ['approve', 'bureau_officer'],
      ['approve', 'bureau_approver'],
      ['adjust', 'bureau_officer'],
      ['approve', 'bureau_approver'],
      ['close', 'bureau_approver'],
      ['adjust', 'bureau_officer'],
    ],
  },
  {
    table: tenderLifecycle,
    resource: 'draft',
    path: 'tenders',
    reader: 'bureau_officer',
    actors: ['bureau_officer', 'bureau_approver', 'procurement_agent', 'finance_authority', 'stranger'],
    who: {
      'tender.draft': ['bureau_officer', 'procurement_agent'],
      'tender.manage': ['bureau_officer'],
      'tender.approve': ['bureau_approver'],
      'tender.end': ['bureau_officer', 'bureau_approver'],
      'method.approve': ['finance_authority'],
      'remedy.decide': ['finance_authority'],
    },
    body: grounded,
    prepared: (programme) => ({ programme }),
    usual: [
      ['issue', 'bureau_officer'],
      ['submit', 'procurement_agent'],
      ['approve', 'bureau_officer'],
      ['approve', 'bureau_approver'],
      ['publish_intent', 'bureau_officer'],
      ['issue', 'procurement_agent'],
      ['correct', 'bureau_officer'],
      ['cancel', 'bureau_approver'],
    ],
  },
  {
    table: challengeLifecycle,
    resource: 'challenge',
    path: 'challenges',
    reader: 'bureau_officer',
    actors: ['bureau_officer', 'procurement_agent', 'agency_manager', 'finance_authority', 'stranger'],
    who: {
      'challenge.answer': ['bureau_officer', 'procurement_agent'],
      'tender.manage': ['bureau_officer'],
      'challenge.file': ['agency_manager'],
    },
    body: (action, right) => (action === 'answer' ? { result: 'upheld', affectsResult: right } : {}),
    usual: [
      ['set_aside', 'bureau_officer'],
      ['state_no_effect', 'bureau_officer'],
      ['answer', 'agency_manager'],
      ['answer', 'procurement_agent'],
      ['withdraw', 'agency_manager'],
    ],
  },
  {
    table: complaintLifecycle,
    resource: 'complaint',
    path: 'complaints',
    reader: 'finance_authority',
    actors: ['finance_authority', 'agency_manager', 'bureau_officer', 'stranger'],
    who: {
      'remedy.decide': ['finance_authority'],
      'complaint.file': ['agency_manager'],
      'complaint.answer': ['bureau_officer'],
      'tender.manage': ['bureau_officer'],
    },
    body: (action, right) =>
      action === 'refuse'
        ? { ground: right ? 'not_challenged' : 'no_such_ground' }
        : action === 'decide'
          ? { result: 'rejected', effect: 'none', ...(right && { reference: '财采决〔2025〕1号' }) }
          : action === 'correct' && right
            ? { grounds: '补充事实' }
            : {},
    usual: [
      ['record_examination', 'finance_authority'],
      ['ask_correction', 'finance_authority'],
      ['correct', 'finance_authority'],
      ['correct', 'agency_manager'],
      ['accept', 'finance_authority'],
      ['decide', 'bureau_officer'],
      ['decide', 'finance_authority'],
      ['withdraw', 'agency_manager'],
    ],
  },
  {
    table: registrationLifecycle,
    resource: 'registration',
    path: 'registrations',
    reader: 'admin',
    actors: ['admin', 'bureau_officer', 'supervisor'],
    who: { 'registration.decide': ['admin'] },
    usual: [
      ['ask', 'bureau_officer'],
      ['confirm', 'bureau_officer'],
      ['confirm', 'admin'],
      ['reject', 'admin'],
    ],
  },
  {
    table: flagLifecycle,
    // Nobody is asked here, so nobody may respond, and no paper of anybody is recorded.
    resource: 'flag',
    path: 'risk/flags',
    reader: 'supervisor',
    actors: ['supervisor', 'finance_authority', 'bureau_officer', 'agency_worker', 'stranger'],
    who: { 'risk.work': ['supervisor', 'finance_authority'], 'risk.respond': [] },
    body: (action) => (action === 'assign' ? { assignee: null } : {}),
    bare: ['assign'],
    usual: [
      ['assign', 'supervisor'],
      ['explain', 'finance_authority'],
      ['explain', 'supervisor'],
      ['reopen', 'supervisor'],
      ['start_review', 'agency_worker'],
      ['start_review', 'bureau_officer'],
      ['start_review', 'supervisor'],
      ['dismiss', 'supervisor'],
      ['reopen', 'supervisor'],
    ],
  },
  {
    table: expertDrawLifecycle,
    resource: 'draw of experts',
    path: 'tenders',
    below: ({ id, draw = '' }) => ({ at: `tenders/${id}/review/draws/${draw}`, id: draw }),
    reader: 'bureau_officer',
    actors: ['bureau_officer', 'procurement_agent', 'bureau_approver', 'stranger'],
    who: { 'panel.appoint': ['bureau_officer', 'procurement_agent'] },
    bare: ['draw'],
    body: (action, right) => (action === 'invite_next' && right ? { place: 1 } : {}),
    // The days before its review have come, in which experts may be drawn.
    begun: ({ draw = '' }) => [`UPDATE expert_draw SET review_on = business_today() WHERE id = $1`, [draw]],
    usual: [
      ['draw', 'bureau_approver'],
      ['draw', 'procurement_agent'],
      ['invite_next', 'bureau_officer'],
      ['draw', 'bureau_officer'],
    ],
  },
  {
    table: expertPlaceLifecycle,
    resource: 'invitation',
    path: 'expert-invitations',
    reader: 'panel_member',
    actors: ['panel_member', 'bureau_officer', 'stranger'],
    who: { 'panel.act': ['panel_member'] },
    bare: ['accept'],
    usual: [
      ['accept', 'bureau_officer'],
      ['refuse', 'panel_member'],
      ['accept', 'panel_member'],
    ],
  },
];
