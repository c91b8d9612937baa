import { isUtf8 } from 'node:buffer';
import { countContestants, countDisqualifications, countKinds } from '../../watch/compatibility/bodies.js';
import { PROCESS_RULES } from '../../watch/compatibility/index.js';
import { splitLots } from '../../watch/compatibility/lots.rules.js';
import { compareBids } from '../../watch/compatibility/price-difference.js';
import { findCurrency } from '../../watch/compatibility/prices.rules.js';
import { READ_BY_INSTANTS, readsAlike } from '../../watch/compatibility/readings.rules.js';
import { mergeCounts, Tally } from '../../watch/compatibility/release.rules.js';
import type { Judgement, ProcessRule, Reading, Release } from '../../watch/compatibility/release-types.js';
import { COMPARISON, countAnswer, makeCounts, SINGLE } from './answers.js';
import { EntryWriter } from './entries.js';
import { hashText } from './hash.js';
import { PickedReader, UNREAD } from './reading/picked-json.js';
import { listReleases, READ_MEMBERS, readRelease } from './reading/read-release.rules.js';
import {
  FLAGGING,
  SETS,
  type Block,
  type ErrorCode,
  type ScreenedBlock,
  type ScreeningError,
} from './screening-types.js';
import type { ScreeningSet, ThreadTotals } from './screening-types.js';
import type { ScreeningSettings } from './settings-file.rules.js';

const NEWLINE = 10;
/** Errors of one block that are told one by one; all are counted. */
const MOST_ERRORS = 1_000;
const DIFFERENCES = ['R024', 'R058'];
const BOTH: readonly ScreeningSet[] = SETS;
const ONE = { published: ['published'], corrected: ['corrected'] } as const;

interface Definition {
  id: string;
  /** Its row of counts. */
  row: number;
  judge: ProcessRule['judge'];
  /** Its bit of those that flag tenderers; 0 for the others. */
  bit: number;
}

const listDefinitions = (settings: ScreeningSettings, choose: (id: string) => boolean): Definition[] =>
  PROCESS_RULES.filter(({ id }) => settings.enabled.has(id) && choose(id)).map(({ id, judge }) => {
    const flags = FLAGGING.findIndex((one) => one.id === id);
    return { id, judge, row: SINGLE.findIndex((one) => one === id), bit: flags < 0 ? 0 : 1 << flags };
  });

type Values = Record<string, number>;

/** Screens blocks of the file one after the other, and keeps a row for each body until the end. */
export class BlockScreener {
  private readonly reader = new PickedReader(READ_MEMBERS);
  private readonly writer = new EntryWriter();
  private readonly readings: Record<ScreeningSet, Reading>;
  private readonly byInstants: readonly Definition[];
  private readonly others: readonly Definition[];
  private readonly lowest: readonly Definition[];
  private readonly compares: boolean;
  /** Of processes that both readings read alike, and of the others by reading. */
  private readonly contestants = { alike: new Tally(), published: new Tally(), corrected: new Tally() };
  private readonly disqualified = { buyers: new Tally(), entities: new Tally(), tenderers: new Tally() };
  private readonly totals: Omit<ThreadTotals, 'contestants'>;
  private block!: Omit<ScreenedBlock, 'entries' | 'ocids'>;
  private ocids: number[] = [];
  private ocid = '';

  constructor(private readonly settings: ScreeningSettings) {
    const { definitions, enabled } = settings;
    this.readings = {
      published: { settings: definitions, corrected: false },
      corrected: { settings: definitions, corrected: true },
    };
    this.byInstants = listDefinitions(settings, (id) => READ_BY_INSTANTS.has(id));
    this.others = listDefinitions(settings, (id) => id !== 'R036' && !READ_BY_INSTANTS.has(id));
    this.lowest = listDefinitions(settings, (id) => id === 'R036');
    this.compares = DIFFERENCES.some((id) => enabled.has(id));
    const { buyers, entities, tenderers } = this.disqualified;
    this.totals = {
      ...{ read: 0, screened: 0, cancelled: 0, excluded: 0, answers: makeCounts(), priced: new Map() },
      ...{ buyers: buyers.counts, entities: entities.counts, tenderers: tenderers.counts },
      ...{ kinds: new Map(), flagged: new Map() },
    };
  }

