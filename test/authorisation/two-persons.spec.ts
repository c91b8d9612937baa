import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LIFECYCLES } from '../../src/boot/lifecycles.js';
import {
  KEY_SCOPES,
  listPermissions,
  ROLE_NAMES,
  type Permission,
  type Role,
} from '../../src/people/accounts/roles.js';
import { ActionEngine } from '../../src/kernel/actions/engine.js';
import { isOfSecondPerson } from '../../src/people/accounts/second-person.js';
import { findSeatConflict } from '../../src/people/accounts/seats.rules.js';
import { AccountDesk } from '../support/account-desk.js';
import { makeAccount, makeUser, type TestAccount } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { issueTender, opening, DEADLINE } from '../support/bidding.js';
import {
  Drafting,
  makeBureau,
  setBusinessTime,
  startBusinessAt,
  type Bureau,
  makeThreshold,
} from '../support/drafts.js';
import { codeOf } from '../support/users.js';
import { ASKED } from '../guards.list.js';

/** Codes with which the second half of a step is refused to who did the first. */
const SECOND_PERSON = [
  'asked_by_you',
  'author_approves',
  'decided_by_you',
  'opener_is_requester',
  'own_approval',
  'approved_by_you',
  'own_evaluator_proposal',
  'own_preparation',
  'own_proposal',
  'own_request',
  'own_scores',
  'proposer_approves',
  'proposer_decides',
  'recorder_decides',
  'requester_decides',
];

/**
 * Steps that take two persons, by hand: who may do the first half, and which actions are the second. Each is refused and
 * passed by HTTP in the spec of its thing; a run counts them (`test/guards.list.ts`).
 */
const STEPS: readonly { first: readonly Permission[]; second: readonly string[] }[] = [
  { first: ['user.administer'], second: ['account_request.agree'] },
  {
    first: ['personal_data.ask'],
    second: ['personal_data_request.erase', 'personal_data_request.block', 'personal_data_request.refuse'],
  },
  { first: ['tender.draft'], second: ['tender.approve'] },
  { first: ['programme.manage'], second: ['programme.approve'] },
  // Their halves lie in two bodies: a buyer asks, its finance authority grants.
  { first: ['tender.manage'], second: ['tender.grant_method_approval'] },
  { first: ['tender.manage'], second: ['method_change.grant'] },
  { first: ['programme.manage'], second: ['budget_extension.grant'] },
  { first: ['tender.open'], second: ['lot.open_bids'] },
  { first: ['tender.end', 'tender.manage', 'tender.draft'], second: ['lot.replace_award'] },
  {
    first: ['tender.end'],
    second: ['lot.order_rereview', 'lot.reconstitute_panel', 'lot.fail', 'lot.cancel'],
  },
  { first: ['line.manage', 'tender.manage'], second: ['service_line.end'] },
  {
    first: ['challenge.answer'],
    second: [
      'challenge.answer',
      'challenge.set_aside',
      'challenge.state_no_effect',
      'challenge.record_withdrawal',
      'challenge.void',
    ],
  },
  {
    first: ['remedy.decide'],
    second: [
      'challenge.void',
      'complaint.refuse',
      'complaint.decide',
      'complaint.record_withdrawal',
      'complaint.void',
      'complaint.void_challenge',
      'complaint.void_correction',
    ],
  },
  { first: ['bar.record'], second: ['organisation_bar.confirm'] },
  { first: ['organisation.manage'], second: ['organisation_merge.confirm'] },
  {
    first: ['contract.manage'],
    second: ['contract.order_halt', 'contract.confirm_halt', 'contract.terminate', 'contract.rescind'],
  },
  { first: ['acceptance.prepare'], second: ['acceptance.conclude'] },
  { first: ['evaluation.plan'], second: ['evaluation.appoint', 'evaluation.reassign'] },
  { first: ['evaluation.act'], second: ['evaluation.confirm'] },
  { first: ['scheme.manage'], second: ['evaluation_scheme.activate'] },
  { first: ['payment.request'], second: ['payment.approve', 'payment.cancel'] },
  { first: ['payment.approve'], second: ['payment.pay'] },
  { first: ['plan.propose'], second: ['continuity_plan.agree'] },
  {
    first: ['risk.work'],
    second: [
      'flag.explain',
      'flag.confirm',
      'flag.mark_data_error',
      'flag.dismiss',
      'flag.reopen',
      'flag.uphold',
      'flag.overturn',
    ],
  },
];

const SECOND_HALVES = LIFECYCLES.flatMap(({ name, transitions }) =>
  transitions
    .filter(({ guards = [] }) => guards.some((code) => SECOND_PERSON.includes(code)))
    .map(({ action, who, guards = [] }) => ({
      name: `${name}.${action}`,
      who,
      codes: guards.filter((code) => SECOND_PERSON.includes(code)),
    })),
);
const rolesWith = (permission: string): Role[] =>
  ROLE_NAMES.filter((role) => listPermissions([role]).has(permission as Permission));

