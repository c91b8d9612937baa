import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Commands } from '../support/commands.js';

describe('the commands that compare the tables with the audit', () => {
  let commands: Commands;
  beforeAll(async () => {
    commands = await Commands.open();
  });
  afterAll(() => commands.close());

  const verify = async (way: 'run' | 'start' = 'run') => {
    const { code, output } = await commands[way]('verify-audit', '--tables');
    const { ok, tableRows, findings } = JSON.parse(output) as {
      ok: boolean;
      tableRows: number;
      findings: { code: string; table: string; id: string }[];
    };
    return { code, ok, tableRows, found: findings.map((finding) => `${finding.code} ${finding.table} ${finding.id}`) };
  };

  it('say how they are used', async () => {
    expect(await commands.run('verify-audit', '--tables', '--since-last')).toMatchObject({
      code: 2,
      output: expect.stringContaining('verify-audit [--since-last, --tables or --moved]'),
    });
    expect(await commands.run('accept-rows')).toMatchObject({
      code: 2,
      output: expect.stringContaining('accept-rows --reason TEXT'),
    });
    expect(await commands.run('accept-rows', '--reason', 'x'.repeat(501))).toMatchObject({ code: 2 });
  });

  it('name a seat that SQL gave, and record with a reason that it is right', async () => {
    expect((await commands.run('create-admin', 'chief.admin')).code).toBe(0);
    expect(await verify()).toEqual({ code: 0, ok: true, tableRows: 1, found: [] });
    const { rows } = await commands.client.query<{ id: string }>(`UPDATE seat SET role = 'auditor' RETURNING id`);
    const finding = `table_row_altered seat ${rows[0]?.id}`;
    expect(await verify('start')).toEqual({ code: 1, ok: false, tableRows: 1, found: [finding] });
    const accepted = await commands.start('accept-rows', '--reason', 'repaired by hand after a fault');
    expect([accepted.code, JSON.parse(accepted.output)]).toEqual([
      0,
      { count: 1, first: [{ what: 'altered', table: 'seat', id: rows[0]?.id }] },
    ]);
    expect(await verify()).toMatchObject({ ok: true, found: [] });
    const { rows: entries } = await commands.client.query(
      `SELECT convert_from(canonical, 'UTF8')::jsonb ->> 'reason' AS reason FROM audit_entry WHERE action = 'accepted'`,
    );
    expect(entries).toEqual([{ reason: 'repaired by hand after a fault' }]);
  });
});
