import { expect } from '@jest/globals';
import { Reassessment } from '../../src/watch/runs/reassessment.js';
import { gather } from '../../tour/cast.js';
import { until } from '../../tour/stage.js';
import { monday, refusalOf } from './monday.js';
import { afterLastYear, LAST_YEAR, OPINION, PLAN, reasonsFor, type Draft } from './this-year.js';

interface Previewed {
  deadlines: { rule: string; date: string; basis: object }[];
}
interface Flags {
  items: { history: { action: string; reason: string | null }[] }[];
}

monday(
  'Approver',
  async ({ app, stage }) => {
    const cast = await gather(stage);
    const { officer, approver } = cast;
    const { last, programme } = await afterLastYear(stage, cast);
    const copy = await officer.post<Draft>(`${last}/copies`, { programme, title: '【虚构】居家养老服务（2026年）' });
    const draft = `tenders/${copy.id}`;
    await officer.change('PATCH', draft, 'plan', PLAN);
    await officer.change('PUT', draft, 'lots', {
      lots: [{ no: 1, name: '第一包', ceiling: '450000.00', pricing: 'competitive' }],
    });
    await officer.change('POST', draft, 'opinions', OPINION);
    await officer.act(draft, 'submit');

    // It waits among the tasks, and says what is another than last year.
    const { items } = await approver.get<{ items: { kind: string; id: string }[] }>('me/tasks?kind=tender_approval');
    expect(items.map(({ id }) => id)).toEqual([copy.id]);
    const seen = await approver.get<Draft>(draft);
    const changes = new Map(seen.here.changes.map(({ path, before, after }) => [path, [before, after]]));
    expect(changes.get('/window/end')).toEqual(['2025-05-31', '2026-05-31']);
    expect(changes.get('/lots/0/ceiling')).toEqual(['480000.00', '450000.00']);
    expect(changes.has('/requirement')).toBe(false);

    // Each day with the rule behind it, and each finding of the preview.
    const { deadlines } = await approver.post<Previewed>('risk/previews', { tenderId: copy.id });
    expect(deadlines.map(({ rule }) => rule)).toContain('CONSULT-PREP-10D');
    for (const { rule, date, basis } of deadlines) {
      expect([rule, date]).toEqual([expect.any(String), expect.stringMatching(/^202[56]-/)]);
      expect(basis).toMatchObject({ document: expect.any(String) });
    }
    const open = reasonsFor(seen.here.findings);
    expect(open.map(({ indicator }) => indicator)).toContain('W01');

    // None of them forbids the approval; each that warns asks for a reason, and nobody approves what they wrote.
    expect(await refusalOf(approver.act(draft, 'approve'))).toEqual([422, 'risk_unexplained']);
    expect(await refusalOf(approver.act(draft, 'approve', { findings: open.slice(1) }))).toEqual([
      422,
      'risk_unexplained',
    ]);
    expect(await refusalOf(officer.act(draft, 'approve', { findings: open }))).toEqual([403, 'not_permitted']);
    expect(await approver.act(draft, 'approve', { findings: open })).toMatchObject({ state: 'planned' });

    // The reason is the first word in the history of the flag.
    const reason = open.find(({ indicator }) => indicator === 'W01')?.reason;
    const flagged = () => cast.supervisor.get<Flags>(`risk/flags?indicator=W01&programme=${programme}`);
    const said = ({ items }: Flags) =>
      items.flatMap(({ history }) => history).filter(({ action }) => action === 'explanation');
    const heard = await until(flagged, (answer) => said(answer).length > 0);
    expect(said(heard)).toMatchObject([{ reason }]);
    await app.running.app.get(Reassessment).reassessAll();
    expect(said(await flagged())).toHaveLength(1);
  },
  LAST_YEAR,
);
