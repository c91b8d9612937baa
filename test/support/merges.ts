import { MergeFollower } from '../../src/purchase/contracts/merged-bodies/merge-follower.js';
import { expect } from '@jest/globals';
import { checkCharacter } from '../../src/kernel/identity/credit-code.js';
import { makeBody, makeUser, type TestAccount } from './accounts.js';
import type { AllowedAction } from './actions.js';
import type { TestApp } from './app.js';
import { given, Recorder } from './purchases.js';

export interface Merge {
  id: string;
  version: number;
  state: string;
  into: string;
  undoUntil: string | null;
  followedAt: string | null;
  allowedActions: AllowedAction[];
}
export interface Said {
  code?: string;
  facts?: Record<string, unknown>;
  errors?: { pointer: string; href?: string }[];
}
interface Party {
  name?: string;
  organisation?: string;
  recordedAs?: string;
}
export interface Purchase {
  buyer: { id: string } | null;
  lots: { bids?: { bidder: { id: string } | null }[]; awards?: { supplier: { id: string } | null }[] }[];
  facts: { kind: string; data: { bidder?: Party; supplier?: Party; members?: Party[] } }[];
  contracts: { id: string }[];
}

let count = 0;
/** A name that no other body of the test has. */
export const fresh = (): string => `【虚构】机构${++count}`;
export const makeCode = (): string => {
  const body = `52990203MJ${String(++count).padStart(7, '0')}`;
  return `${body}${checkCharacter(body) ?? ''}`;
};
export const at = (record: string): string => `/api/v1/organisations/${record}/merges`;
export const told = ({ status, body }: { status: number; body: unknown }) => [status, (body as Said).code];

/** Two administrators, an officer who records, and what they do with records of bodies. */
export async function startMerging(app: TestApp) {
  const officer = await Recorder.of(app);
  const admin = await makeUser(app, 'admin');
  const other = await makeUser(app, 'admin');
  /** A body that is known by its name alone, as a source makes it. */
  const makeNamed = async (name = fresh()): Promise<{ id: string; name: string }> => {
    const { body } = await app.http.post('/api/v1/organisations').set(admin.auth).send({ name }).expect(201);
    return { id: body.id as string, name };
  };
  /** The same with a credit code. */
  const makeCoded = async (): Promise<{ id: string; name: string }> => {
    const name = fresh();
    return { id: await makeBody(app, { name, kind: 'agency', creditCode: makeCode() }), name };
  };

  const propose = (record: string, into: string, by = admin) =>
    app.http.post(at(record)).set(by.auth).send({ into, ground: '同一住所、同一负责人' });
  const act = async (record: string, merge: string, action: string, by: TestAccount, body: object = {}) => {
    const { headers } = await app.http
      .get(`${at(record)}/${merge}`)
      .set(admin.auth)
      .expect(200);
    return app.http
      .post(`${at(record)}/${merge}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': headers.etag ?? '' })
      .send(body);
  };
  const follow = (merge: string) => app.running.app.get(MergeFollower).follow(merge);
  const readMerge = async (record: string, merge: string): Promise<Merge> =>
    (
      await app.http
        .get(`${at(record)}/${merge}`)
        .set(admin.auth)
        .expect(200)
    ).body as Merge;
  /** A merge in force that everything has followed. */
  const merged = async (record: string, into: string): Promise<string> => {
    const { body } = await propose(record, into).expect(201);
    const { id } = body as Merge;
    expect((await act(record, id, 'confirm', other)).status).toBe(200);
    await follow(id);
    return id;
  };
  const undo = async (record: string, merge: string): Promise<void> => {
    expect((await act(record, merge, 'undo', admin, { reason: '并非同一机构' })).status).toBe(200);
    await follow(merge);
  };
  const readBody = async (id: string) =>
    (await app.http.get(`/api/v1/organisations/${id}`).set(admin.auth).expect(200)).body as {
      state: string;
      mergedInto: string | null;
      externalIds: { system: string; id: string }[];
    };
  const readPurchase = async (id: string): Promise<Purchase> => (await officer.get(`/tenders/${id}`).expect(200)).body;
  /** Which bodies a purchase names: bidders, suppliers of awards, of contracts. */
  const readNamed = async (id: string) => {
    const { lots, contracts } = await readPurchase(id);
    const rows = await Promise.all(contracts.map((c) => officer.get(`/contracts/${c.id}`).expect(200)));
    return {
      bidders: lots.flatMap((lot) => (lot.bids ?? []).map(({ bidder }) => bidder?.id)).sort(),
      winners: lots.flatMap((lot) => (lot.awards ?? []).map(({ supplier }) => supplier?.id)),
      suppliers: rows.map(({ body }) => (body as { supplier: { id: string } | null }).supplier?.id),
    };
  };
  /** A recorded purchase in which these bid; the first wins and signs. */
  const recordPurchase = async (...bidders: { name: string }[]): Promise<string> => {
    const { id } = (await officer.tender({ lots: [{ no: 1 }], region: '990203' })) as { id: string };
    const [winner] = bidders;
    const facts = [
      ...bidders.map(({ name }, i) => given('bid', { bidder: { name }, price: `${100 + i}000.00` }, { lot: 1 })),
      given('award', { supplier: { name: winner?.name }, amount: '100000.00' }, { lot: 1 }),
      given('contract', { supplier: { name: winner?.name }, amount: '100000.00' }, { lot: 1 }),
    ];
    await officer.facts(id, facts).expect(200);
    return id;
  };
  return {
    officer,
    admin,
    other,
    makeNamed,
    makeCoded,
    propose,
    act,
    follow,
    readMerge,
    merged,
    undo,
    readBody,
    readPurchase,
    readNamed,
    recordPurchase,
  };
}
