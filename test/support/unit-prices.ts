import type { TestAccount } from './accounts.js';
import type { TestApp } from './app.js';
import { offer } from './bidding.js';
import type { Bureau, Drafting } from './drafts.js';
import { Reviewing } from './reviews.js';
import { readVersion } from './version.js';

/** A lot that is paid by the visit: 4 000 of them are expected, at most 40 yuan each and 35 above 3 000. */
export const BY_VISIT = {
  kind: 'units',
  items: [
    {
      no: 1,
      unit: '人次',
      unitPrice: '40.00',
      quantity: 4000,
      measure: { of: 'visits', form: 'visit' },
      bands: [{ above: 3000, unitPrice: '35.00' }],
    },
  ],
  deductions: [{ no: 1, text: '未按约定时间上门', amount: '50.00', most: '5000.00' }],
};
/** What is asked for a visit, and for one above 3 000. */
export const asked = (visit: string, above: string) => {
  const { price: _, items: __, ...content } = offer('0.00');
  return { ...content, unitPrices: [{ no: 1, unitPrice: visit, bands: [{ above: 3000, unitPrice: above }] }] };
};
export const UNIT_LOT = {
  no: 1,
  name: '上门服务',
  ceiling: '170000.00',
  pricing: 'competitive',
  terms: { price: BY_VISIT },
};

/** A lot whose sealed bids were opened, the cheapest first: its panel is free of ties, and everybody is qualified. */
export async function reviewOpened(
  app: TestApp,
  draft: Drafting,
  reviewers: TestAccount[],
  no = 1,
): Promise<Reviewing> {
  const review = Reviewing.of(app, draft, reviewers, no);
  const offers = (await review.read()).bids.map(({ id, price }) => ({ bid: id, bidder: '', price: price ?? '' }));
  review.offers.push(...offers.toSorted((a, b) => Number(a.price) - Number(b.price)));
  await review.appointAll();
  await review.qualify();
  await review.declareAll();
  return review;
}

interface Awards {
  items: [
    {
      candidates: { bid: string; rank: number; price: string; total: string }[];
      awards: { id: string; amount: string; state: string }[];
    },
  ];
}
/** The report delivered, the first rank confirmed and published; answers its ranks and the award. */
export async function awardCheapest(
  review: Reviewing,
  bureau: Bureau,
): Promise<{ candidates: Awards['items'][0]['candidates']; award: string }> {
  const { app, id: tender } = review;
  const act = async (action: string, body: object, by: TestAccount): Promise<Awards['items'][0]> => {
    const answer = await app.http
      .post(`/api/v1/tenders/${tender}/awards/actions/${action}`)
      .set(by.auth)
      .set('If-Match', `"${await readVersion(app, 'tender', tender)}"`)
      .send({ lot: 1, ...body });
    if (answer.status !== 200) throw new Error(`${action}: ${answer.status} ${answer.text}`);
    return (answer.body as Awards).items[0];
  };
  await act('deliver-report', {}, bureau.officer);
  const { candidates } = await act('confirm', { bid: review.bids[0] }, bureau.approver);
  const { awards } = await act('publish-result', {}, bureau.officer);
  return { candidates, award: awards[0]?.id ?? '' };
}
