import { describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { MerkleRoot } from './merkle.js';

const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest();

/** The recursive definition of RFC 6962 §2.1, to the letter. */
function byDefinition(leaves: Buffer[]): Buffer {
  if (leaves.length === 0) return sha256(Buffer.alloc(0));
  const [only] = leaves;
  if (leaves.length === 1) return sha256(Buffer.concat([Buffer.of(0), only as Buffer]));
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.concat([Buffer.of(1), byDefinition(leaves.slice(0, k)), byDefinition(leaves.slice(k))]));
}

function streamed(leaves: Buffer[]): Buffer {
  const tree = new MerkleRoot();
  for (const leaf of leaves) tree.add(leaf);
  return tree.root();
}

describe('the Merkle root of streamed leaves', () => {
  it('is the root of the definition for every number of leaves', () => {
    const leaves = Array.from({ length: 70 }, (_, i) => Buffer.from(`leaf ${i}`));
    for (let n = 0; n <= leaves.length; n++)
      expect(streamed(leaves.slice(0, n)).toString('hex')).toBe(byDefinition(leaves.slice(0, n)).toString('hex'));
  });

  it('is the published root of the test vectors of certificate transparency', () => {
    const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    expect(streamed(inputs.map((hex) => Buffer.from(hex, 'hex'))).toString('hex')).toBe(
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    );
  });

  it('changes with any leaf, their order and their number', () => {
    const leaves = Array.from({ length: 5 }, (_, i) => Buffer.of(i));
    const root = streamed(leaves).toString('hex');
    expect(streamed(leaves.toReversed()).toString('hex')).not.toBe(root);
    expect(streamed(leaves.slice(0, 4)).toString('hex')).not.toBe(root);
    expect(streamed(leaves.with(2, Buffer.of(9))).toString('hex')).not.toBe(root);
  });
});
