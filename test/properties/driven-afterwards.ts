import { randomUUID } from 'node:crypto';
import { apiKeyLifecycle } from '../../src/people/accounts/api-keys/api-key.lifecycle.js';
import { workerLifecycle } from '../../src/people/organisations/workers/worker.lifecycle.js';
import { userLifecycle } from '../../src/people/accounts/users/user.lifecycle.js';
import { continuityPlanLifecycle } from '../../src/care/continuity/continuity-plan.lifecycle.js';
import { evaluationLifecycle, evaluationSchemeLifecycle } from '../../src/care/evaluations/evaluation.lifecycle.js';
import { meetingLifecycle, resolutionLifecycle } from '../../src/care/evaluations/meetings/meeting.lifecycle.js';
import { invoiceLifecycle } from '../../src/care/payments/invoices/invoice.lifecycle.js';
import { paymentLifecycle } from '../../src/care/payments/payment.lifecycle.js';
import { settlementLifecycle } from '../../src/care/payments/settlements/settlement.lifecycle.js';
import { budgetExtensionLifecycle } from '../../src/purchase/programmes/budget-lines/budget-extension.lifecycle.js';
import { surveyLifecycle } from '../../src/care/surveys/survey.lifecycle.js';
import type { Driven, State } from './driven.js';
import { among, listed, PARTIES, under } from './driven-below.js';

/** What a period comes to: proposed, and then confirmed, returned or taken back, each for good. */
const SETTLEMENT = {
  table: settlementLifecycle,
  resource: "contract's money",
  path: 'contracts',
  below: listed(({ id }) => `contracts/${id}/settlements`, 'settlement'),
  reader: 'bureau_officer',
  actors: PARTIES,
  who: { 'payment.request': ['bureau_officer'], 'invoice.submit': ['agency_manager'] },
  body: (action, right) => (right && action === 'return' ? { ground: 'amount_wrong' } : {}),
} satisfies Partial<Driven>;

