import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import type { Parties } from '../support/contracts.js';
import { setBusinessTime } from '../support/drafts.js';
import { Implementing } from '../support/implementing.js';
import { startContracting } from '../support/started.js';
import { Surveying } from '../support/surveys.js';

const WINDOW = { start: '2025-12-15', end: '2026-12-14' };

describe('who stands in for an agency whose work is halted for danger', () => {
  let app: TestApp;
  let parties: Parties;
  beforeAll(async () => {
    ({ app, parties } = await startContracting());
  });
  afterAll(() => app.close());

  const at = (day: string) => setBusinessTime(app, `${day}T09:00:00+08:00`);

  it('is told to residents by the code of their slip, and the agency is not', async () => {
    await at('2025-12-22');
    const work = await Implementing.begin(app, parties, {}, { window: WINDOW });
    await work.contract.must('publish', {});
    const survey = await Surveying.of(app, parties, work.contract.id);
    await survey.register(null);
    await survey.opened(1, { purpose: 'line', opensOn: '2025-12-22', closesOn: '2026-01-31' });
    const [code = ''] = await survey.codes();
    const listServing = async (typed = code): Promise<unknown> => {
      const { body } = await survey.ask(typed).expect(200);
      const { lines } = body as { lines: { servedBy: string[]; servedUntil: string | null }[] };
      return lines.map((line) => [line.servedBy, line.servedUntil]);
    };
    const agency = [[[expect.any(String)], WINDOW.end]];
    const before = await listServing();
    expect(before).toEqual(agency);
    const servedBy = [{ line: parties.bureau.line, name: '街道应急照护队', from: '2025-12-23' }];
    await work.contract.must('halt', {
      ground: 'danger_to_recipients',
      reason: '护理员伤害老人',
      servedBy,
      until: '2026-01-20',
    });
    expect(await listServing()).toEqual([[[], null]]);
    await at('2025-12-23');
    expect(await listServing()).toEqual([[['街道应急照护队'], null]]);
    await work.contract.must('resume', {});
    // As a Chinese keyboard writes the code.
    const wide = code.replaceAll(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0));
    expect(wide).not.toBe(code);
    expect(await listServing(`\u200b${wide.replaceAll('\uff0d', '—')}`)).toEqual(before);
  });
});
