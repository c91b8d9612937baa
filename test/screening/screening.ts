import { Readable } from 'node:stream';
import { screenSource } from '../../src/opendata/screening/screen-file.js';
import { DEFAULT_SCREENING, parseSettings } from '../../src/opendata/screening/settings-file.rules.js';
import { writeReport } from '../../src/opendata/screening/write-report.js';

type Flagged = Record<string, Record<string, Record<string, number>>>;

export interface Report {
  note: string;
  currency: string | null;
  releases: Record<string, number>;
  definitions: {
    id: string;
    settings: Record<string, unknown>;
    published: { limits: Record<string, number | null>; answers: Record<string, number> };
    corrected: { limits: Record<string, number | null>; answers: Record<string, number> };
  }[];
  published: Flagged;
  corrected: Flagged;
  errors: { line?: number; release?: number; code: string; detail?: string }[];
}

interface How {
  settings?: string;
  threads?: number;
  blockBytes?: number;
  /** Bytes that the source gives at a time. */
  chunk?: number;
}

/** What a screening of this text comes to. */
export async function screenText(text: string | Buffer, how: How = {}): Promise<Report> {
  const bytes = Buffer.from(text);
  const chunk = how.chunk ?? Math.max(1, bytes.length);
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, n) =>
    bytes.subarray(n * chunk, (n + 1) * chunk),
  );
  const screening = await screenSource(Readable.from(chunks), {
    settings: how.settings === undefined ? DEFAULT_SCREENING : parseSettings(how.settings),
    threads: how.threads ?? 0,
    ...(how.blockBytes !== undefined && { blockBytes: how.blockBytes }),
  });
  try {
    return JSON.parse([...writeReport(screening, 'json')].join('')) as Report;
  } finally {
    screening.gathering.close();
  }
}

export const screenReleases = (releases: readonly object[], how: How = {}): Promise<Report> =>
  screenText(releases.map((release) => JSON.stringify(release)).join('\n'), how);

export interface Bid {
  by: string | readonly string[];
  amount?: number;
  currency?: string;
  status?: string;
  date?: string;
  lots?: readonly string[];
}

/** A compiled release: bids, the supplier of its award (null: none), and whatever else. */
export function release(
  ocid: string,
  bids: readonly Bid[],
  supplier: string | readonly string[] | null,
  more: object = {},
) {
  const refer = (ids: string | readonly string[]) => [ids].flat().map((id) => ({ id }));
  return {
    ocid,
    bids: {
      details: bids.map(({ by, amount, currency = 'CNY', status = 'valid', date, lots }) => ({
        ...{ status, tenderers: refer(by), date, relatedLots: lots },
        ...(amount !== undefined && { value: { amount, currency } }),
      })),
    },
    awards: supplier === null ? [] : [{ status: 'active', suppliers: refer(supplier) }],
    ...more,
  };
}
