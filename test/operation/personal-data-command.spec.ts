import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { Commands } from '../support/commands.js';

describe('the command that copies and erases what is kept about one person', () => {
  let commands: Commands;
  beforeAll(async () => {
    commands = await Commands.open();
  });
  afterAll(() => commands.close());

  const run = (...args: string[]) => commands.run('personal-data', ...args);
  const filed = async (state: 'received' | 'rejected'): Promise<string> => {
    const id = randomUUID();
    await commands.client.query(
      `INSERT INTO registration (id, state, agency_name, credit_code, contact_name, phone_masked, login, decided_at, reason)
       VALUES ($1, $2, '虚构机构', '529902030000010014', '虚构申请人', '*8765', 'applicant', $3, $4)`,
      [id, state, state === 'received' ? null : new Date(), state === 'received' ? null : '虚构申请人材料不全'],
    );
    return id;
  };

  it('says how it is used, and does nothing without a reason', async () => {
    const id = await filed('rejected');
    for (const args of [
      [],
      ['copy', 'registration', id],
      ['erase', 'nobody', id, '--reason', 'x'],
      ['erase', 'registration', id, '--reason', '本人要求'],
      ['show', 'worker', id],
    ]) {
      const { code, output } = await run(...args);
      expect([args, code]).toEqual([args, 2]);
      expect(output).toContain('personal-data ACTION KIND ID --reason TEXT');
    }
    const { rows } = await commands.client.query(`SELECT contact_name AS name FROM registration WHERE id = $1`, [id]);
    expect(rows).toEqual([{ name: '虚构申请人' }]);
  });

  it('prints a copy, erases once nothing needs it, and both are in the audit with their reasons', async () => {
    const open = await filed('received');
    expect(await run('erase', 'registration', open, '--reason', 'consent_withdrawn')).toMatchObject({
      code: 1,
      output: expect.stringContaining('person_still_needed'),
    });
    const id = await filed('rejected');
    const copy = await commands.start('personal-data', 'copy', 'registration', id, '--reason', '本人到场查阅');
    expect([copy.code, (JSON.parse(copy.output) as { values: object }).values]).toMatchObject([
      0,
      { contactName: '虚构申请人', login: 'applicant' },
    ]);
    const erased = await run('erase', 'registration', id, '--reason', 'consent_withdrawn');
    expect([erased.code, erased.output]).toEqual([0, expect.stringMatching(/^erased, request [0-9a-f-]{36}\n$/)]);
    const { rows } = await commands.client.query(
      `SELECT contact_name AS name, login, phone_masked AS phone FROM registration WHERE id = $1`,
      [id],
    );
    expect(rows).toEqual([{ name: '—', login: '—', phone: '—' }]);
    const { rows: entries } = await commands.client.query<{
      action: string;
      reason: string | null;
      ground: string | null;
    }>(
      `SELECT action, r ->> 'reason' AS reason, r -> 'data' ->> 'ground' AS ground
       FROM (SELECT id, action, convert_from(canonical, 'UTF8')::jsonb AS r FROM audit_entry
             WHERE aggregate_type = 'personal_data_request') e ORDER BY id`,
    );
    // The reason of the copy lies under a key that went with the data; an erasure has a ground.
    expect(entries).toEqual([
      { action: 'give_copy', reason: null, ground: null },
      { action: 'erase', reason: null, ground: 'consent_withdrawn' },
    ]);
  });
});
