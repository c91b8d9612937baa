import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { migrate, startApi, startWorker } from '../../src/boot/bootstrap.js';
import { loadSettings, type Settings } from '../../src/kernel/config/settings.js';
import { UnreadyDatabaseError } from '../../src/kernel/database/schema/old-databases.js';
import { findOwnerUrl, startTestApp, type TestApp } from '../support/app.js';
import { Contracting, makeParties, type Parties } from '../support/contracts.js';
import { given, Recorder } from '../support/purchases.js';

const [DEMONSTRATION, OWN, ANOTHER] = ['ocds-demo00', 'ocds-abc123', 'ocds-xyz789'];

let app: TestApp;
beforeEach(async () => {
  app = await startTestApp();
});
afterEach(() => app.close());

const sql = (text: string): Promise<Record<string, unknown>[]> => app.dataSource.query(text);
/** Settings of one more process of the same installation. */
const settingsOf = (prefix?: string): Settings =>
  loadSettings({
    ...{ NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'fatal', DATA_DIR: app.folder },
    DATABASE_URL: app.settings.databaseUrl,
    ...(prefix !== undefined && { OCDS_PREFIX: prefix }),
  });
const migrateTo = async (prefix?: string): Promise<string[]> =>
  migrate({ ...settingsOf(prefix), migrationDatabaseUrl: await findOwnerUrl(app.settings) } as Settings);
interface Answer {
  status: number;
  body: never;
}
/** What a process of these settings answers to somebody without an account. */
async function ask(prefix: string | undefined, ...paths: string[]): Promise<Answer[]> {
  const running = await startApi(settingsOf(prefix));
  try {
    const answers: Answer[] = [];
    for (const path of paths) {
      const answer = await fetch(`${running.url}/api/v1${path}`);
      answers.push({ status: answer.status, body: (await answer.json()) as never });
    }
    return answers;
  } finally {
    await running.close();
  }
}
const publish = async (): Promise<string> => {
  const recorder = await Recorder.of(app);
  const tender = await recorder.tender();
  await recorder.facts(tender.id, [given('notice', { publishedOn: '2017-12-20' })]).expect(200);
  return tender.id;
};

describe('the prefix of OCIDs', () => {
  it('stands alike in a purchase, in what is published of it, and in the text of its contract', async () => {
    const contract = await Contracting.drafted(app, await makeParties(app));
    const [row] = await sql(`SELECT tender_id FROM contract WHERE id = '${contract.id}'`);
    const tender = String(row?.['tender_id']);
    const ocid = `${DEMONSTRATION}-${tender}`;
    const { body } = await app.http
      .get(`/api/v1/tenders/${tender}`)
      .set(contract.parties.bureau.officer.auth)
      .expect(200);
    expect(body.ocid).toBe(ocid);
    expect(JSON.stringify(await contract.read())).toContain(`"ocid":"${ocid}"`);
    const { releases } = (await app.http.get(`/api/v1/ocds/releases/${ocid}`).expect(200)).body;
    expect(releases[0].ocid).toBe(ocid);
  });

  it('becomes that of the installation by `migrate`, in every list, before the first contract is drafted', async () => {
    const tender = await publish();
    expect(await migrateTo(OWN)).toEqual(['the OCIDs of 1 purchases']);
    expect(await migrateTo(OWN)).toEqual([]);
    const own = `${OWN}-${tender}`;
    const places = [own, `${DEMONSTRATION}-${tender}`].map((ocid) => `/ocds/releases/${ocid}`);
    expect(await ask(OWN, `/tenders/${tender}`, '/tenders', ...places)).toMatchObject([
      { status: 200, body: { ocid: own } },
      { body: { items: [{ ocid: own }] } },
      { status: 200, body: { releases: [{ ocid: own }] } },
      { status: 404 },
    ]);
    expect(await sql(`SELECT payload->'data' AS data FROM outbox WHERE aggregate_id = 'ocid_prefix'`)).toEqual([
      { data: { from: DEMONSTRATION, to: OWN, purchases: 1 } },
    ]);
    // Without the setting, as the next developer starts it, it stays.
    expect(await migrateTo()).toEqual([]);
    expect(await ask(undefined, `/ocds/releases/${own}`)).toMatchObject([{ status: 200 }]);
  });

  it('is refused where a process has another than the database: it neither serves nor works', async () => {
    await migrateTo(OWN);
    await expect(startApi(settingsOf(ANOTHER))).rejects.toThrow(UnreadyDatabaseError);
    await expect(startWorker(settingsOf(ANOTHER))).rejects.toThrow(
      `OCDS_PREFIX is ${ANOTHER}, but the purchases of this database have ${OWN}: run \`migrate\``,
    );
    await (await startApi(settingsOf(OWN))).close();
  });

  it('is fixed once a contract was drafted under it: `migrate` says so and changes nothing', async () => {
    const contract = await Contracting.drafted(app, await makeParties(app));
    const look = () =>
      sql(`SELECT (SELECT prefix FROM ocid_prefix), (SELECT string_agg(ocid, ' ' ORDER BY ocid) FROM tender)`);
    const before = await look();
    await expect(migrateTo(OWN)).rejects.toThrow(
      `OCDS_PREFIX is ${OWN}, but contracts of this database were drafted under ${DEMONSTRATION}`,
    );
    expect(await look()).toEqual(before);
    await contract.signBoth();
    await expect(migrateTo(OWN)).rejects.toThrow(UnreadyDatabaseError);
    expect(await migrateTo(DEMONSTRATION)).toEqual([]);
  });

  it('takes the place of one that nobody registered: contracts keep their text, and both numbers lead to the purchase', async () => {
    await sql(`UPDATE ocid_prefix SET prefix = 'ocds-throughline'`);
    const parties: Parties = await makeParties(app);
    const contract = await Contracting.signed(app, parties);
    const [row] = await sql(`SELECT tender_id, content_hash FROM contract WHERE id = '${contract.id}'`);
    const tender = String(row?.['tender_id']);
    const signed = `ocds-throughline-${tender}`;
    expect(JSON.stringify(await contract.read())).toContain(`"ocid":"${signed}"`);
    expect(await migrateTo(OWN)).toEqual(['the OCIDs of 1 purchases']);
    expect(JSON.stringify(await contract.read())).toContain(`"ocid":"${signed}"`);
    expect(await sql(`SELECT tender_id, content_hash FROM contract WHERE id = '${contract.id}'`)).toEqual([row]);
    const answers = await ask(OWN, ...[signed, `${OWN}-${tender}`].map((ocid) => `/ocds/releases/${ocid}`));
    const found = { status: 200, body: { releases: [{ ocid: `${OWN}-${tender}` }] } };
    expect(answers).toMatchObject([found, found]);
    // From now on it is fixed by the next contract.
    await Contracting.drafted(app, parties);
    await expect(migrateTo(ANOTHER)).rejects.toThrow(UnreadyDatabaseError);
  });

  it('is given by `migrate` to what the version before has recorded meanwhile', async () => {
    const tender = await publish();
    await migrateTo(OWN);
    await sql(`UPDATE tender SET ocid = 'ocds-throughline-' || id`);
    expect(await migrateTo(OWN)).toEqual(['the OCIDs of 1 purchases']);
    expect(await ask(OWN, `/tenders/${tender}`)).toMatchObject([{ body: { ocid: `${OWN}-${tender}` } }]);
  });
});
