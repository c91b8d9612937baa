import { EXTENSIONS } from './codes.js';
import { toJsonRelease, type OcdsRecordDto } from './ocds.dto.js';
import type { OcdsRelease } from './ocds-types.js';
import type { Publisher } from './publisher.js';
import { toCompiledRelease } from './release.rules.js';
import { formatInstant } from './values.rules.js';

/** Instants of one offset, so their texts are in the order of time. */
const findLatest = (dates: readonly string[]): string =>
  dates.reduce((latest, date) => (date > latest ? date : latest), dates[0] ?? formatInstant(new Date(0)));

/** What every package says of itself; `dates` are those of its releases, of which the latest is that of the package. */
export const describePackage = ({ name, license }: Publisher, uri: string, dates: readonly string[]) => ({
  uri,
  version: '1.1' as const,
  publishedDate: findLatest(dates),
  publisher: { name },
  ...(license !== undefined && { license }),
  extensions: [...EXTENSIONS],
});

/** The record of a purchase: its release, and the state that it comes to. */
export const toRecord = (release: OcdsRelease): OcdsRecordDto => ({
  ocid: release.ocid,
  releases: [toJsonRelease(release)],
  compiledRelease: toJsonRelease(toCompiledRelease(release)),
});

/** How releases are written into a file: each as it is, or as a record. */
export type OcdsForm = 'releases' | 'records';

const toEntry = (release: OcdsRelease, form: OcdsForm): string =>
  JSON.stringify(form === 'records' ? toRecord(release) : release);

/** A line of JSON for each release. */
export async function* writeLines(releases: AsyncIterable<OcdsRelease>, form: OcdsForm): AsyncGenerator<string> {
  for await (const release of releases) yield `${toEntry(release, form)}\n`;
}

/** One package of all of them. What it says of itself comes last, for only then is known when the latest was published. */
export async function* writePackage(
  releases: AsyncIterable<OcdsRelease>,
  form: OcdsForm,
  publisher: Publisher,
  uri: string,
): AsyncGenerator<string> {
  yield `{"${form}":[`;
  let latest: string | undefined;
  for await (const release of releases) {
    yield `${latest === undefined ? '' : ','}\n${toEntry(release, form)}`;
    latest = findLatest(latest === undefined ? [release.date] : [latest, release.date]);
  }
  const said = describePackage(publisher, uri, latest === undefined ? [] : [latest]);
  yield `\n],${JSON.stringify(said).slice(1)}\n`;
}
