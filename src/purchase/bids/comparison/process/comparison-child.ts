import { createInterface } from 'node:readline';
import { compareLot, type AskedElsewhere, type BidToCompare, type GivenDocuments } from '../comparison.rules.js';
import type { ComparedAnswer, ToCompare } from './comparison-messages.js';

/** The program of one comparison: reads a lot's bids line by line, asks once what is known elsewhere, writes what it found, ends. */
const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
const readLine = async (): Promise<string> => String((await lines.next()).value);
const write = (answer: object): Promise<void> =>
  new Promise((resolve) => process.stdout.write(`${JSON.stringify(answer)}\n`, () => resolve()));

const given: GivenDocuments = { texts: [], prints: [], isWhole: true };
const bids: BidToCompare[] = [];
for (;;) {
  const message = JSON.parse(await readLine()) as ToCompare;
  if (message.kind === 'compare') break;
  if (message.kind === 'given') Object.assign(given, message.documents);
  if (message.kind === 'given_text') given.texts.push(message.text);
  if (message.kind === 'bid') bids.push({ ...message.bid, parts: [] });
  if (message.kind === 'part') bids.at(-1)?.parts.push(message.part);
}
const found = await compareLot(bids, given, async (shared) => {
  await write(shared);
  return JSON.parse(await readLine()) as AskedElsewhere;
});
const answer: ComparedAnswer = {
  ...found,
  bids: found.bids.map(({ characters, fingerprints }) => ({
    characters,
    fingerprints: Buffer.from(fingerprints.buffer, fingerprints.byteOffset, fingerprints.byteLength).toString('base64'),
  })),
};
await write(answer);
process.exit(0);
