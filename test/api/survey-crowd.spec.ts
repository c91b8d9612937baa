import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { textsOf } from '../support/pdf.js';
import { ANSWERS, CODE, Surveying } from '../support/surveys.js';

const RESIDENTS = 60;
/** What all of them have outside: a router of the community. */
const ADDRESS = '203.0.113.60';

describe('sixty residents behind one address', () => {
  let app: TestApp;
  let survey: Surveying;
  let codes: string[];
  beforeAll(async () => {
    app = await startTestApp({
      env: { THROTTLE: 'true', TRUSTED_PROXIES: '127.0.0.1', PUBLIC_ORIGIN: 'https://services.example.org' },
    });
    survey = await Surveying.among(app, [RESIDENTS]);
    await survey.begin();
    await survey.must('draw', { size: RESIDENTS });
    await survey.must('open');
    codes = textsOf((await survey.slips()).body as Buffer).filter((text) => CODE.test(text));
  });
  afterAll(() => app.close());
  const send = (path: string, body: object) =>
    app.http.post(`/api/v1/survey-answers${path}`).set('X-Forwarded-For', ADDRESS).send(body);

  it('ask and answer within a minute', async () => {
    const began = Date.now();
    expect(codes).toHaveLength(RESIDENTS);
    for (const code of codes) {
      expect((await send('/questions', { code })).status).toBe(200);
      expect((await send('', { code, answers: ANSWERS })).status).toBe(201);
    }
    expect(Date.now() - began).toBeLessThan(60_000);
    expect((await survey.read()).slips).toMatchObject({ total: RESIDENTS, answered: RESIDENTS });
  });

  it('keep nobody there from signing in', async () => {
    const answer = await app.http
      .post('/api/v1/auth/sessions')
      .set('X-Forwarded-For', ADDRESS)
      .send({ login: 'nobody', password: 'wrong' });
    expect(answer.status).toBe(401);
  });
});
