import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestApp } from '../support/app.js';
import { Bidding, issueTender, makeBidder, offer } from '../support/bidding.js';
import { said } from '../support/contracts.js';
import { Drafting, type Bureau } from '../support/drafts.js';
import { startBureau } from '../support/started.js';
import { readVersion } from '../support/version.js';

const ASKED = { count: 2, scope: '居家养老上门服务', years: 3 };
const shown = (...days: string[]) =>
  days.map((signedOn, i) => ({ buyer: '示例采购单位', title: `居家养老服务合同（${i + 1}）`, signedOn }));

describe('contracts of the same kind as a qualification', () => {
  let app: TestApp;
  let bureau: Bureau;
  beforeAll(async () => {
    ({ app, bureau } = await startBureau());
  });
  afterAll(() => app.close());

  const warned = async (draft: Drafting): Promise<string[]> => {
    const { here } = (await draft.read()) as unknown as { here: { warnings: { code: string; rule: string }[] } };
    return here.warnings.filter(({ code }) => code === 'like_contracts').map(({ rule }) => rule);
  };

  it('are refused at the submission above two without a reason, and nothing of it is stored', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('patch', 'terms', { likeContracts: { ...ASKED, count: 3 } });
    const before = await readVersion(app, 'tender', draft.id);
    expect(said(await draft.act('submit'))).toEqual([
      422,
      'like_contracts_too_many',
      'SAME-CONTRACTS-MAX2',
      ['/likeContracts/reason'],
    ]);
    expect([(await draft.read()).state, await readVersion(app, 'tender', draft.id)]).toEqual(['draft', before]);
    expect(await warned(draft)).toEqual(['SAME-CONTRACTS-MAX2']);
    await draft.must('patch', 'terms', { likeContracts: ASKED });
    expect(await warned(draft)).toEqual([]);
    expect((await draft.act('submit')).body.state).toBe('in_review');
  });

  it('are told to the approver above two with a reason: the rule says "in general"', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('patch', 'terms', { likeContracts: { ...ASKED, count: 3, reason: ' ' } });
    expect(said(await draft.act('submit'))[1]).toBe('like_contracts_too_many');
    await draft.must('patch', 'terms', { likeContracts: { ...ASKED, count: 3, reason: '涉及失能老人专业照护' } });
    expect((await draft.act('submit')).status).toBe(200);
    expect(await warned(draft)).toEqual(['SAME-CONTRACTS-MAX2']);
  });

  it('are asked for by the lot that says so', async () => {
    const lots = [1, 2].map((no) => ({ no, name: `第${no}包`, ceiling: '100000.00', pricing: 'competitive' }));
    const draft = await Drafting.begin(app, bureau, {
      lots: [lots[0], { ...lots[1], terms: { likeContracts: { ...ASKED, count: 4 } } }],
    });
    expect(said(await draft.act('submit'))).toMatchObject([
      422,
      'like_contracts_too_many',
      'SAME-CONTRACTS-MAX2',
      ['/lots/1/terms/likeContracts/reason'],
    ]);
  });

  it.each([
    [{ count: 0, scope: '同类' }, '/likeContracts/count'],
    [{ count: 2 }, '/likeContracts/scope'],
    [{ count: 2, scope: '同类', years: 0 }, '/likeContracts/years'],
  ])('say a number and what counts as the same kind: %j', async (likeContracts, pointer) => {
    const draft = await Drafting.begin(app, bureau);
    expect(said(await draft.send('patch', 'terms', { likeContracts }))).toEqual([
      400,
      'validation_failed',
      null,
      [pointer],
    ]);
  });

  it('in words alone warn where they seem to be more than two, and refuse nothing', async () => {
    const draft = await Drafting.begin(app, bureau);
    const words = async (...qualifications: string[]) => {
      await draft.must('patch', 'terms', { qualifications });
      return warned(draft);
    };
    expect(await words('近三年具有3个以上同类项目合同')).toEqual(['SAME-CONTRACTS-MAX2']);
    expect(await words('具有类似业绩不少于五项')).toEqual(['SAME-CONTRACTS-MAX2']);
    expect(await words('近三年具有2个同类项目合同', '具有独立承担民事责任的能力')).toEqual([]);
    await words('近三年具有3个以上同类项目合同');
    expect((await draft.act('submit')).status).toBe(200);
  });

  it('stand in the notice; a bidder shows theirs, and is told where they are fewer or too old', async () => {
    const draft = await Drafting.begin(app, bureau);
    await draft.must('patch', 'terms', { likeContracts: ASKED });
    await draft.plan();
    const issued = await draft.must('post', 'actions/issue', { reason: '急需' });
    const notice = await app.http
      .get(`/api/v1/tenders/${draft.id}/notices/tender/text`)
      .set({ ...bureau.officer.auth, accept: 'application/json' });
    expect(notice.text).toContain('须提供提交截止日前 3 年内签订的同类业务合同 2 个，同类业务的范围：居家养老上门服务');
    const [lot] = issued.lots as unknown as { id: string }[];
    const bid = await Bidding.begin(app, await makeBidder(app), lot?.id ?? '', offer('180000.00'));
    const told = async (likeContracts: object[] | null) => {
      const { version } = await bid.read();
      const answer = await app.http
        .patch(`/api/v1/bids/${bid.id}`)
        .set({ ...bid.bidder.user.auth, 'If-Match': `"${version}"` })
        .send({ content: { likeContracts } });
      const { content, notices } = answer.body as { content: { likeContracts?: unknown }; notices: { code: string }[] };
      return [content.likeContracts, notices.some(({ code }) => code === 'like_contracts_few')];
    };
    // Due on 14 November 2025: a contract of 14 November 2022 is three years old, one of the day before is older.
    const kept = shown('2022-11-14', '2024-03-01');
    expect(await told(null)).toEqual([undefined, true]);
    expect(await told(shown('2022-11-13', '2024-03-01'))).toEqual([shown('2022-11-13', '2024-03-01'), true]);
    expect(await told(kept)).toEqual([kept, false]);
    expect((await bid.act('submit')).status).toBe(200);
    const correction = await draft.send('post', 'actions/correct', {
      reason: '放宽业绩要求',
      correction: { terms: { likeContracts: null } },
    });
    expect(said(correction)[1]).toBe('correction_changes_qualification');
  });

  it('are asked of nobody where the documents ask for none', async () => {
    const { lots } = await issueTender(app, bureau);
    const bid = await Bidding.begin(app, await makeBidder(app), lots[0] ?? '', offer('180000.00'));
    expect((await bid.read()).notices.map(({ code }) => code)).not.toContain('like_contracts_few');
  });
});
