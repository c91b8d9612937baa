import { expect } from '@jest/globals';
import { slipsOf } from '../../tour/asked.js';
import { gather } from '../../tour/cast.js';
import { planned } from '../../tour/continued.js';
import { takenOver } from '../../tour/gone-wrong.js';
import type { Root } from '../../tour/stage.js';
import { begun } from '../../tour/to-the-work.js';
import { monday, refusalOf } from './monday.js';

interface Questions {
  title: string;
  questions: { no: number; kind: string }[];
  lines: { serviceLine: string; servedBy: string[]; servedUntil: string | null; next: object }[];
}
interface Coverage {
  spells: { agency: string | null; agencyName: string | null; from: string; to: string }[];
  gaps: { from: string; open: boolean }[];
  successor: object | null;
  next: {
    kind: string;
    from: string | null;
    by: string | null;
    byName: string | null;
    plan: { kind: string; agreedOn: string | null } | null;
  };
}

monday('Resident', async ({ app, stage }) => {
  const cast = await gather(stage);
  const { resident, communityWorker } = cast;
  await stage.moveTo('2026-01-05T09:00:00+08:00');
  const work = await begun(stage, cast, await takenOver(stage, cast), 12);

  // A need, said without an account: the community looks at it before anybody else reads it.
  const suggest = (title: string) =>
    resident.post('needs/suggestions', {
      ...{ community: work.community, title, category: 'ELDERLY_HOME_CARE', targetGroup: 'ELDERLY' },
      description: '虚构：独居老人周末没有人照看。',
    });
  const [kept, dropped] = [await suggest('周末也有人上门'), await suggest('与服务无关')];
  expect(kept).toMatchObject({ state: 'suggested' });
  expect((await refusalOf(resident.get(`needs/${kept.id}`)))[0]).toBeGreaterThanOrEqual(401);
  const waiting = await communityWorker.get<{ items: Root[] }>('needs?state=suggested');
  expect(waiting.items.map(({ id }) => id).toSorted()).toEqual([kept.id, dropped.id].toSorted());
  expect(await communityWorker.act(`needs/${kept.id}`, 'accept')).toMatchObject({ state: 'recorded' });
  const reason = '虚构：不属于社区服务';
  expect(await communityWorker.act(`needs/${dropped.id}`, 'reject', { reason })).toMatchObject({ state: 'rejected' });

  // With the code on a slip of paper: the page, the questions, and one answer.
  await stage.moveTo('2026-06-01T09:00:00+08:00');
  const days = { opensOn: '2026-06-01', closesOn: '2026-06-20' };
  const { survey, codes } = await slipsOf(work, { by: cast.officer, purpose: 'line', size: 6, ...days });
  const [code = '', other = ''] = codes;
  expect(codes).toHaveLength(6);
  const page = await fetch(`${app.url}/s`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
  const asked = await resident.post<Questions>('survey-answers/questions', { code });
  expect(asked.questions.map(({ kind }) => kind)).toEqual(['yes_no', 'scale']);
  const [line] = asked.lines;
  expect(line).toMatchObject({
    serviceLine: work.line,
    servedBy: [work.agency.name],
    servedUntil: '2026-12-31',
    next: { kind: 'none', plan: null, from: null, by: null },
  });
  const answers = [
    { question: 1, value: true },
    { question: 2, value: 5 },
  ];
  const answer = (given: string) => resident.post('survey-answers', { code: given, answers });
  expect(await answer(code)).toEqual({ received: true });
  expect(await refusalOf(answer(code))).toEqual([409, 'code_used']);
  expect(await answer(other.toLowerCase())).toEqual({ received: true });
  expect(await refusalOf(answer('0000-0000-0000-0000'))).toEqual([404, 'code_unknown']);
  // Two have answered: so few that nobody is told how many.
  const read = await cast.officer.get<{ slips: { answered: number | null } }>(`surveys/${survey}`);
  expect(read.slips.answered).toBeNull();

  // The line of the own community: who serves it until when, and what comes next.
  const coverage = await resident.get<Coverage>(`service-lines/${work.line}/coverage?asOf=2026-06-01`);
  expect(coverage.spells).toMatchObject([
    { agency: work.agency.body, agencyName: work.agency.name, from: '2026-01-01', to: '2026-12-31' },
  ]);
  expect([coverage.successor, coverage.gaps.filter(({ open }) => open)]).toEqual([null, []]);
  expect(coverage.next).toMatchObject({ kind: 'none', from: '2027-01-01', plan: null, by: null, byName: null });
  const { body: receiver, name: receiverName } = cast.agencies[0] as (typeof cast.agencies)[number];
  await planned(stage, cast, work, { kind: 'hand_over', from: '2027-01-01', receiver });
  const later = await resident.get<Coverage>(`service-lines/${work.line}/coverage?asOf=2026-06-01`);
  expect(later.next).toMatchObject({ kind: 'plan', plan: { kind: 'hand_over', agreedOn: '2026-06-01' } });
  expect(later.next).toMatchObject({ by: receiver, byName: receiverName });
  const after = await resident.get<Coverage>(`service-lines/${work.line}/coverage?asOf=2027-02-01`);
  expect(after.gaps.filter(({ open }) => open)).toMatchObject([{ from: '2027-01-01' }]);
});