  screen({ no, bytes, ranges }: Pick<Block, 'no' | 'bytes' | 'ranges'>): ScreenedBlock {
    this.block = { no, items: 0, releases: 0, errors: [], errorCount: 0, currency: null };
    this.ocids = [];
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (ranges !== null) this.screenRanges(buffer, ranges);
    else this.screenLines(buffer);
    return { ...this.block, entries: this.writer.take(), ocids: Uint32Array.from(this.ocids) };
  }

  /** What was counted over all blocks. */
  sum(): ThreadTotals {
    const { alike, published, corrected } = this.contestants;
    for (const { counts } of [published, corrected]) mergeCounts(counts, alike.counts);
    alike.counts.clear();
    return { ...this.totals, contestants: { published: published.counts, corrected: corrected.counts } };
  }

  private screenLines(buffer: Buffer): void {
    const allUtf8 = isUtf8(buffer);
    for (let at = 0; at < buffer.length;) {
      const found = buffer.indexOf(NEWLINE, at);
      const end = found < 0 ? buffer.length : found;
      // Where some line is no UTF-8, which one is found line by line.
      if (end > at) this.screenBytes(buffer, at, end, allUtf8);
      this.block.items += 1;
      at = end + 1;
    }
  }

  private screenRanges(buffer: Buffer, ranges: Uint32Array): void {
    for (let n = 0; n < ranges.length; n += 2) {
      this.screenBytes(buffer, ranges[n] as number, ranges[n + 1] as number, false);
      this.block.items += 1;
    }
  }

  private screenBytes(buffer: Buffer, from: number, to: number, areUtf8: boolean): void {
    if (!areUtf8 && !isUtf8(buffer.subarray(from, to))) return this.report('not_utf8');
    let value = this.reader.read(buffer, from, to);
    if (value === UNREAD) {
      const text = buffer.toString('utf8', from, to);
      try {
        value = JSON.parse(text);
      } catch (error) {
        if (text.trim() !== '') this.report('broken_json', (error as Error).message);
        return;
      }
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) this.report('no_object');
    else for (const release of listReleases(value as Record<string, unknown>)) this.screenValue(release);
  }

  private report(code: ErrorCode, detail?: string): void {
    const { block } = this;
    block.errorCount += 1;
    const error: ScreeningError = { at: block.items, code, ...(detail !== undefined && { detail }) };
    if (block.errors.length < MOST_ERRORS) block.errors.push(error);
  }

  private screenValue(value: unknown): void {
    const { totals, block } = this;
    totals.read += 1;
    const read = readRelease(value, this.settings.selection);
    if ('error' in read) return this.report(read.error);
    if ('skipped' in read) {
      totals[read.skipped] += 1;
      return;
    }
    const { release } = read;
    totals.screened += 1;
    block.releases += 1;
    block.currency ??= findCurrency(release);
    const [high, low] = hashText(release.ocid);
    this.ocids.push(high, low, block.items);
    this.ocid = release.ocid;
    const parts = splitLots(release);
    const alike = parts.length === 1 && readsAlike(parts[0] ?? release);
    this.judgeAlone(release, parts, alike);
    if (this.compares || this.lowest.length > 0) this.judgePrices(release, parts, alike);
    this.countBodies(release, parts, alike);
  }

  /** What one process shows alone. */
  private judgeAlone(release: Release, parts: readonly Release[], alike: boolean): void {
    const common = this.runDefinitions(this.others, release, alike ? BOTH : ONE.published, null);
    const published = this.runDefinitions(this.byInstants, release, ONE.published, common);
    if (published !== null)
      this.writer.add({ sets: ONE.published, ocid: release.ocid, of: this.ocid, values: published });
    for (const part of parts) {
      const before = alike ? common : this.runDefinitions(this.others, part, ONE.corrected, null);
      const corrected = this.runDefinitions(this.byInstants, part, ONE.corrected, before);
      if (corrected !== null)
        this.writer.add({ sets: ONE.corrected, ocid: part.ocid, of: this.ocid, values: corrected });
    }
  }