/** What is judged, paid and planned of a contract; and accounts. */
export const DRIVEN_AFTERWARDS: readonly Driven[] = [
  {
    table: evaluationSchemeLifecycle,
    resource: 'scheme draft',
    path: 'evaluation-schemes',
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'scheme.approve': ['bureau_approver'] },
    usual: [
      ['activate', 'bureau_officer'],
      ['activate', 'bureau_approver'],
      ['activate', 'bureau_approver'],
      ['retire', 'bureau_approver'],
      ['retire', 'bureau_approver'],
    ],
  },
  {
    table: evaluationLifecycle,
    resource: 'published evaluation',
    path: 'evaluations',
    reader: 'bureau_officer',
    actors: [...PARTIES, 'evaluator'],
    who: {
      'evaluation.plan': ['bureau_officer'],
      'evaluation.approve': ['bureau_approver'],
      'evaluation.act': ['evaluator'],
      'evaluation.appeal': ['agency_manager'],
    },
    body: (action) =>
      action === 'declare' ? { tied: false } : action === 'propose_evaluator' ? { evaluator: randomUUID() } : {},
    usual: [
      ['appeal', 'bureau_officer'],
      ['appeal', 'agency_manager'],
      ['appeal', 'agency_manager'],
      ['declare', 'evaluator'],
      ['refill', 'evaluator'],
      ['reassign', 'bureau_approver'],
      ['re_evaluate', 'evaluator'],
    ],
  },
  {
    table: evaluationLifecycle,
    resource: 'open evaluation',
    path: 'evaluations',
    reader: 'bureau_officer',
    actors: [...PARTIES, 'evaluator'],
    who: {
      'evaluation.plan': ['bureau_officer'],
      'evaluation.approve': ['bureau_approver'],
      'evaluation.act': ['evaluator'],
      'evaluation.appeal': ['agency_manager'],
    },
    body: (action) => (action === 'declare' ? { tied: false } : {}),
    usual: [
      ['submit_scores', 'evaluator'],
      ['declare', 'bureau_officer'],
      ['declare', 'evaluator'],
      ['replace_evaluator', 'bureau_approver'],
      ['declare', 'evaluator'],
      ['cancel', 'bureau_approver'],
      ['cancel', 'bureau_approver'],
    ],
  },
  {
    table: surveyLifecycle,
    resource: 'survey draft',
    path: 'surveys',
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'survey.run': ['bureau_officer'] },
    body: (action, right) =>
      action === 'draw' && right ? { size: 1 } : action === 'extend' ? { closesOn: '2026-09-30' } : {},
    usual: [
      ['open', 'bureau_officer'],
      ['close', 'bureau_officer'],
      ['cancel', 'bureau_approver'],
      ['cancel', 'bureau_officer'],
      ['cancel', 'bureau_officer'],
    ],
  },
  {
    table: surveyLifecycle,
    resource: 'running survey',
    path: 'surveys',
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'survey.run': ['bureau_officer'] },
    body: (action, right) =>
      action === 'draw' && right
        ? { size: 1 }
        : action === 'extend'
          ? { closesOn: right ? '2026-09-30' : '2026-01-01' }
          : action === 'print_again' && right
            ? { slip: 1 }
            : {},
    usual: [
      ['draw', 'bureau_officer'],
      ['close', 'bureau_officer'],
      ['print_again', 'bureau_officer'],
      ['extend', 'bureau_officer'],
      ['extend', 'agency_manager'],
      ['cancel', 'bureau_officer'],
    ],
  },
  {
    table: invoiceLifecycle,
    resource: "contract's money",
    path: 'contracts',
    below: listed(({ id }) => `contracts/${id}/invoices`, 'invoice'),
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'payment.request': ['bureau_officer'], 'invoice.submit': ['agency_manager'] },
    body: (action, right) => (right && ['return', 'void'].includes(action) ? { ground: 'invoice_error' } : {}),
    usual: [
      ['accept', 'agency_manager'],
      ['return', 'bureau_officer'],
      ['accept', 'bureau_officer'],
      ['submit', 'agency_manager'],
      ['withdraw', 'agency_manager'],
      ['withdraw', 'agency_manager'],
    ],
  },
  {
    ...SETTLEMENT,
    usual: [
      ['confirm', 'agency_manager'],
      ['confirm', 'bureau_officer'],
      ['withdraw', 'agency_manager'],
      ['return', 'bureau_officer'],
    ],
  },
  {
    ...SETTLEMENT,
    usual: [
      ['withdraw', 'bureau_officer'],
      ['withdraw', 'agency_manager'],
      ['confirm', 'bureau_officer'],
    ],
  },
  {
    table: paymentLifecycle,
    resource: "contract's money",
    path: 'contracts',
    below: listed(({ id }) => `contracts/${id}/payments`, 'payment'),
    reader: 'bureau_officer',
    actors: PARTIES,
    who: {
      'payment.request': ['bureau_officer'],
      'payment.approve': ['bureau_approver'],
      'payment.pay': ['bureau_officer'],
    },
    bare: ['pay'],
    begun: ({ invoice, payment }) => [
      `UPDATE invoice SET state = 'accepted', amount = (SELECT amount FROM payment WHERE id = $2) WHERE id = $1`,
      [invoice, payment],
    ],
    body: (action) => (action === 'pay' ? { account: '6222020000000000018' } : {}),
    usual: [
      ['request', 'bureau_officer'],
      ['approve', 'bureau_approver'],
      ['pay', 'agency_manager'],
      ['pay', 'bureau_officer'],
      ['fail', 'bureau_officer'],
      ['cancel', 'bureau_approver'],
      ['retry', 'bureau_officer'],
      ['refuse', 'bureau_approver'],
      ['request', 'bureau_officer'],
      ['withdraw', 'bureau_officer'],
    ],
  },
  {
    table: meetingLifecycle,
    resource: 'meeting',
    path: 'meetings',
    reader: 'bureau_officer',
    actors: [...PARTIES, 'community_worker'],
    who: { 'meeting.run': ['bureau_officer'] },
    body: (action, right) => {
      if (action === 'hold') return { attended: [{ side: 'residents', count: right ? 9 : 0 }] };
      return action === 'minute' ? { minutes: right ? '居民评议记录' : ' ' } : {};
    },
    usual: [
      ['minute', 'bureau_officer'],
      ['hold', 'community_worker'],
      ['hold', 'bureau_officer'],
      ['cancel', 'bureau_officer'],
      ['minute', 'bureau_officer'],
    ],
  },
  {
    table: resolutionLifecycle,
    resource: 'meeting',
    path: 'meetings',
    // Told under its meeting, under whose version it is settled.
    below: (params) => ({
      at: `meetings/${params.id}/resolutions/${params.resolution}`,
      id: params.id ?? '',
      read: `meetings/${params.id}`,
      found: (body) => {
        const { version, resolutions } = body as State & { resolutions: (State & { id: string })[] };
        return { state: among(params.resolution)({ items: resolutions }).state, version };
      },
    }),
    reader: 'bureau_officer',
    actors: [...PARTIES, 'community_worker'],
    // The committee's; the bureau called.
    who: { 'resolution.settle': ['community_worker'] },
    by: { drop: ['community_worker', 'bureau_officer'] },
    usual: [
      ['finish', 'bureau_officer'],
      ['finish', 'agency_manager'],
      ['finish', 'community_worker'],
      ['drop', 'bureau_officer'],
    ],
  },
  {
    table: continuityPlanLifecycle,
    resource: 'plan',
    path: 'contracts',
    below: under('continuity-plan', 'plan'),
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'plan.propose': ['bureau_officer'], 'plan.agree': ['bureau_approver'] },
    usual: [
      ['carry_out', 'bureau_officer'],
      ['agree', 'bureau_officer'],
      ['agree', 'bureau_approver'],
      ['withdraw', 'bureau_officer'],
      ['revise', 'bureau_officer'],
      ['withdraw', 'bureau_officer'],
      ['agree', 'bureau_approver'],
    ],
  },
  {
    table: budgetExtensionLifecycle,
    resource: 'asked extension',
    path: 'programmes',
    below: listed(({ id, line }) => `programmes/${id}/budget-lines/${line}/extensions`, 'extension'),
    reader: 'bureau_officer',
    actors: ['bureau_officer', 'bureau_approver', 'finance_authority', 'stranger'],
    who: { 'budget.extend': ['finance_authority'], 'programme.manage': ['bureau_officer', 'bureau_approver'] },
    usual: [
      ['grant', 'bureau_officer'],
      ['grant', 'finance_authority'],
      ['withdraw', 'bureau_officer'],
      ['refuse', 'finance_authority'],
    ],
  },
  {
    table: apiKeyLifecycle,
    resource: 'key',
    path: 'api-keys',
    reader: 'bureau_officer',
    actors: ['bureau_officer', 'bureau_approver', 'community_worker', 'stranger'],
    who: { 'api_key.manage': ['bureau_officer', 'bureau_approver'] },
    bare: ['rotate'],
    usual: [
      ['rotate', 'community_worker'],
      ['rotate', 'bureau_officer'],
      ['revoke', 'bureau_officer'],
      ['rotate', 'bureau_officer'],
    ],
  },
  {
    table: workerLifecycle,
    resource: 'worker',
    path: 'organisations',
    below: ({ id, worker = '' }) => ({ at: `organisations/${id}/workers/${worker}`, id: worker }),
    reader: 'agency_manager',
    actors: ['agency_manager', 'agency_worker', 'bureau_officer', 'stranger'],
    who: { 'worker.manage': ['agency_manager'] },
    body: (_, right) => (right ? {} : { on: '2001-01-01' }),
    usual: [
      ['leave', 'agency_worker'],
      ['leave', 'agency_manager'],
      ['leave', 'agency_manager'],
    ],
  },
  {
    table: userLifecycle,
    resource: 'user',
    path: 'users',
    reader: 'admin',
    actors: ['admin', 'bureau_officer', 'supervisor'],
    who: { 'user.manage': ['admin'] },
    usual: [
      ['disable', 'bureau_officer'],
      ['disable', 'admin'],
      ['disable', 'admin'],
      ['enable', 'admin'],
      ['reset', 'admin'],
      ['end_sessions', 'admin'],
    ],
  },
];
