/** A third are calls; the other two thirds are the result and the contract of the call before them. */
export function noticeOf(i) {
  const [kind, purchase] = [i % 3, Math.floor(i / 3)];
  const common = {
    id: `g-${i}`,
    category: 'elderly_home_care',
    method: 'negotiated_consultation',
    project_title: `居家养老服务项目${purchase}`,
    buyer: `采购人${purchase % 500}`,
    bidders: [],
    lots: [],
  };
  const price = 280_000 + (purchase % 20_000);
  const winner = `机构${purchase % 300}`;
  if (kind === 0)
    return {
      ...common,
      notice_type: 'tender',
      notice_date: '2022-11-01',
      bid_deadline: '2022-11-21T09:30',
      budget_yuan: 300_000,
      ceiling_price_yuan: 300_000,
    };
  if (kind === 1)
    return {
      ...common,
      notice_type: 'award',
      follows: `g-${i - 1}`,
      notice_date: '2022-12-01',
      award_date: '2022-11-25',
      winner,
      winning_price_yuan: price,
      bidders: [
        { name: winner, price_yuan: price },
        { name: `机构${(purchase + 1) % 300}`, price_yuan: price + 1_000 },
      ],
    };
  return {
    ...common,
    notice_type: 'contract',
    follows: `g-${i - 2}`,
    notice_date: '2022-12-20',
    contract_signed_date: '2022-12-15',
    winner,
    winning_price_yuan: price,
    service_start: '2023-01-01',
    service_end: '2023-12-31',
  };
}
