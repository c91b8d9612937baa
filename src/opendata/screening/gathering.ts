import { mergeCounts } from '../../watch/compatibility/release.rules.js';
import type { Kinds } from '../../watch/compatibility/bodies.js';
import { OcidLedger } from './duplicates.js';
import { addCounts } from './answers.js';
import type { Block, ScreenedBlock, ScreeningError, ThreadTotals } from './screening-types.js';
import { Spill } from './spill.js';

/** Errors that are listed; all are counted. */
const MOST_ERRORS = 1_000;

/** What the threads make of the blocks, put together in the order of the file. */
export class Gathering {
  readonly errors: ScreeningError[] = [];
  errorCount = 0;
  /** Keys of OCIDs that stand more than once. */
  readonly repeated = new Set<number>();
  readonly entries = new Spill();
  totals: ThreadTotals | null = null;
  items = 0;
  releases = 0;
  private readonly ocids = new OcidLedger();
  private found: string | null = null;

  /** @param currency the main currency; null = that of the first price that is read */
  constructor(private readonly currency: string | null) {}

  get mainCurrency(): string | null {
    return this.currency ?? this.found;
  }

  /** Blocks come in their order. */
  add(screened: ScreenedBlock, { errors }: Pick<Block, 'errors'>): void {
    for (const { at, ...error } of [...errors, ...screened.errors]) this.report({ at: this.items + at + 1, ...error });
    this.errorCount += screened.errorCount - screened.errors.length;
    this.found ??= screened.currency;
    this.entries.append(screened.entries);
    this.ocids.add(screened.ocids, this.items);
    this.items += screened.items;
    this.releases += screened.releases;
  }

  report(error: ScreeningError): void {
    this.errorCount += 1;
    if (this.errors.length < MOST_ERRORS) this.errors.push(error);
  }

  addTotals(totals: ThreadTotals): void {
    this.totals = this.totals === null ? totals : mergeTotals(this.totals, totals);
  }

  /** After the last block: which lines repeat an OCID. */
  finish(): void {
    for (const { key, at, first } of this.ocids.listRepeats()) {
      this.repeated.add(key);
      this.report({ at, code: 'duplicate_ocid', detail: `first in ${first}` });
    }
    this.errors.sort((a, b) => a.at - b.at);
  }

  close(): void {
    this.entries.close();
    this.ocids.close();
  }
}

function mergeTotals(into: ThreadTotals, from: ThreadTotals): ThreadTotals {
  const { contestants } = into;
  for (const name of ['buyers', 'entities', 'tenderers'] as const) mergeCounts(into[name], from[name]);
  mergeCounts(contestants.published, from.contestants.published);
  mergeCounts(contestants.corrected, from.contestants.corrected);
  addCounts(into.answers, from.answers);
  for (const [currency, counts] of from.priced) {
    const known = into.priced.get(currency);
    if (known === undefined) into.priced.set(currency, counts);
    else addCounts(known, counts);
  }
  for (const [id, bits] of from.flagged) into.flagged.set(id, (into.flagged.get(id) ?? 0) | bits);
  mergeKinds(into.kinds, from.kinds);
  for (const name of ['read', 'screened', 'cancelled', 'excluded'] as const) into[name] += from[name];
  return into;
}

function mergeKinds(into: Map<string, Kinds>, from: ReadonlyMap<string, Kinds>): void {
  for (const [id, { processes, codes }] of from) {
    const known = into.get(id);
    if (known === undefined) into.set(id, { processes, codes });
    else {
      known.processes += processes;
      for (const code of codes) known.codes.add(code);
    }
  }
}
