import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createUser } from '../../src/people/accounts/users/new-user.js';
import type { Role } from '../../src/people/accounts/roles.js';
import { demoId } from '../../src/demonstration/demo-id.js';
import { DemonstrationLoader } from '../../src/demonstration/demonstration-loader.js';
import { fictionChain, fictionDataset } from '../../src/demonstration/fiction/fiction-dataset.js';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { SYSTEM } from '../../src/kernel/access/principal.js';
import { Transactions } from '../../src/kernel/database/transactions.js';
import { readExamples, type Example } from '../../src/kernel/openapi/examples.js';
import { listOperations } from '../../src/kernel/openapi/operations.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { startBusinessAt } from '../support/drafts.js';
import { Contract } from './contract.js';
import { describeCosts, listDearerOperations } from './costs.js';
import { BUSINESS_START } from './stable.js';
import { committedDocument } from './schemas.js';
import { agency } from './stories/agency.js';
import { awards } from './stories/awards.js';
import { bars } from './stories/bars.js';
import { merges } from './stories/merges.js';
import { bids } from './stories/bids.js';
import { continuity, renewal } from './stories/continuity.js';
import { law, planning } from './stories/law.js';
import { operation } from './stories/operation.js';
import {
  calendars,
  corrections,
  inboxes,
  keys,
  mailboxes,
  people,
  registrations,
  savedSearches,
} from './stories/people.js';
import { providers, secondFactors } from './stories/sign-in.js';
import { acceptances } from './stories/acceptances.js';
import { bodies, communities, lines, needs, programmes, external } from './stories/places.js';
import { drafts } from './stories/drafts.js';
import { consultation } from './stories/consultation.js';
import { enquiries } from './stories/enquiries.js';
import { evaluations } from './stories/evaluations.js';
import { experts } from './stories/experts.js';
import { implementation } from './stories/implementation.js';
import { personalData } from './stories/personal-data.js';
import { payments } from './stories/payments.js';
import { lots } from './stories/lots.js';
import { contractWays } from './stories/contract-ways.js';
import { contractsHere } from './stories/contracts-here.js';
import { contracts, documents, imports, tenders } from './stories/purchases.js';
import { remedies } from './stories/remedies.js';
import { reviews } from './stories/reviews.js';
import { risk } from './stories/risk.js';
import { surveys } from './stories/surveys.js';
import { tendersHere } from './stories/tenders-here.js';
import { startMailServer, type MailServer } from '../support/mail-server.js';
import { bearer, PASSWORDS, type Story, type World } from './stories/story.js';

const FOLDER = fileURLToPath(new URL('../../openapi/examples', import.meta.url));
const COSTS = fileURLToPath(new URL('../../docs/statements.md', import.meta.url));
/** Set by who wants the examples of today to be those of the document. */
const RECORD = process.env.RECORD_EXAMPLES === 'true';

const STORIES: Readonly<Record<string, Story>> = {
  people,
  registrations,
  keys,
  calendars,
  inboxes,
  mailboxes,
  savedSearches,
  secondFactors,
  providers,
  bodies,
  communities,
  lines,
  needs,
  programmes,
  tenders,
  drafts,
  enquiries,
  external,
  bars,
  merges,
  bids,
  experts,
  reviews,
  awards,
  lots,
  tendersHere,
  consultation,
  contracts,
  contractsHere,
  contractWays,
  implementation,
  surveys,
  payments,
  evaluations,
  acceptances,
  continuity,
  renewal,
  remedies,
  documents,
  imports,
  law,
  planning,
  risk,
  operation,
  agency,
  personalData,
  corrections,
};

function write(examples: ReadonlyMap<string, Example>): void {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, example] of examples)
    writeFileSync(join(FOLDER, `${name}.json`), `${JSON.stringify(example, null, 1)}\n`);
}

const SUPERVISOR = demoId('live', 'supervisor');

/** Makes a person, in this body or in none, who sets a password and signs in. */
async function signedIn(app: TestApp, login: string, name: string, role: Role, organisation: string | null) {
  const code = await app.running.app.get(Transactions).run(SYSTEM, async (tx) => {
    if (organisation !== null)
      await tx.query(
        `INSERT INTO organisation (id, dataset, name, kind, region) VALUES ($1, 'live', '审计监督机关', 'supervisor', '000000')`,
        [organisation],
      );
    return (await createUser(tx, { login, name, seats: [{ organisation, role }] })).code.setupCode;
  });
  await app.http.post('/api/v1/auth/setup').send({ code, password: PASSWORDS.first }).expect(200);
  const { body } = await app.http.post('/api/v1/auth/sessions').send({ login, password: PASSWORDS.first }).expect(201);
  return bearer((body as { accessToken: string }).accessToken);
}

describe('the examples of the document', () => {
  let app: TestApp;
  let contract: Contract;
  let server: MailServer;
  let world: World;
  beforeAll(async () => {
    server = await startMailServer();
    app = await startTestApp({ env: { MAIL_URL: server.url, MAIL_FROM: 'desk@throughline.example' } });
    await startBusinessAt(app, BUSINESS_START);
    const get = <T>(type: abstract new (...args: never[]) => T): T => app.running.app.get(type);
    await get(DemonstrationLoader).dataset(fictionDataset());
    await get(Reassessment).reassessAll();
    contract = new Contract(app, committedDocument());
    const computed = await app.dataSource.query<{ id: string }[]>(
      `SELECT id FROM assessment WHERE substr(subject_id::text, 15, 1) <> '5'`,
    );
    contract.stable.change(computed.map(({ id }) => id));
    const as = {
      admin: await signedIn(app, 'admin', '系统管理员', 'admin', null),
      secondAdmin: await signedIn(app, 'admin.two', '系统管理员二', 'admin', null),
      supervisor: await signedIn(app, 'supervisor', '审计监督员', 'supervisor', SUPERVISOR),
      officer: bearer(''),
    };
    world = { contract, chain: fictionChain(), as, mails: server.mails };
  });
  afterAll(async () => {
    await app.close();
    await server.close();
  });

  it.each(Object.entries(STORIES))('%s: every answer is as the document says', async (_name, story) => {
    await story(world);
    expect(contract.faults.splice(0)).toEqual([]);
  });

  it('show every operation once', () => {
    const named = listOperations(committedDocument()).map((o) => o.operation.operationId);
    expect([...contract.examples.keys()].sort()).toEqual([...named].sort());
  });

  it('are those that are committed', () => {
    if (RECORD) write(contract.examples);
    expect(Object.fromEntries(contract.examples)).toEqual(Object.fromEntries(readExamples(FOLDER)));
  });

  it('cost as many statements as docs/statements.md says', () => {
    const table = describeCosts(contract.statements);
    if (RECORD) writeFileSync(COSTS, table);
    expect(table).toBe(readFileSync(COSTS, 'utf8'));
  });

  it('cost no more than they did without what their guards read', () => {
    expect(listDearerOperations(contract.statements)).toEqual([]);
  });
});