describe('both halves of a step that takes two persons', () => {
  it('are named here, every one that the tables of actions know', () => {
    const named = STEPS.flatMap(({ second }) => second);
    expect([...new Set(SECOND_HALVES.map(({ name }) => name))].sort()).toEqual([...new Set(named)].sort());
  });

  const pairs = STEPS.flatMap(({ first, second }) =>
    SECOND_HALVES.filter(({ name }) => second.includes(name)).flatMap(({ name, who }) =>
      first.flatMap((permission) =>
        rolesWith(permission).flatMap((one) => rolesWith(who).map((other) => [name, permission, one, other] as const)),
      ),
    ),
  );
  it('are reached by pairs of roles at all', () => {
    expect(pairs.length).toBeGreaterThan(50);
  });

  it.each(pairs)('%s after %s: of %s and %s no one person holds both', (name, _, one, other) => {
    const barredBySeats = findSeatConflict([one, other]) !== null;
    // What a run must have refused to the first person and let pass to another, over HTTP.
    const asked = new Set(ASKED.flatMap(({ codes }) => codes));
    const codes = SECOND_HALVES.flatMap((half) => (half.name === name ? half.codes : []));
    expect([barredBySeats, codes.length > 0 && codes.every((code) => asked.has(code))]).toContain(true);
  });

  it.each<[Role, Role]>([
    ['bureau_approver', 'agency_manager'],
    ['procurement_agent', 'agency_manager'],
    ['finance_authority', 'bureau_officer'],
    ['supervisor', 'bureau_officer'],
    ['admin', 'agency_manager'],
    ['admin', 'bureau_approver'],
    ['evaluator', 'agency_manager'],
    ['community_worker', 'bureau_officer'],
  ])('stand on two sides: %s and %s are never one person', (one, other) => {
    expect(findSeatConflict([one, other])).not.toBeNull();
  });

  it('are given to no program that could be a second hand for accounts', () => {
    const forPersons = [
      ...(['user.manage', 'user.administer', 'seat.give', 'account_request.answer'] as const),
      ...(['personal_data.ask', 'personal_data.decide', 'personal_data.disclose'] as const),
    ];
    for (const permission of forPersons) expect(KEY_SCOPES).not.toContain(permission);
  });
});

describe('one person in both seats, by HTTP', () => {
  let app: TestApp;
  let desk: AccountDesk;
  let bureau: Bureau;
  let both: TestAccount;
  let admin: TestAccount;
  const seats = () => ['bureau_officer', 'bureau_approver'].map((role) => ({ organisation: bureau.id, role }));
  beforeAll(async () => {
    app = await startTestApp();
    desk = new AccountDesk(app);
    await setBusinessTime(app, '2025-11-03T09:00:00+08:00');
    bureau = await makeBureau(app);
    await makeThreshold(app);
    admin = await makeAccount(app, { role: 'admin', organisation: null });
    both = await makeAccount(
      app,
      { role: 'bureau_officer', organisation: bureau.id },
      { role: 'bureau_approver', organisation: bureau.id },
    );
  });
  afterAll(() => app.close());

  it('is refused by every guard that compares two persons, and all of them are looked at here', () => {
    const declared = app.running.app
      .get(ActionEngine)
      .listGuards()
      .filter(({ guard }) => isOfSecondPerson(guard))
      .map(({ action, code }) => `${action} ${code}`);
    const here = SECOND_HALVES.flatMap(({ name, codes }) => codes.map((code) => `${name} ${code}`));
    expect([...new Set(declared)].sort()).toEqual([...new Set(here)].sort());
  });

  it('is compared nowhere but where such a guard is declared', () => {
    const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => join('src', file));
    const found = sources.filter((file) =>
      /=== principal\.id\b[^;]{0,20}\? \{\} : null|includes\(principal\.id/.test(readFileSync(file, 'utf8')),
    );
    expect(found).toEqual(['src/people/accounts/second-person.ts']);
  });

  /** The seats end, and are given again between the halves. */
  async function reseat(): Promise<void> {
    expect((await desk.seat(admin, both.id, [])).status).toBe(200);
    expect((await desk.seat(admin, both.id, seats())).status).toBe(200);
  }

  it('writes a draft and does not approve it, though the seats were ended and given again in between', async () => {
    const draft = await Drafting.begin(app, { ...bureau, officer: both });
    await draft.must('post', 'actions/submit', {});
    await reseat();
    const approve = async (by: TestAccount) => {
      const [row] = await app.dataSource.query<{ version: number }[]>(`SELECT version FROM tender WHERE id = $1`, [
        draft.id,
      ]);
      return app.http
        .post(`/api/v1/tenders/${draft.id}/actions/approve`)
        .set(by.auth)
        .set('If-Match', `"${row?.version}"`)
        .send({ findings: [] });
    };
    expect(codeOf(await approve(both))).toBe('author_approves');
    expect((await approve(bureau.approver)).status).toBe(200);
  });

  it('asks for an opening and does not order it, though the seats were ended and given again in between', async () => {
    const issued = await issueTender(app, bureau);
    await startBusinessAt(app, new Date(Date.parse(DEADLINE.consultation) + 3_600_000).toISOString());
    expect((await opening(app, issued.tender, both, 'request_opening')).status).toBe(200);
    await reseat();
    expect(codeOf(await opening(app, issued.tender, both, 'open_bids'))).toBe('opener_is_requester');
    const second = await makeUser(app, 'bureau_officer', bureau.id);
    expect(codeOf(await opening(app, issued.tender, second, 'open_bids'))).not.toBe('opener_is_requester');
  });
});
