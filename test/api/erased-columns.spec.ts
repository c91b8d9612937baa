import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { areCodesWhole, isAnyInOneHand } from '../../src/people/accounts/same-person.queries.js';
import { PersonErasure } from '../../src/people/personal-data/person-erasure.js';
import type { PersonKind } from '../../src/people/personal-data/person-kinds.js';
import { REGISTER } from '../../src/people/personal-data/register.js';
import { makeBody, makeUser, runInProduct } from '../support/accounts.js';
import { startTestApp, type TestApp } from '../support/app.js';
import { writeByHand } from '../support/by-hand.js';
import { makeInHand } from '../support/hands.js';

interface Column {
  name: string;
  type: string;
  needed: boolean;
}
type Row = Record<string, unknown>;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

const sql = writeByHand(() => app);

/** Words that stand in one column alone, which in some must have a form; of a column of bytes, as long as a hash. */
const wordsOf = (column: string): string =>
  `${column === 'app_user.password_hash' ? '$argon2id$' : ''}words.of.${column.replaceAll('_', '-')}`;
const bytesOf = (column: string): string => createHash('sha256').update(column).digest('hex');
const toWords = (column: string, type: string): unknown => {
  if (type === 'bytea') return `\\x${bytesOf(column)}`;
  if (type === 'jsonb') return { words: wordsOf(column) };
  return type === '_text' ? [wordsOf(column)] : wordsOf(column);
};

/** What a row needs besides the columns that are looked at. */
const toNeeded = (type: string): unknown =>
  ({
    ...{ uuid: randomUUID(), text: 'x', timestamptz: '2025-11-03T09:00:00+08:00', date: '2025-11-03', bytea: '\\x00' },
    ...{ int4: 1, int8: 1, int2: 1, bool: false, jsonb: {}, _text: ['tender.read'], _uuid: [] },
  })[type];

async function listColumns(table: string): Promise<Column[]> {
  return sql<Column[]>(
    `SELECT column_name AS name, udt_name AS type, is_nullable = 'NO' AND column_default IS NULL AS needed
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1`,
    [table],
  );
}

/** A person of one kind, and the rows of each table in which data of it lies. */
interface Filled {
  kind: PersonKind;
  id: string;
  rows: Record<string, Row[]>;
}

const DAY = { since: '2020-01-01', until: '2020-02-01' };
/** By entry: a person of whom something stands in each of its columns. Rows of a table that is there already are changed. */
const PEOPLE: Record<string, () => Promise<Filled>> = {
  accounts: async () => {
    const body = await makeBody(app);
    const { id } = await makeUser(app, 'integrator', body);
    const key = randomUUID();
    return {
      ...{ kind: 'account', id },
      rows: {
        app_user: [{ id, state: 'disabled' }],
        api_key: [{ id: key, holder_id: id, organisation_id: body }],
        webhook_endpoint: [{ api_key_id: key, organisation_id: body }],
        saved_search: [{ user_id: id }],
        ...Object.fromEntries(
          ['second_factor', 'identity_link', 'calendar_key', 'mail_address', 'code_mail'].map((table) => [
            table,
            [{ user_id: id }],
          ]),
        ),
      },
    };
  },
  one_time_secrets: async () => {
    const { id } = await makeUser(app, 'integrator');
    await sql(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [id]);
    const session = randomUUID();
    const at = '2025-11-03T09:00:00+08:00';
    const of = { user_id: id };
    return {
      ...{ kind: 'account', id },
      rows: {
        recovery_code: [of],
        setup_code: [{ ...of, used_at: at }],
        account_request: [{ ...of, decides: 'administrator', state: 'asked', asked_by: id }],
        session: [{ ...of, id: session }],
        refresh_token: [{ session_id: session, used_at: at }],
      },
    };
  },
  registrations: () => {
    const id = randomUUID();
    const of = { registration_id: id };
    return Promise.resolve({
      ...{ kind: 'registration', id },
      rows: {
        registration: [{ id, state: 'rejected', decided_at: '2025-11-03T09:00:00+08:00' }],
        registration_document: [{ ...of, sha256: bytesOf('file') }],
        registration_mail: [{ ...of, state: 'rejected' }],
      },
    });
  },
  contacts: async () => {
    const id = await makeBody(app, { kind: 'agency' });
    return { kind: 'contact', id, rows: { organisation: [{ id }] } };
  },
  behind_bodies: async () => {
    const body = await makeBody(app, { kind: 'agency' });
    return {
      ...{ kind: 'behind_body', id: wordsOf('organisation_person.person_key') },
      rows: { organisation_person: [{ organisation_id: body, relation: 'head', ...DAY }] },
    };
  },
  workers: async () => {
    const id = randomUUID();
    const organisation = await makeBody(app, { kind: 'agency' });
    const row = { id, organisation_id: organisation, kind: 'licensed_social_worker', state: 'left', ...DAY };
    return { kind: 'worker', id, rows: { worker: [row] } };
  },
  recipients: () => {
    const id = randomUUID();
    const rows = {
      recipient: [{ id, ...DAY }],
      recipient_code: [{ recipient_id: id }],
      external_id: [{ root_type: 'recipient', dataset: 'live', system: randomUUID(), root_id: id }],
    };
    return Promise.resolve({ kind: 'recipient', id, rows });
  },
};

