import { expect } from '@jest/globals';
import { gather } from '../../tour/cast.js';
import { takenOver } from '../../tour/gone-wrong.js';
import { Person, TourFault } from '../../tour/stage.js';
import { begun, kept, progressOf } from '../../tour/to-the-work.js';
import { monday, refusalOf } from './monday.js';

interface Sent {
  results: { index: number; ok: boolean; id?: string; repeated?: boolean; problem?: { code: string } }[];
}
interface Recipient {
  id: string;
  number: string;
  displayName: string | null;
}

interface Day {
  contract: string;
  promised: { done: number | null }[];
  lines: { recipients: { id: string }[] }[];
  recorded: { clientToken: string | null }[];
}

monday('Field social worker', async ({ app, stage }) => {
  const cast = await gather(stage);
  await stage.moveTo('2026-01-05T09:00:00+08:00');
  const work = await begun(stage, cast, await takenOver(stage, cast), 40);
  await stage.moveTo('2026-04-30T18:00:00+08:00');
  const records = (await kept(work, '2026-01-06', '2026-04-30')).slice(0, 200);
  const wrong = 6;
  const batch = { records: records.with(wrong, { ...records[wrong], servedOn: '2026-05-04' }) };
  expect(batch.records).toHaveLength(200);
  const send = () => work.worker.post<Sent>(`contracts/${work.contract}/service-records/batch`, batch);

  // A poor network: the same batch twice at once, and once more in the evening.
  const [first, second] = await Promise.all([send(), send()]);
  const evening = await send();
  for (const { results } of [first, second, evening]) {
    expect(results.map(({ index }) => index)).toEqual(records.map((_, i) => i));
    expect(results.filter(({ ok }) => !ok)).toMatchObject([{ index: wrong, problem: { code: 'record_in_future' } }]);
    expect(results.map(({ id }) => id)).toEqual(first.results.map(({ id }) => id));
  }
  const stored = (i: number) => [first, second].filter(({ results }) => results[i]?.ok && !results[i].repeated).length;
  expect(records.map((_, i) => stored(i))).toEqual(records.map((_, i) => (i === wrong ? 0 : 1)));
  expect(evening.results.filter(({ repeated }) => repeated)).toHaveLength(199);
  expect((await progressOf(work)).done).toBe(199 * 10);

  // One call shows the day: whom to serve, what is promised and done, and what arrived, which the telephone may drop.
  const tokens = records.map((record) => (record as { clientToken?: string }).clientToken);
  const { contracts } = await work.worker.get<{ contracts: Day[] }>('me/work');
  const day = contracts.find(({ contract }) => contract === work.contract);
  expect(day?.promised).toEqual(expect.arrayContaining([expect.objectContaining({ done: 199 * 10 })]));
  expect(day?.lines.flatMap(({ recipients }) => recipients.map(({ id }) => id))).toEqual(work.recipients);
  expect(tokens).toEqual(expect.arrayContaining(day?.recorded.map(({ clientToken }) => clientToken) ?? []));
  expect(day?.recorded).not.toEqual([]);

  // Who is visited is found by name, by the agency that serves them and by nobody else.
  const list = `service-lines/${work.line}/recipients?contract=${work.contract}&limit=200`;
  const namesFor = async (by: Person) => (await by.get<{ items: Recipient[] }>(list)).items;
  const own = await namesFor(work.worker);
  expect(own.filter(({ displayName }) => displayName === '【虚构】服务对象7')).toMatchObject([
    { id: work.recipients[6] },
  ]);
  const seen = await namesFor(cast.officer);
  expect(seen.map(({ number }) => number)).toEqual(own.map(({ number }) => number));
  expect(seen.filter(({ displayName }) => displayName !== null)).toEqual([]);
  const rival = cast.agencies.find(({ body }) => body !== work.agency.body)?.manager as Person;
  for (const stranger of [rival, cast.communityWorker, cast.evaluator, cast.agent, cast.supervisor]) {
    const answer = await namesFor(stranger).catch((fault: unknown) => {
      if (fault instanceof TourFault && [403, 404].includes(fault.status ?? 0)) return [];
      throw fault;
    });
    expect(answer.filter(({ displayName }) => displayName !== null)).toEqual([]);
  }
  expect(await refusalOf(namesFor(new Person(app.url, '无账号')))).toEqual([401, 'not_signed_in']);
});
