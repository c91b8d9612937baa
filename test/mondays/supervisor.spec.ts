import { expect } from '@jest/globals';
import { joined } from '../../tour/cast.js';
import { Person } from '../../tour/stage.js';
import { demonstrationScene } from '../support/scenes.js';
import { monday } from './monday.js';

interface Flag {
  id: string;
  version: number;
  indicator: string;
  severity: string;
  dataset: string;
  state: string;
  programme: string | null;
  rootCause: { type: string; id: string };
  subjects: { count: number; first: { type: string; id: string }[] };
  history: { action: string; reason: string | null }[];
  asked: { organisation: string; answeredAt: string | null }[];
}
interface Bulk {
  results: { id: string; ok: boolean; state?: string }[];
}

monday(
  'Supervisor',
  async ({ app }) => {
    const printed = (await demonstrationScene()).printed.join('\n');
    const signedIn = async (role: string): Promise<Person> => {
      const [, login = '', password = ''] = new RegExp(`^account ${role} (\\S+) (\\S+)$`, 'm').exec(printed) ?? [];
      const nobody = new Person(app.url, role);
      const { accessToken } = await nobody.post<{ accessToken: string }>('auth/sessions', { login, password });
      return new Person(app.url, role, accessToken);
    };
    const supervisor = await signedIn('supervisor');
    const all = async (query: string): Promise<Flag[]> => {
      const items: Flag[] = [];
      for (let next: string | null = `risk/flags?limit=200&${query}`; next !== null;) {
        const page: { items: Flag[]; next: string | null } = await supervisor.get(next);
        items.push(...page.items);
        next = page.next?.replace('/api/v1/', '') ?? null;
      }
      return items;
    };

    // Filters: each leaves what it names and nothing else, and loses none of it.
    const every = await all('');
    expect(every.length).toBeGreaterThan(100);
    const [one] = every.filter(({ programme, indicator }) => programme !== null && indicator === 'W01') as [Flag];
    for (const [query, of] of [
      ['indicator=G01', ({ indicator }: Flag) => indicator === 'G01'],
      ['severity=risk', ({ severity }: Flag) => severity === 'risk'],
      ['dataset=fiction', ({ dataset }: Flag) => dataset === 'fiction'],
      [`programme=${one.programme}`, ({ programme }: Flag) => programme === one.programme],
    ] as const) {
      const found = await all(query);
      expect([query, found.map(({ id }) => id).toSorted()]).toEqual([
        query,
        every.filter(of).map(({ id }) => id).toSorted(), // prettier-ignore
      ]);
      expect(found.length).toBeGreaterThan(0);
    }
    const within = await all('region=990200');
    expect(within.length).toBeGreaterThan(0);
    expect(within.length).toBeLessThan(every.length);

    // One root cause, the calendar, explains two hundred purchases of two years, and is worked as one case a year.
    const calendars = await all('dataset=study&indicator=W01');
    expect(calendars.map(({ rootCause }) => rootCause.type)).toEqual(calendars.map(() => 'programme_calendar'));
    expect(calendars).toHaveLength(2);
    expect(calendars.reduce((sum, { subjects }) => sum + subjects.count, 0)).toBe(200);
    const [first] = calendars as [Flag];
    const { id: own } = await supervisor.get<{ id: string }>('me');
    const flag = `risk/flags/${first.id}`;
    await supervisor.act(flag, 'assign', { assignee: own });
    expect((await all('assignee=me&state=open')).map(({ id }) => id)).toEqual([first.id]);

    // A body is asked, and may say one thing: what it has to say.
    const [contract] = first.subjects.first as [Flag['subjects']['first'][0]];
    const { buyer } = await supervisor.get<{ buyer: { id: string } }>(`contracts/${contract.id}`);
    const admin = await signedIn('admin');
    const seat = ['【虚构】经办人', 'study.officer', 'bureau_officer', buyer.id] as const;
    const { person: officer } = await joined(app.url, admin, ...seat);
    const ask = { askOrganisations: [buyer.id], dueOn: '2199-12-31' };
    expect(await supervisor.act<Flag>(flag, 'assign', ask)).toMatchObject({ asked: [{ organisation: buyer.id }] });
    const tasks = await officer.get<{ items: { kind: string; id: string }[] }>('me/tasks?kind=flag_response');
    expect(tasks.items.map(({ id }) => id)).toEqual([first.id]);
    await officer.act(flag, 'respond', { reason: '虚构：资金须在六月底前支付' });
    const explained = await supervisor.act<Flag>(flag, 'explain', { reason: '虚构：年度计划所致，明年改期' });
    expect(explained.state).toBe('explained');
    expect(explained.history.map(({ action }) => action)).toEqual(expect.arrayContaining(['respond', 'explain']));
    expect((await all('dataset=study&indicator=W01&state=open')).map(({ id }) => id)).not.toContain(first.id);

    // What is true of every line of a programme is told once; those that it stands for are not lost.
    const [gaps] = (await all('dataset=study&indicator=G01')).filter(({ rootCause }) => rootCause.type === 'programme');
    expect(gaps?.subjects.count).toBe(110);
    expect(await all(`partOf=${gaps?.id}`)).toHaveLength(110);

    // Many at once with one reason, each with its own result.
    const ids = (await all('dataset=study&state=open')).map(({ id }) => id).slice(0, 80);
    expect(ids).toHaveLength(80);
    const given = { ids, reason: '虚构：同一年度计划所致，已另行督办' };
    const { results } = await supervisor.post<Bulk>('risk/flags/actions/dismiss', given);
    expect(results).toEqual(ids.map((id) => ({ id, ok: true, state: 'dismissed' })));

    // Taken away as a table, with every flag in it; and nobody has rewritten the record.
    const csv = await supervisor.ask<string>('GET', 'risk/flags', undefined, { Accept: 'text/csv' });
    for (const { id } of every) expect(csv).toContain(id);
    expect(await supervisor.get('audit/verification')).toMatchObject({ ok: true, findings: [] });
  },
  demonstrationScene,
);
