import { describe, expect, it } from '@jest/globals';
import { faults, rowOf } from '../../../test/support/notice-rows.js';
import { findUnreadKeys } from './notice-row-codes.js';
import { listSuppliers, placeWhole } from './notice-row-lots.js';

describe('what a row says of a lot', () => {
  it('is its suppliers, prices, days, way of pricing and number of bids', () => {
    const lot = {
      lot_no: '1',
      suppliers: ['机构A', { name: '机构B', price_yuan: 5, unit_price_yuan: 35, unit: '人次', share: 40.5, rank: 2 }],
      price_yuan: 9,
      unit_price_yuan: 30,
      pricing: '固定',
      bid_count: 3,
      supplier_count: 2,
      service_start: '2026-01',
      service_end: '2026-12-31',
      service_term_text: '一年',
    };
    const none = { price: null, unitPrice: null, share: null, rank: null, subcontractors: null };
    expect(rowOf({ lots: [lot] }).lots).toEqual([
      {
        lotNo: '1',
        name: null,
        budget: null,
        ceiling: null,
        winner: null,
        winningPrice: '9.00',
        unitPrice: { price: '30.00', unit: null },
        suppliers: [
          { ...none, name: '机构A' },
          { ...none, name: '机构B', price: '5.00', unitPrice: { price: '35.00', unit: '人次' }, share: 4050, rank: 2 },
        ],
        supplierCount: 2,
        subcontractors: null,
        pricing: 'fixed',
        bidCount: 3,
        serviceStart: '2026-01',
        serviceEnd: '2026-12-31',
        termText: '一年',
      },
    ]);
  });

  it('is of a purchase that is one lot where the row says it of itself', () => {
    expect(rowOf({ suppliers: ['机构A'], bid_count: 4, pricing: 'competitive', unit_price_yuan: 2 })).toMatchObject({
      suppliers: [{ name: '机构A' }],
      bidCount: 4,
      pricing: 'competitive',
      unitPrice: { price: '2.00', unit: null },
    });
  });

  it('is checked as the row is', () => {
    const lot = { service_start: '2026-06', service_end: '2026-05-31', service_term_text: '2', pricing: '随便' };
    expect(faults({ lots: [{ ...lot, price_yuan: 1, winning_price_yuan: 2, suppliers: [{ share: 0 }, 7] }] })).toEqual([
      ['/lots/0/price_yuan', 'amounts_differ'],
      ['/lots/0/pricing', 'not_allowed_value'],
      ['/lots/0/suppliers/0/share', 'not_a_share'],
      ['/lots/0/suppliers/1', 'not_an_object'],
      ['/lots/0/service_end', 'end_before_start'],
      ['/lots/0/service_term_text', 'term_without_unit'],
    ]);
    expect(faults({ suppliers: [{ share: 100.5 }, { share: 33.333 }, { share: '60%' }, { share: 100 }] })).toEqual(
      [0, 1, 2].map((i) => [`/suppliers/${i}/share`, 'not_a_share']),
    );
    expect(faults({ lots: [{ price_yuan: 2, winning_price_yuan: 2 }] })).toEqual([]);
  });

  it('is kept under keys that nobody reads, and those are listed', () => {
    const row = {
      lots: [{ name: 'a', size: 3, suppliers: [{ name: '机构A', phone: 1 }] }, { size: 4 }],
      bidders: [{ name: '机构A', mood: 'good', address: 'x' }],
      suppliers: [{ name: '机构A', note: 'x' }],
    };
    expect(rowOf(row).raw).toMatchObject(row);
    expect(findUnreadKeys(row)).toEqual(['suppliers.note', 'lots.size', 'lots.suppliers.phone', 'bidders.mood']);
  });
});

describe('what a row says of a bidder', () => {
  it('is its status in words of the list, and why it was rejected', () => {
    expect(
      rowOf({
        bidders: [
          { name: '机构A', status: '有效' },
          { name: '机构B', status: '无效', rejected_reason: '资格审查未通过' },
          { name: '机构C', rejected_reason: '报价超过最高限价', unit_price_yuan: 35, unit: '人次' },
        ],
      }).bidders,
    ).toMatchObject([
      { status: 'valid', rejectedFor: null },
      { status: 'rejected', rejectedFor: '资格审查未通过' },
      { status: 'rejected', rejectedFor: '报价超过最高限价', unitPrice: { price: '35.00', unit: '人次' } },
    ]);
    expect(faults({ bidders: [{ status: '不详' }] })).toEqual([['/bidders/0/status', 'not_allowed_value']]);
  });

  it('is whom it takes as subcontractors; none at all is another answer than silence', () => {
    const row = rowOf({
      winner: '机构A',
      subcontractors: ['机构B', { name: '机构C' }],
      bidders: [{ name: '机构A', subcontractors: [] }, { name: '机构D' }],
      suppliers: [{ name: '机构A', subcontractors: null }],
    });
    expect(row.subcontractors).toEqual(['机构B', '机构C']);
    expect(row.bidders.map(({ subcontractors }) => subcontractors)).toEqual([[], null]);
    expect(listSuppliers({ ...placeWhole(row, 1) })[0]?.subcontractors).toEqual(['机构B', '机构C']);
    expect(faults({ subcontractors: '机构B', bidders: [{ subcontractors: [7, { name: '' }] }] })).toEqual([
      ['/subcontractors', 'not_a_list'],
      ['/bidders/0/subcontractors/0', 'not_an_object'],
      ['/bidders/0/subcontractors/1/name', 'required'],
    ]);
  });
});
