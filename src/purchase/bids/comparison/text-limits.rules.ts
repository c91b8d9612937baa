import type { FileText, UnreadableFor } from '../../../kernel/documents/examination/examination-types.js';

/** Letters and digits that are compared: of one bid, of all bids of a lot together, and of what a tender gives out. */
const MOST_OF_A_BID = 1_000_000;
const MOST_OF_A_LOT = 10_000_000;
export const MOST_OF_A_TENDER = 2_000_000;

/** Every bid of a lot has the same share, however long the others are. */
export const shareOfBid = (bids: number): number => Math.min(MOST_OF_A_BID, Math.floor(MOST_OF_A_LOT / bids));

/** One part of a bid as it was read: `no` 0 is what it says in words. */
export interface ReadPart {
  no: number;
  state: FileText['state'];
  /** Why it was not read, or (`too_large`) not whole. */
  reason: UnreadableFor | null;
  /** Letters and digits of it that are compared. */
  characters: number;
}

/** The first `most` letters of all parts together. A part that is cut, or left out, is one of which not all is known. */
export function limitParts(parts: readonly ReadPart[], most: number): ReadPart[] {
  let left = most;
  return parts.map((part) => {
    const characters = Math.min(part.characters, left);
    left -= characters;
    return characters === part.characters ? part : { ...part, state: 'unreadable', reason: 'too_large', characters };
  });
}

/** The beginning of a text; whole characters, also where one takes two places. */
export const cutText = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const half = /[\uD800-\uDBFF]/.test(text.charAt(most - 1)) ? 1 : 0;
  return text.slice(0, Math.max(0, most - half));
};
