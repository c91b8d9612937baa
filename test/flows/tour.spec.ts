import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { AuditVerifier } from '../../src/kernel/audit/verification/audit-verifier.js';
import { FirstAccounts } from '../../src/people/accounts/users/first-accounts.js';
import { ROLE_NAMES } from '../../src/people/accounts/roles.js';
import { BEGINS, tour, type Toured } from '../../tour/tour.js';
import { DONE } from '../../tour/waiting.js';
import { writeByHand } from '../support/by-hand.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { makeBody, makeUser } from '../support/accounts.js';
import { startBusinessAt } from '../support/drafts.js';
import { readPage } from '../support/printed-commands.js';

/** Everybody whom the product is for, as the tour calls them. */
const USERS = [
  'administrator',
  'system administrator',
  'auditor',
  'resident',
  'community',
  'officer',
  'approver',
  'finance authority',
  'agent',
  'agency',
  'worker',
  'panel',
  'supervisor',
  'integrator',
  'evaluator',
];

/** Kinds of tasks that the tour does by a day, and those for which no day is set. */
const DUE = `
  challenge consultation_response continuity_plan continuity_plan_agreed continuity_plan_proposed
  contract_delivery contract_draft contract_filing contract_hearing contract_publication contract_start
  evaluation expert_draw expert_invitation final_offer handover_offer method_approval milestone
  opening_request payment_approval payment_request question registration survey_closing tender_approval
  tender_issue visit_finding visit_report
`;
const UNDATED = `
  acceptance_conclusion acceptance_opening acceptance_opinions acceptance_preparation acceptance_publication
  acceptance_signature content_confirmation contract_archive contract_ending contract_settlement handover
  invoice milestone_submitted need notice_address opening_order panel_appointment panel_declaration panel_opinion
  panel_scores panel_step programme_approval progress_report
  progress_report_submitted requirement_confirmation scheme_approval visit_finding_answered
`;
/** Their day follows from the rules, which are read a moment after each change: who is quicker does them before it is known. */
const BY_RULES = `
  contract_signature payment_to_pay report_delivery result_confirmation result_publication
`;
const listKinds = (kinds: string): string[] => kinds.trim().split(/\s+/);

/** A state, a party, a sum or a score of each table that is compared with the audit. */
const CHANGES: [table: string, change: string, id?: string][] = [
  ['tender', 'budget = coalesce(budget, 0) + 1'],
  ['lot', "state = CASE state WHEN 'failed' THEN 'cancelled' ELSE 'failed' END"],
  ['bid', 'price = coalesce(price, 0) - 1 + 2'],
  ['review_score', 'points = 10000 - points - 1', "t.member_id || ':' || t.bid_id || ':' || t.criterion"],
  ['award', 'amount = amount + 1'],
  ['contract', 'supplier_id = buyer_id'],
  ['payment', "paid_to = '1234'"],
  [
    'seat',
    "role = 'bureau_approver', organisation_id = coalesce(organisation_id, (SELECT id FROM organisation LIMIT 1))",
  ],
];

