import { acceptanceLifecycle } from '../../src/care/acceptance/acceptance.lifecycle.js';
import { contractLifecycle } from '../../src/purchase/contracts/contract.lifecycle.js';
import { milestoneLifecycle } from '../../src/care/delivery/milestones/milestone.lifecycle.js';
import { progressReportLifecycle } from '../../src/care/delivery/reports/progress-report.lifecycle.js';
import { visitFindingLifecycle, visitLifecycle } from '../../src/care/delivery/visits/visit.lifecycle.js';
import type { Driven } from './driven.js';
import { PARTIES, under } from './driven-below.js';

const MILESTONE = {
  table: milestoneLifecycle,
  resource: 'milestone',
  path: 'contracts',
  below: under('milestones', 'milestone'),
  reader: 'bureau_officer',
  actors: PARTIES,
  who: {
    'contract.deliver': ['agency_manager'],
    'milestone.accept': ['bureau_officer'],
    'milestone.waive': ['bureau_approver'],
  },
} satisfies Partial<Driven>;

/** What is done under a contract that runs, how it is accepted, and how it ends. */
export const DRIVEN_DELIVERY: readonly Driven[] = [
  {
    table: contractLifecycle,
    resource: 'running contract',
    path: 'contracts',
    reader: 'bureau_officer',
    actors: PARTIES,
    who: {
      'contract.manage': ['bureau_officer'],
      'contract.sign': ['bureau_approver', 'agency_manager'],
      'contract.approve': ['bureau_approver'],
      'contract.deliver': ['agency_manager'],
      'acceptance.prepare': ['bureau_officer'],
      'acceptance.conclude': ['bureau_approver'],
    },
    bare: ['be_heard'],
    routes: {
      propose_amendment: ['post', 'amendments'],
      open_acceptance: ['post', 'nowhere'],
      conclude_acceptance: ['post', 'nowhere'],
    },
    body: (action, right) => {
      const grounds: Record<string, string> = {
        propose_halt: 'force_majeure',
        halt: 'challenge',
        propose_termination: 'breach',
        propose_rescission: 'judgment',
      };
      const ground = grounds[action];
      if (action === 'publish') return { url: 'http://www.ccgp.gov.cn/cggg/1.htm' };
      if (action === 'ask_team_change') return { team: [{ name: '虚构社工甲', role: '项目负责人' }] };
      if (action === 'ask_subcontract') return { subcontract: { to: '示例机构', work: '助浴', amount: '1000.00' } };
      return {
        ...(ground !== undefined && { ground: right ? ground : 'no_such_ground' }),
        ...(action === 'be_heard' && { statement: '没有意见' }),
        ...(action.endsWith('halt') && ground !== undefined && { until: '2025-12-31' }),
        ...((action === 'file' || ground !== undefined) && { reference: '备案〔2025〕1号' }),
      };
    },
    usual: [
      ['file', 'agency_manager'],
      ['file', 'bureau_officer'],
      ['publish', 'bureau_officer'],
      ['settle', 'bureau_officer'],
      ['ask_subcontract', 'agency_manager'],
      ['refuse_subcontract', 'bureau_officer'],
      ['ask_subcontract', 'agency_manager'],
      ['consent_subcontract', 'bureau_officer'],
      ['ask_team_change', 'agency_manager'],
      ['refuse_team_change', 'bureau_officer'],
      ['ask_team_change', 'agency_manager'],
      ['change_team', 'bureau_officer'],
      ['propose_halt', 'bureau_officer'],
      ['withdraw_halt_proposal', 'bureau_officer'],
      ['propose_halt', 'bureau_officer'],
      ['order_halt', 'bureau_officer'],
      ['order_halt', 'bureau_approver'],
      ['deliver', 'agency_manager'],
      ['resume', 'bureau_officer'],
      ['halt', 'bureau_officer'],
      ['resume', 'bureau_officer'],
      ['propose_termination', 'bureau_officer'],
      ['withdraw_termination_proposal', 'bureau_officer'],
      ['propose_termination', 'bureau_officer'],
      ['be_heard', 'agency_manager'],
      ['terminate', 'bureau_officer'],
      ['terminate', 'bureau_approver'],
    ],
  },
  {
    ...MILESTONE,
    body: (action, right) =>
      action === 'submit' && right ? { records: { from: '2025-10-01', to: '2025-10-31' }, note: '见服务记录' } : {},
    usual: [
      ['accept', 'bureau_officer'],
      ['submit', 'agency_manager'],
      ['return', 'bureau_officer'],
      ['waive', 'bureau_officer'],
      ['waive', 'bureau_approver'],
      ['submit', 'agency_manager'],
    ],
  },
  {
    ...MILESTONE,
    begun: ({ milestone }) => [
      `UPDATE milestone SET state = 'submitted', submitted_at = business_now(), evidence = $2 WHERE id = $1`,
      [milestone, JSON.stringify({ documents: [], records: null, note: '见服务记录' })],
    ],
    usual: [
      ['accept', 'bureau_approver'],
      ['accept', 'agency_manager'],
      ['accept_in_part', 'bureau_officer'],
      ['accept', 'bureau_officer'],
      ['return', 'bureau_officer'],
    ],
  },
  {
    table: progressReportLifecycle,
    resource: 'progress report',
    path: 'contracts',
    below: under('reports', 'report'),
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'contract.deliver': ['agency_manager'], 'report.approve': ['bureau_officer'] },
    usual: [
      ['approve', 'bureau_officer'],
      ['refill', 'agency_manager'],
      ['submit', 'agency_manager'],
      ['return', 'bureau_officer'],
      ['submit', 'bureau_officer'],
      ['submit', 'agency_manager'],
      ['approve', 'bureau_officer'],
      ['adjust', 'agency_manager'],
    ],
  },
  {
    table: progressReportLifecycle,
    resource: 'progress report',
    path: 'contracts',
    below: under('reports', 'report'),
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'contract.deliver': ['agency_manager'], 'report.approve': ['bureau_officer'] },
    begun: ({ report }) => [
      `UPDATE progress_report SET state = 'submitted', submitted_at = business_now() WHERE id = $1`,
      [report],
    ],
    usual: [
      ['approve', 'agency_manager'],
      ['return', 'bureau_officer'],
      ['approve', 'bureau_officer'],
      ['submit', 'bureau_officer'],
    ],
  },
  {
    table: visitLifecycle,
    resource: 'visit',
    path: 'contracts',
    below: under('visits', 'visit'),
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'visit.make': ['bureau_officer'] },
    body: (action, right) =>
      action === 'report' && right
        ? { summary: '现场有服务' }
        : action === 'reschedule' && right
          ? { plannedOn: '2025-11-03' }
          : {},
    usual: [
      ['reschedule', 'agency_manager'],
      ['reschedule', 'bureau_officer'],
      ['report', 'agency_manager'],
      ['report', 'bureau_officer'],
      ['cancel', 'bureau_officer'],
    ],
  },
  {
    table: visitFindingLifecycle,
    resource: 'visit',
    path: 'contracts',
    below: (params) => {
      const at = `contracts/${params.id}/visits/${params.visit}/findings/${params.finding}`;
      return { at, id: params.finding ?? '' };
    },
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'contract.deliver': ['agency_manager'], 'visit.make': ['bureau_officer'] },
    usual: [
      ['close', 'bureau_officer'],
      ['answer', 'bureau_officer'],
      ['answer', 'agency_manager'],
      ['reopen', 'bureau_officer'],
      ['answer', 'agency_manager'],
      ['close', 'bureau_officer'],
    ],
  },
  {
    table: acceptanceLifecycle,
    resource: 'acceptance',
    path: 'acceptances',
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'acceptance.prepare': ['bureau_officer'], 'acceptance.conclude': ['bureau_approver'] },
    routes: { tick: ['put', 'items'], name_members: ['put', 'members'], record_opinion: ['post', 'opinions'] },
    bare: ['tick', 'name_members', 'record_opinion'],
    body: (action, right) => {
      if (action === 'tick')
        return { items: [1, 2].map((no) => ({ no, result: right ? 'not_met' : 'met', measured: '0' })) };
      if (action === 'name_members') return { members: right ? [{ name: '虚构专家甲', capacity: 'expert' }] : [] };
      if (action === 'invite') return { until: right ? '2025-11-10' : '2025-01-10' };
      return action === 'conclude' ? { result: right ? 'failed' : 'passed', ground: 'breach' } : {};
    },
    usual: [
      ['conclude', 'bureau_approver'],
      ['itemise', 'bureau_officer'],
      ['name_members', 'bureau_officer'],
      ['tick', 'bureau_officer'],
      ['itemise', 'bureau_officer'],
      ['correct_items', 'bureau_officer'],
      ['invite', 'bureau_officer'],
      ['publish', 'bureau_officer'],
    ],
  },
  {
    table: acceptanceLifecycle,
    resource: 'acceptance',
    path: 'acceptances',
    reader: 'bureau_officer',
    actors: PARTIES,
    who: { 'acceptance.prepare': ['bureau_officer'], 'acceptance.conclude': ['bureau_approver'] },
    begun: ({ id }) => [`UPDATE acceptance SET state = 'opinions_in' WHERE id = $1`, [id]],
    body: (action, right) => (action === 'conclude' ? { result: right ? 'failed' : 'passed', ground: 'breach' } : {}),
    routes: { tick: ['put', 'items'], name_members: ['put', 'members'], record_opinion: ['post', 'opinions'] },
    usual: [
      ['conclude', 'bureau_approver'],
      ['return', 'bureau_officer'],
      ['return', 'bureau_approver'],
      ['correct_items', 'bureau_officer'],
      ['publish', 'bureau_officer'],
    ],
  },
];
