import { offer } from './bidding.js';

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