describe('the tour', () => {
  let app: TestApp;
  const lines: { on: string; who: string; what: string }[] = [];
  let ids: Toured;
  /** With what somebody was answered that is more than signing in. */
  const acted = new Set<string>();
  /** What waited for people of bodies that have no part in it, whenever the tour saw that something else waits or had done anything. */
  const strangers: object[] = [];
  beforeAll(async () => {
    const ask = globalThis.fetch;
    let isDone = true;
    /** What waited for each when it was last looked at. */
    const waiting = new Map<string | null, string>();
    jest.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
      const answer = await ask(...request);
      const signed = new Headers(request[1]?.headers).get('Authorization');
      if (signed !== null && answer.ok && !answer.url.includes('/auth/')) acted.add(signed);
      isDone ||= (request[1]?.method ?? 'GET') !== 'GET';
      if (!answer.url.includes('/me/tasks')) return answer;
      const tasks = await answer.clone().text();
      if (isDone || waiting.get(signed) !== tasks) {
        isDone = false;
        for (const { auth } of others) {
          const { body } = await app.http.get('/api/v1/me/tasks').set(auth).expect(200);
          strangers.push(...(body as { items: object[] }).items);
        }
      }
      waiting.set(signed, tasks);
      return answer;
    });
    app = await startTestApp({ worker: true });
    await startBusinessAt(app, BEGINS);
    const [bureau, agency] = [await makeBody(app), await makeBody(app, { kind: 'agency' })];
    const others = [
      await makeUser(app, 'bureau_officer', bureau),
      await makeUser(app, 'bureau_approver', bureau),
      await makeUser(app, 'agency_manager', agency),
    ];
    const accounts = app.running.app.get(FirstAccounts);
    const made = (login: string, role?: 'system_admin' | 'auditor') =>
      accounts.createAdmin({ login, name: '【虚构】管理员', role });
    const admins = [await made('tour.admin'), await made('tour.second'), await made('tour.third')] as const;
    let now = BEGINS;
    ids = await tour({
      url: app.url,
      admins,
      systemAdmin: await made('tour.operator', 'system_admin'),
      auditor: await made('tour.auditor', 'auditor'),
      moveTo: async (at) => {
        await startBusinessAt(app, at);
        isDone = true;
        now = at;
      },
      say: (who, what) => lines.push({ on: now.slice(0, 16).replace('T', ' '), who, what }),
    });
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
  });

  it('says line by line what docs/tour.md shows; its … stand for what differs from run to run', () => {
    const shown = readPage('docs/tour.md').match(/^[ \d]{2}\d {2}20\d\d-.+$/gm) ?? [];
    const said = lines.map(({ on, who, what }, i) => `${String(i + 1).padStart(3)}  ${on}  ${who.padEnd(18)} ${what}`);
    expect(said).toHaveLength(shown.length);
    const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
    shown.forEach((line, i) => {
      expect(said[i]).toMatch(new RegExp(`^${line.split('…').map(escaped).join('.+')}$`));
    });
  });

  it('takes no step that nobody waited for but those of its list, and tells strangers of none', () => {
    const byRules = listKinds(BY_RULES);
    const kinds = (isDue: boolean) =>
      [...DONE].filter(([kind, due]) => due === isDue && !byRules.includes(kind)).map(([kind]) => kind);
    expect(kinds(true).sort()).toEqual(listKinds(DUE));
    expect(kinds(false).sort()).toEqual(listKinds(UNDATED));
    expect(byRules.filter((kind) => !DONE.has(kind))).toEqual([]);
    expect(strangers).toEqual([]);
  });

  it('lets everybody act', () => {
    const told = new Set(lines.flatMap(({ who }) => who.split(', ')));
    expect(USERS.filter((user) => !told.has(user) && !told.has(`${user.replace(/y$/, 'ies')}`))).toEqual([]);
  });

  it('leaves no role without an act of its own', async () => {
    const roles = new Set<string>();
    for (const signed of acted) {
      const { body } = await app.http.get('/api/v1/me').set({ Authorization: signed }).expect(200);
      const { kind, seats } = body as { kind: string; seats: { role: string }[] };
      for (const { role } of kind === 'user' ? seats : []) roles.add(role);
    }
    expect([...roles].sort()).toEqual([...ROLE_NAMES].sort());
  });

  const said = (who: string): string[] => lines.filter((line) => line.who === who).map(({ what }) => what);

  it('puts away the contract of the lot that was tendered; its need is planned and its audit whole', async () => {
    const { dataSource } = app;
    const [row] = await dataSource.query<object[]>(
      `SELECT c.state AS contract, c.amount::text, a.state AS award, l.state AS lot, t.state AS tender,
         (SELECT state FROM need) AS need
       FROM contract c JOIN award a ON a.id = c.award_id JOIN lot l ON l.id = a.lot_id JOIN tender t ON t.id = l.tender_id
       WHERE c.id = $1 AND t.id = $2`,
      [ids.contract, ids.tender],
    );
    expect(row).toMatchObject({
      contract: 'archived',
      amount: '43900000',
      award: 'contracted',
      lot: 'contracted',
      tender: 'contracted',
      need: 'planned',
    });
    expect(lines.find(({ who }) => who === 'supervisor')?.what).toMatch(/verify: true$/);
    expect(said('integrator')).toEqual([expect.stringMatching(/: one record; .*: [1-9]\d{2,} events$/)]);
  });

  it('says what the study says: the window to 31 May is too short, the whole year is not', () => {
    const [first, second] = said('officer');
    expect(first).toContain('87 effective working days, W01 triggered');
    expect(second).toContain('W01 clear');
    expect(said('officer').find((what) => what.startsWith('previews the next'))).toMatch(
      /documents out by 2026-11-27, .*2026-12-11; W01 insufficient_data/,
    );
  });

  it('stores a batch that is sent twice once, and foretells what will be missed until more is done', () => {
    const [sent, foretold, more] = said('worker');
    expect(sent).toMatch(/: 120 stored, then 0$/);
    expect(foretold).toMatch(/^what was promised and done: 1200 of 9600, .*: misses$/);
    expect(more).toMatch(/9550 of 9600, .*: on_course$/);
  });

  it('every instalment is paid but the one of which nothing was accepted, and nothing beyond what was accepted', async () => {
    const rows = await app.dataSource.query<object[]>(
      `SELECT c.id, c.state, c.accepted_amount::text AS accepted,
         (SELECT string_agg(p.state, ' ' ORDER BY p.no) FROM payment p WHERE p.contract_id = c.id) AS payments,
         (SELECT sum(p.amount) FROM payment p WHERE p.contract_id = c.id AND p.state = 'paid')::text AS paid
       FROM contract c WHERE c.id = ANY ($1::uuid[]) ORDER BY c.amount DESC`,
      [[ids.contract, ids.other]],
    );
    const amount = '43900000';
    expect(rows).toEqual([
      { id: ids.contract, state: 'archived', accepted: amount, paid: amount, payments: 'paid paid paid' },
      { id: ids.other, state: 'archived', accepted: '5400000', paid: '5400000', payments: 'paid cancelled' },
    ]);
  });

  it('hands the recipients of both lines over, each name that was agreed to and no other', async () => {
    const rows = await app.dataSource.query<object[]>(
      `SELECT i.kind, p.state AS plan, h.state AS handover, h.recipients FROM handover h
       JOIN continuity_plan p ON p.contract_id = h.contract_id JOIN continuity_plan_item i ON i.plan_id = p.id
       ORDER BY h.recipients`,
    );
    const done = { plan: 'carried_out', handover: 'acknowledged' };
    expect(rows).toEqual([
      { ...done, kind: 'hand_over', recipients: 20 },
      { ...done, kind: 'absorb', recipients: 40 },
    ]);
    expect(said('agency').find((what) => what.startsWith('takes over'))).toContain('20 recipients, 19 of them by name');
    expect(said('community')).toEqual([expect.stringContaining('40 recipients, 39 of them by name')]);
  });

  it('tells each line of two lots apart: its notice, the page of its slips, and the gap of the one that was ended', () => {
    const [day, night] = [`【虚构】甲社工服务中心`, `【虚构】乙社工服务中心`];
    const notices = said('agent').filter((what) => what.startsWith('the tender notice'));
    expect(notices).toEqual([
      expect.stringContaining('lot 1: 采购需求：社区日间照料：每个工作日开放。'),
      expect.stringContaining('lot 2: 采购需求：夜间照护：每晚巡访独居老人。'),
    ]);
    const about = said('resident').filter((what) => / of lot [12]/.test(what));
    const page = (no: number, words: string) => `the page of a slip of lot ${no}: 【虚构】柳岸社区${words}`;
    expect(about).toEqual([
      page(1, `日间照料 by ${day} until 2026-12-31`),
      page(2, `夜间照护 by ${night} until 2026-12-31`),
      page(1, `日间照料 by ${day} until 2026-12-31`),
      page(2, '夜间照护 by nobody'),
      expect.stringMatching(/^the line of lot 1, .*; gaps: none; overlaps: none$/),
      expect.stringMatching(
        /^the line of lot 2, .* 2026-07-01 to 2026-12-31, still open \(6 recipients left\); overlaps: none$/,
      ),
    ]);
  });

  it('leaves what residents said and what the evaluator found in public, and nobody’s name', async () => {
    const [evaluation] = await app.dataSource.query<{ id: string }[]>(
      `SELECT id FROM evaluation WHERE contract_id = $1`,
      [ids.contract],
    );
    const { body } = await app.http.get(`/api/v1/evaluations/${evaluation?.id}`).expect(200);
    expect(body).toMatchObject({ state: 'published', kind: 'final', appeal: { answer: expect.any(String) } });
    const { body: rounds } = await app.http.get(`/api/v1/contracts/${ids.contract}/acceptance`).expect(200);
    expect(rounds.items).toMatchObject([{ state: 'published', result: 'passed', recipientsHeard: 5 }]);
    const [names] = await app.dataSource.query<{ n: number }[]>(
      `SELECT count(*)::int AS n FROM outbox WHERE payload::text LIKE '%服务对象1%'`,
    );
    expect(names).toEqual({ n: 0 });
  });

  it('leaves tables that say what the audit says; a row of any of them that SQL changes is named', async () => {
    const verifier = app.running.app.get(AuditVerifier);
    const whole = await verifier.verifyTables();
    expect(whole.findings.filter(({ table }) => table !== undefined)).toEqual([]);
    expect(whole.tableRows).toBeGreaterThan(60);
    const sql = writeByHand(() => app);
    const changed: string[] = [];
    for (const [table, change, id] of CHANGES) {
      const [row] = await sql<[{ id: string }]>(
        `WITH one AS (SELECT ctid FROM ${table} LIMIT 1)
         UPDATE ${table} t SET ${change} FROM one WHERE t.ctid = one.ctid RETURNING ${id ?? 't.id'} AS id`,
      ).then((answer) => answer.flat() as [{ id: string }]);
      changed.push(`table_row_altered ${table} ${row.id}`);
    }
    const found = (await verifier.verifyTables()).findings.filter(({ table }) => table !== undefined);
    expect(found.map(({ code, table, id }) => `${code} ${table ?? ''} ${id ?? ''}`).sort()).toEqual(changed.sort());
  });
});
