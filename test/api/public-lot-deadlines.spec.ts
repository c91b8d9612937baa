import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestApp, type TestApp } from '../support/app.js';
import { given, Recorder, stated } from '../support/purchases.js';

let app: TestApp;
let keeper: Recorder;
beforeAll(async () => {
  app = await startTestApp();
  keeper = await Recorder.of(app);
});
afterAll(() => app.close());

const PAST = '2017-12-04T09:30:00+08:00';
const AHEAD = '2098-03-01T09:30:00+08:00';
interface Shown {
  lots: { state: string | null }[];
}
const stateOf = ({ body }: { body: Shown }) => body.lots.map(({ state }) => state);
const readOutside = async (id: string) => stateOf(await app.http.get(`/api/v1/tenders/${id}`).expect(200));
const readInside = async (id: string) => stateOf(await keeper.get(`/tenders/${id}`).expect(200));
async function readOpenData(id: string): Promise<string[]> {
  const { body } = await app.http.get(`/api/v1/ocds/releases/ocds-demo00-${id}`).expect(200);
  const release = (body.releases?.[0] ?? body) as { tender: { lots: { status: string }[] } };
  return release.tender.lots.map(({ status }) => status);
}
const readAll = async (id: string) => [await readInside(id), await readOutside(id), await readOpenData(id)];

describe('the state of a lot, where its deadline is not published', () => {
  it('is closed for its keeper and still open for everybody else, in open data too, until it is published', async () => {
    const { id } = await keeper.tender();
    await keeper.facts(id, [given('notice')]).expect(200);
    await keeper.facts(id, [given('correction', { deadline: PAST }, stated)]).expect(200);
    expect(await readAll(id)).toEqual([['closed'], ['open'], ['active']]);
    await keeper.facts(id, [given('correction', { deadline: PAST })]).expect(200);
    expect(await readAll(id)).toEqual([['closed'], ['closed'], ['active']]);
  });

  it('follows the deadline that is published, not the one that its keeper was told of', async () => {
    const { id } = await keeper.tender();
    await keeper.facts(id, [given('notice', { deadline: PAST })]).expect(200);
    await keeper.facts(id, [given('correction', { deadline: AHEAD }, stated)]).expect(200);
    expect(await readAll(id)).toEqual([['open'], ['closed'], ['active']]);
  });

  it('turns no intent into a closed lot for outsiders: open data goes on saying that it is planned', async () => {
    const { id } = await keeper.tender();
    await keeper.facts(id, [given('intention', { publishedOn: '2017-10' })]).expect(200);
    await keeper.facts(id, [given('correction', { deadline: PAST }, stated)]).expect(200);
    expect((await readAll(id)).slice(1)).toEqual([['intent_published'], ['planned']]);
    expect(await readInside(id)).toEqual(['closed']);
  });
});
