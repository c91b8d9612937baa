import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Commands } from '../support/commands.js';

const ROLE = 'throughline_maintenance_of_a_test';

describe('the command that moves old rows', () => {
  let commands: Commands;
  let url: string;
  beforeAll(async () => {
    commands = await Commands.open((owner) => {
      const maintenance = new URL(owner);
      [maintenance.username, maintenance.password] = [ROLE, 'for-one-test'];
      url = maintenance.href;
      return { MAINTENANCE_DATABASE_URL: url };
    });
  });
  afterAll(async () => {
    await commands.client.query(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
    await commands.close();
  });

  it.each(['11', '601', 'x', '1.5'])('is refused %s months', async (months) => {
    expect(await commands.run('move-old-rows', '--months', months)).toMatchObject({
      code: 2,
      output: expect.stringContaining('move-old-rows [--months N]: from 12 to 600'),
    });
  });

  it('runs by a role of its own, which `migrate` makes, and says what it moved', async () => {
    expect((await commands.run('create-admin', 'chief.admin')).code).toBe(0);
    const { code, output } = await commands.start('move-old-rows');
    expect([code, JSON.parse(output)]).toEqual([
      0,
      { service: { contracts: 0, records: 0 }, audit: { entries: 0, heads: 0, events: 0, upTo: null } },
    ]);
  });

  it('stops where the audit has findings', async () => {
    await commands.client.query('BEGIN');
    await commands.client.query('SET LOCAL session_replication_role = replica');
    await commands.client.query(`UPDATE audit_entry SET action = 'grant' WHERE id = (SELECT min(id) FROM audit_entry)`);
    await commands.client.query('COMMIT');
    expect(await commands.run('move-old-rows')).toMatchObject({
      code: 1,
      output: expect.stringContaining('verify-audit has 1 findings; nothing was moved'),
    });
  });

  it.each([
    ['alter a table', `ALTER TABLE audit_entry DISABLE TRIGGER ALL`],
    ['empty one', `TRUNCATE audit_entry`],
    ['change the audit', `UPDATE audit_entry SET action = 'x'`],
    ['change what was moved', `UPDATE audit_entry_moved SET action = 'x'`],
    ['delete what was moved', `DELETE FROM audit_entry_moved`],
    ['delete an anchor', `DELETE FROM audit_anchor`],
    ['delete a contract', `DELETE FROM contract`],
    ['switch triggers off', `SET session_replication_role = replica`],
  ])('has a role that may not %s', async (_, sql) => {
    const client = new pg.Client(url);
    await client.connect();
    try {
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
      await expect(client.query('DELETE FROM ONLY audit_entry')).rejects.toThrow('audit_entry is append-only');
    } finally {
      await client.end();
    }
  });
});