  /** `before` with what these definitions flag; what they answer is counted for each of the readings. */
  private runDefinitions(
    definitions: readonly Definition[],
    release: Release,
    sets: readonly ScreeningSet[],
    before: Values | null,
  ): Values | null {
    let values = before;
    for (const { id, row, bit, judge } of definitions) {
      const judgement = judge(release, this.readings[sets[0] ?? 'published'], null);
      for (const set of sets) countAnswer(this.totals.answers, set, row, judgement.answer.state);
      if (judgement.answer.state !== 'triggered') continue;
      values = { ...values, [id]: id === 'R035' ? (judgement.answer.value ?? 0) : 1 };
      if (bit > 0) for (const set of sets) this.flagTenderers(judgement, bit << (FLAGGING.length * SETS.indexOf(set)));
    }
    return values;
  }

  private flagTenderers({ tenderers }: Judgement, bit: number): void {
    const { flagged } = this.totals;
    for (const by of tenderers) flagged.set(by, (flagged.get(by) ?? 0) | bit);
  }

  /** As published in each currency that occurs, for the main one is known at the end; corrected lot by lot. */
  private judgePrices(release: Release, parts: readonly Release[], alike: boolean): void {
    const [first = null, ...others] = listCurrencies(release);
    this.judgePriceReading(release, alike ? BOTH : ONE.published, first);
    if (alike) return;
    for (const currency of others) this.judgePriceReading(release, ONE.published, currency);
    for (const part of parts) this.judgePriceReading(part, ONE.corrected, null);
  }

  private judgePriceReading(release: Release, sets: readonly ScreeningSet[], currency: string | null): void {
    const reading = this.readings[sets[0] ?? 'published'];
    const counts = this.findPriceCounts(currency);
    let values: Values | null = null;
    for (const { id, row, judge } of this.lowest) {
      const { state } = judge(release, reading, currency).answer;
      for (const set of sets) countAnswer(counts, set, row, state);
      if (state === 'triggered') values = { [id]: 1 };
    }
    const { ocid } = release;
    const compared = this.compares ? compareBids(release, currency, reading.corrected) : null;
    if (compared !== null && 'value' in compared) {
      const { value: difference, winners, second } = compared;
      for (const set of sets) countAnswer(counts, set, COMPARISON, 'triggered');
      this.writer.add({ sets, ocid, of: this.ocid, values, currency, difference, winners, second });
      return;
    }
    if (compared !== null) for (const set of sets) countAnswer(counts, set, COMPARISON, compared.answer.state);
    if (values !== null) this.writer.add({ sets, ocid, of: this.ocid, values, currency });
  }

  private findPriceCounts(currency: string | null): Float64Array {
    const { priced } = this.totals;
    const known = priced.get(currency);
    if (known !== undefined) return known;
    const counts = makeCounts();
    priced.set(currency, counts);
    return counts;
  }

  private countBodies(release: Release, parts: readonly Release[], alike: boolean): void {
    const { enabled, definitions } = this.settings;
    const { contestants } = this;
    if (enabled.has('R025')) {
      countContestants(release, false, alike ? contestants.alike : contestants.published);
      if (!alike) for (const part of parts) countContestants(part, true, contestants.corrected);
    }
    if (enabled.has('R038')) countDisqualifications(release, this.disqualified);
    if (enabled.has('R048')) countKinds(release, definitions.R048.digits, this.totals.kinds);
  }
}

/** Currencies of priced bids. */
function listCurrencies({ bids }: Release): string[] {
  const currencies: string[] = [];
  for (const { amount, currency } of bids ?? [])
    if (amount !== null && currency !== null && !currencies.includes(currency)) currencies.push(currency);
  return currencies;
}
