import { Injectable } from '@nestjs/common';
import {
  resolveProgram,
  LimitedProcess,
  type ProcessLimits,
} from '../../../../kernel/documents/examination/limited-process.js';
import type { AskedElsewhere, BidToCompare, ComparedLot, GivenDocuments } from '../comparison.rules.js';
import { MOST_TEXTS } from '../text-likeness.rules.js';
import type { ComparedAnswer, ToCompare } from './comparison-messages.js';

/** Characters that it may answer: fingerprints of ten million letters, and the findings. */
const MOST_ANSWERED = 32 * 1024 * 1024;

/** A bid whose words are fetched when it is their turn. */
export interface BidToSend {
  bid: Omit<BidToCompare, 'parts'>;
  loadParts: () => Promise<BidToCompare['parts']>;
}

/** Compares the bids of lots in a process of its own, one lot at a time: what bids hold stops nobody else's work. */
@Injectable()
export class LotComparer {
  program: readonly string[] = resolveProgram(import.meta.url, 'comparison-child');
  /** Of time a large one takes seconds; on a machine that is busy with else, minutes. */
  limits: ProcessLimits = { ms: 600_000, heapMb: 512, residentMb: 1024 };
  private last: Promise<unknown> = Promise.resolve();

  /** Null where that goes beyond the limits: what the bids have in common is then not known. */
  compare(
    bids: readonly BidToSend[],
    given: GivenDocuments,
    ask: (shared: AskedElsewhere) => Promise<AskedElsewhere>,
  ): Promise<ComparedLot | null> {
    if (bids.length > MOST_TEXTS) return Promise.resolve(null);
    const turn = this.last.then(() => this.talk(bids, given, ask));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async talk(
    bids: readonly BidToSend[],
    { texts, ...documents }: GivenDocuments,
    ask: (shared: AskedElsewhere) => Promise<AskedElsewhere>,
  ): Promise<ComparedLot | null> {
    const child = new LimitedProcess(this.program, this.limits, MOST_ANSWERED);
    const tell = (message: ToCompare) => catchEnd(child.write(`${JSON.stringify(message)}\n`));
    try {
      await tell({ kind: 'given', documents });
      for (const text of texts) await tell({ kind: 'given_text', text });
      for (const { bid, loadParts } of bids) {
        await tell({ kind: 'bid', bid });
        for (const part of await loadParts()) await tell({ kind: 'part', part });
      }
      await tell({ kind: 'compare' });
      const shared = await readAnswer<AskedElsewhere>(child);
      const known = await ask(shared);
      child.close(`${JSON.stringify(known)}\n`);
      return toComparedLot(await readAnswer<ComparedAnswer>(child));
    } catch (error) {
      if (error instanceof BeyondLimits) return null;
      throw error;
    } finally {
      child.end();
    }
  }
}

/** The process is gone. What fails on our side is an error, to be tried again; this is an answer. */
class BeyondLimits extends Error {}
const catchEnd = <T>(answer: Promise<T>): Promise<T> =>
  answer.catch((cause: unknown) => {
    throw new BeyondLimits('The comparison has ended', { cause });
  });

const readAnswer = <T>(child: LimitedProcess): Promise<T> =>
  catchEnd(child.readLine().then((line) => JSON.parse(line) as T));

function toComparedLot({ bids, ...found }: ComparedAnswer): ComparedLot {
  const toNumbers = (base64: string): Int32Array => {
    const bytes = Uint8Array.from(Buffer.from(base64, 'base64'));
    return new Int32Array(bytes.buffer, 0, bytes.byteLength / 4);
  };
  return {
    ...found,
    bids: bids.map(({ characters, fingerprints }) => ({ characters, fingerprints: toNumbers(fingerprints) })),
  };
}
