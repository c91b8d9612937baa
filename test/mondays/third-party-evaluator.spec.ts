import { expect } from '@jest/globals';
import { Contracting, type Answer } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Evaluating, makeGround, type EvaluationBody } from '../support/evaluations.js';
import { textsOf } from '../support/pdf.js';
import { ANSWERS, CODE, Surveying } from '../support/surveys.js';
import { monday, personOf } from './monday.js';

const PROJECTS = 40;
const DUE = { midterm: '2026-06-30', final: '2026-12-31' };
interface WorkList {
  items: (EvaluationBody & { contract: string; dueOn: string; kind: string })[];
}

monday('Third-party evaluator', async ({ app }) => {
  const ground = await makeGround(app);
  const { parties, evaluator } = ground;
  const person = personOf(app, evaluator.user);
  const codeOf = (answer: unknown): string | undefined => (answer as Answer).body.code;

  // Forty projects of one buyer, each appointed by another person than proposed it.
  const surveying = await Surveying.among(app, [12, 8], parties, null);
  const contracts = [ground.contract, surveying.contract];
  while (contracts.length < PROJECTS / 2) contracts.push((await Contracting.signed(app, parties)).id);
  const projects: Evaluating[] = [];
  for (const contract of contracts)
    for (const kind of ['midterm', 'final'] as const) {
      const made = await Evaluating.planned(app, { ...ground, contract }, { kind, dueOn: DUE[kind] });
      await made.must('propose-evaluator', { evaluator: evaluator.body });
      await made.must('appoint', {}, parties.bureau.approver);
      projects.push(made);
    }
  const list = async (due: string, more = '') =>
    (await person.get<WorkList>(`evaluations?assignee=me&due=${due}&limit=100${more}`)).items;
  const whole = await list(DUE.final);
  expect([whole.length, new Set(whole.map(({ contract }) => contract)).size]).toEqual([PROJECTS, PROJECTS / 2]);
  expect((await list(DUE.midterm)).map(({ kind }) => kind)).toEqual(contracts.map(() => 'midterm'));

  // The one whose recipients are known: ties first, then the field.
  const one = projects[2] as Evaluating;
  expect(codeOf(await one.act('begin-fieldwork', {}, evaluator.user))).toBe('wrong_state');
  await one.must('declare', { tied: false }, evaluator.user);
  await one.must('begin-fieldwork', {}, evaluator.user);

  // A sample of the recipients, drawn by the evaluator and never by the agency; one-time codes on paper.
  const days = { purpose: 'evaluation', opensOn: '2025-12-22', closesOn: '2026-01-09' };
  expect((await surveying.make(days, parties.manager)).status).toBe(403);
  const made = await surveying.make(days, evaluator.user);
  expect(made.status).toBe(201);
  surveying.id = (made.body as { id: string }).id;
  const act = async (action: string, body: object = {}, by = evaluator.user) => {
    const { version } = await surveying.read(evaluator.user);
    return app.http
      .post(`/api/v1/surveys/${surveying.id}/actions/${action}`)
      .set({ ...by.auth, 'If-Match': `"${version}"` })
      .send(body);
  };
  expect((await act('draw', { size: 10 }, parties.manager)).status).toBeGreaterThanOrEqual(403);
  const drawn = (await act('draw', { size: 10 })).body as { size: number; strata: { sampled: number }[] };
  expect([drawn.size, drawn.strata.map(({ sampled }) => sampled).toSorted()]).toEqual([10, [4, 6]]);
  expect((await act('open')).status).toBe(200);
  const { version } = await surveying.read(evaluator.user);
  const slips = await app.http
    .post(`/api/v1/surveys/${surveying.id}/slips`)
    .set({ ...evaluator.user.auth, 'If-Match': `"${version}"` })
    .buffer(true)
    .expect(200);
  const codes = textsOf(slips.body as Buffer).filter((text) => CODE.test(text));
  expect(codes).toHaveLength(10);
  for (const code of codes) expect((await surveying.answer(code, ANSWERS)).status).toBe(201);

  // Each leaf with its evidence: the list says what is still missing, and nothing is sent before it is there.
  const [goals, quality, residents] = (await one.scores()) as [object, object, object];
  const survey = { evidence: [{ kind: 'survey', id: surveying.id }] };
  await one.scored([goals, { ...quality, evidence: [] }, { ...residents, ...survey }]);
  const working = (await list(DUE.midterm)).find(({ id }) => id === one.id);
  expect(working).toMatchObject({ state: 'in_field', progress: { leaves: 3, scored: 3, missingEvidence: ['1.1.2'] } });
  const send = () => one.act('submit-scores', {}, evaluator.user);
  expect(codeOf(await send())).toBe('score_evidence_missing');
  await one.scored([goals, quality, { ...residents, ...survey }]);
  expect(codeOf(await send())).toBe('survey_unfinished');
  await setBusinessTime(app, '2026-01-12T09:00:00+08:00');
  expect((await act('close')).status).toBe(200);
  expect((await send()).body).toMatchObject({ state: 'scored' });

  // The bureau confirms and publishes; the agency appeals, once.
  const { bureau, manager } = parties;
  await one.must('confirm', {}, bureau.approver);
  expect(await one.must('publish')).toMatchObject({ state: 'published', total: '81.65' });
  expect(await one.read(null)).toMatchObject({ state: 'published', total: '81.65' });
  await one.must('appeal', { reason: '虚构：周末服务未计入' }, manager);
  await one.must('re-evaluate', { reason: '虚构：维持原分' }, evaluator.user);
  await one.must('confirm', {}, bureau.approver);
  await one.must('publish');
  expect(codeOf(await one.act('appeal', { reason: '虚构：再申诉' }, manager))).toBe('appealed_already');
  expect((await list(DUE.final)).filter(({ state }) => state === 'published').map(({ id }) => id)).toEqual([one.id]);
  // What is still to do is all but that one, from the next due day on the last of each project.
  const open = await list(DUE.final, '&open=true');
  expect([open.length, open.some(({ id }) => id === one.id)]).toEqual([PROJECTS - 1, false]);
  expect((await list(DUE.final, `&open=true&dueAfter=${DUE.midterm}`)).map(({ kind }) => kind)).toEqual(
    contracts.map(() => 'final'),
  );
});
