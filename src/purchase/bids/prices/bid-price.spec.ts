import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { formatContent, hashContent, mergeContent, NO_CONTENT } from '../bid-content.rules.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

describe('the content of a bid', () => {
  it('keeps the text and the hash that it had before there were unit prices, where it says none', () => {
    const text = '{"contacts":[],"documents":[],"items":[],"price":"180000.00","statement":"方案","team":[]}';
    const content = mergeContent(NO_CONTENT, { price: '180000', statement: '方案', unitPrices: null, fixedPart: null });
    expect(formatContent(content).toString()).toBe(text);
    expect(hashContent(content)).toBe(sha256(text));
    expect(hashContent(mergeContent(content, { unitPrices: [] }))).toBe(sha256(text));
  });

  it('holds unit prices with their fen, and loses them by null', () => {
    const unitPrices = [{ no: 1, unitPrice: '36', bands: [{ above: 10, unitPrice: '30.5' }] }];
    const offered = mergeContent(NO_CONTENT, { unitPrices, fixedPart: '9000', nonce: 'n'.repeat(22) });
    expect(offered).toMatchObject({
      price: null,
      unitPrices: [{ no: 1, unitPrice: '36.00', bands: [{ above: 10, unitPrice: '30.50' }] }],
      fixedPart: '9000.00',
    });
    expect(mergeContent(offered, { statement: '方案' })).toMatchObject({ fixedPart: '9000.00', nonce: 'n'.repeat(22) });
    expect(mergeContent(offered, { unitPrices: null, fixedPart: null, nonce: null })).toEqual(NO_CONTENT);
  });
});
