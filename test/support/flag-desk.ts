import { randomUUID } from 'node:crypto';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import type { AllowedAction } from './actions.js';
import type { TestApp } from './app.js';
import { RiskWorld, setBusinessDay } from './risk-world.js';

/** A flag as the API answers it. */
export interface Flag {
  id: string;
  version: number;
  indicator: string;
  state: string;
  part: number;
  parts: { id: string; part: number; state: string }[];
  changedSince: boolean;
  summary: boolean;
  rootCause: { type: string; id: string; label: string };
  subjects: { count: number; first: { type: string; id: string; label: string }[] };
  assessments: string[];
  assignee: string | null;
  dueOn: string | null;
  asked: { organisation: string; dueOn: string | null; answeredAt: string | null; appealedAt: string | null }[];
  title: string;
  explanation: string;
  limitation: string;
  decidedAt: string | null;
  appealUntil: string | null;
  referrals: { authority: string; reference: string }[];
  evidence?: {
    explanation: string;
    evidence: { record: string; field: string; value: string }[];
    withheld: { record: string; field: string; count: number | null; why: string }[];
  }[];
  history: {
    action: string;
    to: string;
    reason: string | null;
    organisation: string | null;
    by: string | null;
    superseded: boolean;
    data: Record<string, unknown>;
  }[];
  allowedActions: (AllowedAction | string)[];
}

/** A decision on a window that is too short, with reasons. */
export const REASONED = {
  reason: '合同约定的服务期确为五个月，答复未说明缩短的理由',
  restsOn: ['window'],
};

export const SHORT = { start: '2018-01-01', end: '2018-05-31' };

/** A supervisor, an officer of a buyer, and flags to work. */
export class FlagDesk {
  private constructor(
    readonly app: TestApp,
    readonly world: RiskWorld,
    readonly supervisor: TestAccount,
    readonly officer: TestAccount,
    readonly buyer: string,
    readonly supplier: string,
    readonly manager: TestAccount,
  ) {}

  static async open(app: TestApp): Promise<FlagDesk> {
    await setBusinessDay(app, '2018-01-10');
    const buyer = await makeBody(app, { region: '990000' });
    const supplier = await makeBody(app, { region: '990203', kind: 'agency' });
    return new FlagDesk(
      app,
      new RiskWorld(app, 'live'),
      await makeUser(app, 'supervisor', await makeBody(app, { region: '990200' })),
      await makeUser(app, 'bureau_officer', buyer),
      buyer,
      supplier,
      await makeUser(app, 'agency_manager', supplier),
    );
  }

  /** A contract with a window that is too short, assessed. Answers its flag. */
  async raise({
    supplier: organisation = this.supplier,
    ...more
  }: { region?: string; programme?: string; supplier?: string } = {}): Promise<Flag> {
    const tender = await this.world.tender({ buyer: this.buyer, window: SHORT, ...more });
    const supplier = { organisation };
    await this.world.facts(tender, [
      { kind: 'contract', data: { window: SHORT, number: `合同-${randomUUID()}`, supplier } },
    ]);
    await this.world.settle();
    const [flag] = (await this.world.flags('W01')).filter((f) => f.root_id === (more.programme ?? tender));
    return this.read((flag as { id: string }).id);
  }

  /** Both bodies that it is about are asked, and answer. */
  async heard(flag: Pick<Flag, 'id' | 'version'>): Promise<Flag> {
    let now = await this.done(flag, 'assign', { askOrganisations: [this.buyer, this.supplier] });
    for (const by of [this.officer, this.manager]) now = await this.done(now, 'respond', { reason: '资金到账晚' }, by);
    return this.read(flag.id);
  }

  /** A purchase by a calendar whose contract is too short, assessed. Answers the tender and the fact of its contract. */
  async serve(programme: string, supplier = this.supplier): Promise<{ tender: string; fact: string; number: string }> {
    const tender = await this.world.tender({ buyer: this.buyer, window: SHORT, programme });
    const number = `合同-${randomUUID()}`;
    const data = { window: SHORT, number, supplier: { organisation: supplier } };
    const [fact = ''] = await this.world.facts(tender, [{ kind: 'contract', data }]);
    await this.world.settle();
    return { tender, fact, number };
  }

  /** The parts of the flag of a calendar, the first one first. */
  async parts(programme: string): Promise<Flag[]> {
    const { items } = await this.list(`programme=${programme}&indicator=W01&limit=200`);
    return items.toSorted((a, b) => a.part - b.part);
  }

  async read(id: string, by = this.supervisor): Promise<Flag> {
    return (await this.app.http.get(`/api/v1/risk/flags/${id}`).set(by.auth).expect(200)).body as Flag;
  }

  async list(query: string, by = this.supervisor): Promise<{ items: Flag[]; next: string | null }> {
    const { body } = await this.app.http.get(`/api/v1/risk/flags?${query}`).set(by.auth).expect(200);
    return body as { items: Flag[]; next: string | null };
  }

  act(flag: Pick<Flag, 'id' | 'version'>, action: string, body: object = {}, by = this.supervisor) {
    return this.app.http
      .post(`/api/v1/risk/flags/${flag.id}/actions/${action}`)
      .set(by.auth)
      .set('If-Match', `"${flag.version}"`)
      .send(body);
  }

  async done(
    flag: Pick<Flag, 'id' | 'version'>,
    action: string,
    body: object = {},
    by = this.supervisor,
  ): Promise<Flag> {
    return (await this.act(flag, action, body, by).expect(200)).body as Flag;
  }
}
