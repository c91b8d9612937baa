import { createHash } from 'node:crypto';

const sha256 = (...parts: Buffer[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/** Leaves and nodes begin with different bytes, so that a node can never pass for a leaf (RFC 6962 §2.1). */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** Root of a Merkle tree over leaves given one by one, as RFC 6962 §2.1 defines it, in memory of the tree's height. */
export class MerkleRoot {
  private count = 0;
  /** Roots of the full subtrees so far, largest first; their sizes are the bits of `count`. */
  private readonly subtrees: Buffer[] = [];

  add(leaf: Buffer): void {
    let node = sha256(LEAF, leaf);
    for (let carry = this.count; (carry & 1) === 1; carry >>= 1)
      node = sha256(NODE, this.subtrees.pop() as Buffer, node);
    this.subtrees.push(node);
    this.count++;
  }

  get leaves(): number {
    return this.count;
  }

  root(): Buffer {
    if (this.subtrees.length === 0) return sha256();
    return this.subtrees.reduceRight((right, left) => sha256(NODE, left, right));
  }
}
