import { randomUUID } from 'node:crypto';
import { PlansKeeper } from '../../src/care/continuity/plans-keeper.js';
import type { TestAccount } from './accounts.js';
import { registered } from './acceptances.js';
import type { TestApp } from './app.js';
import type { Contracting, Parties } from './contracts.js';
import { setBusinessTime } from './drafts.js';
import { Implementing, type Thing } from './implementing.js';
import { readVersion } from './version.js';

export interface PlanBody extends Thing {
  no: number;
  items: { serviceLine: string; kind: string; served: number }[];
  proposedOn: string;
  dueOn: string;
  lapsesAfter: string;
  agreedOn: string | null;
  carriedOutOn: string | null;
}
export interface HandoverBody extends Thing {
  receiver: string;
  recipients: number;
  named: number;
  recipientsHash: string;
  acknowledgedOn: string | null;
  passesOn: string | null;
  passedAt: string | null;
}
export const RUNS = { start: '2025-12-15', end: '2026-12-14' };
export const NEXT = { start: '2026-12-15', end: '2027-12-14' };

/** What is asked about what follows one contract, each with the version as it stands. */
export class Continuing {
  constructor(readonly work: Implementing) {}

  /** Under a contract that runs, for the line of the bureau and those given beside it. */
  static async begin(app: TestApp, parties: Parties, lines: string[] = []): Promise<Continuing> {
    const known = { window: RUNS, serviceLines: [parties.bureau.line, ...lines] };
    return new Continuing(await Implementing.begin(app, parties, {}, known));
  }

  get contract(): Contracting {
    return this.work.contract;
  }
  private get app(): TestApp {
    return this.work.app;
  }
  private get parties(): Parties {
    return this.work.parties;
  }

  propose(items: object[], by = this.parties.bureau.officer) {
    return this.work.make('continuity-plan', { items }, by);
  }
  async proposed(items: object[], by?: TestAccount): Promise<PlanBody> {
    const answer = await this.propose(items, by);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as PlanBody;
  }
  plan(id: string): Promise<PlanBody> {
    return this.work.one<PlanBody>('continuity-plan', id);
  }
  act(id: string, action: string, body: object = {}, by = this.parties.bureau.officer, version?: number) {
    return this.work.act('continuity-plan', id, action, body, by, version);
  }
  /** The same, which must succeed. */
  async must(id: string, action: string, body: object = {}, by?: TestAccount): Promise<PlanBody> {
    const answer = await this.act(id, action, body, by);
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return answer.body as PlanBody;
  }
  agree(id: string) {
    return this.act(id, 'agree', {}, this.parties.bureau.approver);
  }

  /** A recipient of the bureau's line; answers the id. */
  serve(): Promise<string> {
    return registered(this.app, this.parties, this.contract.id);
  }

  offer(body: object, by = this.parties.bureau.officer) {
    return this.work.make('handovers', { serviceLine: this.parties.bureau.line, ...body }, by);
  }
  async offered(body: object): Promise<HandoverBody> {
    const answer = await this.offer(body);
    if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
    return answer.body as HandoverBody;
  }
  async handover(id: string, by = this.parties.bureau.officer): Promise<HandoverBody> {
    return (await this.app.http.get(`/api/v1/handovers/${id}`).set(by.auth).expect(200)).body as HandoverBody;
  }
  /** The day comes on which what follows begins, and whom it took over passes. */
  async passOn(day = NEXT.start): Promise<void> {
    await setBusinessTime(this.app, `${day}T09:00:00+08:00`);
    await this.app.running.app.get(PlansKeeper).passRecipients();
  }
  async onHandover(id: string, action: string, body: object, by: TestAccount, version?: number) {
    const at = version ?? (await readVersion(this.app, 'handover', id));
    return this.app.http
      .post(`/api/v1/handovers/${id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${at}"`, 'Idempotency-Key': randomUUID() })
      .send(body);
  }
}

/** An approved programme of the buyer with one line of money, from which a renewal may be paid. */
export async function renewalMoney(app: TestApp, { bureau }: Parties, year: number, amount: string) {
  const body = {
    name: randomUUID(),
    year,
    buyer: bureau.id,
    state: 'approved',
    source: { kind: 'statement' },
    budgetLines: [{ name: '续签经费', amount }],
  };
  const made = await app.http.post('/api/v1/programmes').set(bureau.officer.auth).send(body).expect(201);
  const { id } = made.body as { id: string };
  const [row] = await app.dataSource.query<{ id: string }[]>(`SELECT id FROM budget_line WHERE programme_id = $1`, [
    id,
  ]);
  return { programme: id, budgetLine: row?.id ?? '' };
}