/** Puts words in each of the columns of a row, and in those that it needs besides what is given. */
async function fill(table: string, columns: readonly string[], given: Row): Promise<void> {
  const row: Row = {};
  for (const { name, type, needed } of await listColumns(table)) {
    const column = `${table}.${name}`;
    if (columns.includes(column)) row[name] = toWords(column, type);
    else if (needed) row[name] = toNeeded(type);
  }
  const whole = JSON.stringify({ ...row, ...given });
  const names = Object.keys({ ...row, ...given });
  const isThere =
    given['id'] !== undefined && (await sql<object[]>(`SELECT FROM ${table} WHERE id = $1`, [given['id']])).length > 0;
  if (isThere) {
    const changed = names.filter((name) => columns.includes(`${table}.${name}`) || name in given);
    await sql(
      `UPDATE ${table} t SET (${changed.join(', ')}) = (SELECT ${changed.map((name) => `n.${name}`).join(', ')} FROM jsonb_populate_record(t, $1) n)
       WHERE id = $2`,
      [whole, given['id']],
    );
    return;
  }
  await sql(
    `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.join(', ')} FROM jsonb_populate_record(NULL::${table}, $1)`,
    [whole],
  );
}

/** Columns whose words stand anywhere: in a row of whatever table, or in the audit. */
async function listLeft(columns: readonly string[]): Promise<string[]> {
  const tables = await sql<{ name: string }[]>(
    `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  let text = '';
  for (const { name } of tables)
    text += (await sql<{ row: string }[]>(`SELECT t::text AS row FROM ${name} t`)).map(({ row }) => row).join('\n');
  for (const { words } of await sql<{ words: string }[]>(
    `SELECT convert_from(canonical, 'UTF8') AS words FROM audit_entry`,
  ))
    text += words;
  return columns.filter((each) => text.includes(wordsOf(each)) || text.includes(bytesOf(each))).sort();
}

describe('what the register of people’s data calls erased', () => {
  it.each(REGISTER.filter(({ erasure }) => erasure === 'erased').map(({ id, columns }) => [id, columns] as const))(
    'of %s stands in no table once the person is erased',
    async (entry, columns) => {
      const make = PEOPLE[entry];
      if (!make) throw new Error(`No person has what the entry ${entry} names`);
      const { kind, id, rows } = await make();
      for (const [table, given] of Object.entries(rows)) for (const row of given) await fill(table, columns, row);
      expect(await listLeft(columns)).toEqual([...columns].sort());
      await app.running.app.get(PersonErasure).erase(kind, id, 'other');
      expect(await listLeft(columns)).toEqual([]);
    },
  );

  it('leaves who was shown the codes of an erased account, and its endpoints ended', async () => {
    const admin = await makeUser(app, 'admin');
    const bureau = await makeBody(app);
    const held = await makeInHand(app, admin, { role: 'bureau_officer', organisation: bureau });
    const read = () =>
      sql<{ hash: string }[]>(`SELECT encode(hash, 'hex') AS hash FROM setup_code WHERE user_id = $1`, [held.id]);
    const before = await read();
    await sql(`UPDATE app_user SET state = 'disabled' WHERE id = $1`, [held.id]);
    await app.running.app.get(PersonErasure).erase('account', held.id, 'other');
    expect((await read()).length).toBe(before.length);
    expect(await read()).not.toEqual(before);
    expect(await runInProduct(app, (tx) => areCodesWhole(tx, held.id))).toBe(true);
    expect(await runInProduct(app, (tx) => isAnyInOneHand(tx, [held.id], admin.id))).toBe(true);
    expect(await sql(`SELECT DISTINCT state FROM webhook_endpoint`)).toEqual([{ state: 'ended' }]);
  });
});
