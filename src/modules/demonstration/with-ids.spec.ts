import { expect, it } from '@jest/globals';
import { fictionChain, fictionDataset } from './fiction/fiction.dataset.js';
import { withIds } from './with-ids.js';

it('a handover names the contract by the id that recording gave it', () => {
  const chain = fictionChain();
  const purchase = fictionDataset().purchases.find(({ id }) => id === chain.tender);
  const facts = withIds(purchase?.contracts[0]?.facts ?? [], new Map([[chain.nextContract, 'recorded']]));
  expect(facts.find(({ kind }) => kind === 'handover')?.data).toMatchObject({
    toContract: 'recorded',
    serviceLine: chain.serviceLine,
  });
  expect(withIds({ a: [null, 1, true, 'x'] }, new Map([['x', 'y']]))).toEqual({ a: [null, 1, true, 'y'] });
});
