import { expect } from '@jest/globals';
import { gather } from '../../tour/cast.js';
import type { Root } from '../../tour/stage.js';
import { monday } from './monday.js';
import { afterLastYear, LAST_YEAR, OPINION, PLAN, reasonsFor, type Draft } from './this-year.js';

interface Previewed {
  assessments: { indicator: string; state: string; value: string | null }[];
  suggestions: { change: string; to: string; clears: string[] }[];
}
interface Recorded extends Root {
  lots: { award: { state: string } | null }[];
  contracts: { id: string; state: string }[];
  facts: { kind: string; source: { url?: string | null } }[];
}

monday(
  'Bureau officer',
  async ({ stage }) => {
    const cast = await gather(stage);
    const { officer, approver, finance } = cast;
    const { last, programme } = await afterLastYear(stage, cast);
    type Task = { kind: string; id: string; subject: { id: string }; action: { href: string } | null };
    const listTasks = async () => (await officer.get<{ items: Task[] }>('me/tasks')).items;
    // Nobody has asked for the opening of last year's, nor said where its notice stands.
    expect((await listTasks()).map(({ kind, subject: { id } }) => [kind, `tenders/${id}`])).toEqual([
      ['notice_address', last],
      ['opening_request', last],
    ]);
    const tasks = async () => (await listTasks()).filter(({ subject: { id } }) => `tenders/${id}` !== last);

    // Last year's tender begins this year's: what it said, its dates planned anew from the calendar of the programme.
    const before = await officer.get<Draft>(last);
    const title = '【虚构】K区清泉社区居家养老服务项目（2026年）';
    const copy = await officer.post<Draft>(`${last}/copies`, { programme, title });
    const draft = `tenders/${copy.id}`;
    expect(copy).toMatchObject({
      state: 'draft',
      window: { start: '2026-01-01', end: '2026-05-31' },
      serviceLines: before.serviceLines,
      lots: [{ no: 1, ceiling: '480000.00' }],
      here: { copiedFrom: before.id, terms: { requirement: before.here.terms.requirement } },
    });
    expect(copy.here.terms.criteria).toEqual(before.here.terms.criteria);

    // The rules speak of the draft; the window is changed until they are content.
    await officer.change('PATCH', draft, 'plan', PLAN);
    const w01 = async () => {
      const said = await officer.post<Previewed>('risk/previews', { tenderId: copy.id });
      const { state, value } = said.assessments.find(({ indicator }) => indicator === 'W01') ?? {};
      return { state, value, to: said.suggestions.find(({ clears }) => clears.includes('W01'))?.to };
    };
    const short = await w01();
    expect(short).toMatchObject({ state: 'triggered', value: '87' });
    expect(short.to).toMatch(/^2026-0[6-9]-/);
    await officer.change('PATCH', draft, '', { window: { start: '2026-01-01', end: '2026-12-31' } });
    expect(await w01()).toMatchObject({ state: 'clear', value: '236' });

    // Residents are heard before it goes on its way.
    await officer.change('POST', draft, 'opinions', OPINION);
    expect(await officer.act(draft, 'submit')).toMatchObject({ state: 'in_review' });

    // Approved and granted by others, it is issued: the notice as Chinese text, its place recorded back.
    const { here } = await approver.get<Draft>(draft);
    await approver.act(draft, 'approve', { findings: reasonsFor(here.findings) });
    await officer.act(draft, 'request-method-approval', { reason: '虚构：服务内容不能事先详细规定' });
    await finance.act(draft, 'grant-method-approval');
    await stage.moveTo('2025-11-10T09:00:00+08:00');
    await officer.act(draft, 'issue', { reason: '虚构：老人周末无人照看，不宜再等三十日' });
    const text = await officer.get<string>(`${draft}/notices/tender/text`);
    for (const word of [title, '480000.00', '2025-11-21 09:30（北京时间）']) expect(text).toContain(word);
    const url = 'https://example.org/notices/monday';
    const told = { kind: 'tender', url, publishedOn: '2025-11-10', reference: '虚构-7' };
    expect(await tasks()).toMatchObject([{ kind: 'notice_address', action: { href: `/api/v1/${draft}/notices` } }]);
    await officer.post(`${draft}/notices`, told);
    expect(await tasks()).toEqual([]);
    const found = await cast.resident.get<{ items: object[] }>(`notices?q=${encodeURIComponent(title)}`);
    expect(found.items).toMatchObject([{ url, publishedOn: '2025-11-10', tender: copy.id }]);

    // What an agency asks waits for the officer until it is answered.
    const at = `${draft}/clarifications`;
    const asking = cast.agencies[0] as (typeof cast.agencies)[number];
    const asked = await asking.manager.post<{ items: { id: string }[] }>(at, { question: '助浴是否包括在内？' });
    const question = asked.items[0]?.id ?? '';
    expect(await tasks()).toMatchObject([{ kind: 'question', id: question }]);
    await officer.post(`${at}/${question}/answer`, { answer: '包括。', affectsPreparation: false });
    expect(await tasks()).toEqual([]);

    // Or a purchase that an agent conducted elsewhere: one call for each of its facts, each with its source.
    await stage.moveTo('2025-12-22T09:00:00+08:00');
    const agency = cast.agencies[1] as (typeof cast.agencies)[number];
    const window = { start: '2026-01-01', end: '2026-12-31' };
    const other = await officer.post('tenders', {
      ...{ title: '【虚构】外部执行的居家养老服务', buyer: cast.bureau, method: 'COMPETITIVE_CONSULTATION' },
      ...{ category: 'ELDERLY_HOME_CARE', region: '990203', serviceLines: before.serviceLines, window },
      lots: [{ no: 1, ceiling: '200000.00', pricing: 'competitive' }],
    });
    const supplier = { organisation: agency.body };
    const record = (kind: string, publishedOn: string, data: object) =>
      officer.ask<Recorded>(
        'POST',
        `tenders/${other.id}/facts`,
        {
          facts: [
            {
              ...{ kind, data, ...(kind !== 'notice' && { lot: 1 }) },
              source: { kind: 'notice', publishedOn, url: `https://example.org/${kind}` },
            },
          ],
        },
        { 'Idempotency-Key': crypto.randomUUID() },
      );
    await record('notice', '2025-11-03', { publishedOn: '2025-11-03' });
    const amount = '180000.00';
    await record('award', '2025-11-28', { decidedOn: '2025-11-27', publishedOn: '2025-11-28', supplier, amount });
    const known = await record('contract', '2025-12-10', { signedOn: '2025-12-09', supplier, amount, window });
    expect(known.facts.map(({ source }) => source.url)).toHaveLength(3);
    const [contract] = known.contracts as [{ id: string; state: string }];
    expect(contract.state).toBe('signed');
    const taken = await officer.act(`contracts/${contract.id}`, 'take-over', {
      content: {
        standards: [{ no: 1, text: '上门服务', target: 3600, unit: '人次' }],
        payments: [{ no: 1, trigger: 'acceptance', share: 10_000 }],
      },
    });
    expect(taken).toMatchObject({ state: 'signed', conducted: 'here' });
    await stage.moveTo('2026-01-05T09:00:00+08:00');
    expect(await officer.act(`contracts/${contract.id}`, 'start')).toMatchObject({ state: 'active' });
  },
  LAST_YEAR,
);
