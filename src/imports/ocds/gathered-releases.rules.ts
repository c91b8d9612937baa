import { isDeepStrictEqual } from 'node:util';
import { momentFromImport } from '../../kernel/clock/moment.js';
import type { JsonObject } from '../notices/notice-row-reader.js';
import { mergeReleases } from './merged-release.rules.js';

/** What a file gave of one process: what its releases come to is `compileReleases`. In the order in which they count. */
export type GatheredReleases = readonly JsonObject[];

const readTime = ({ date }: JsonObject): number => Date.parse(momentFromImport(date) ?? '');

const isCompiled = ({ tag }: JsonObject): boolean => Array.isArray(tag) && tag.includes('compiled');

/**
 * The releases that are known and those that come now, by their dates; of one day in the order in which they came. One that comes
 * again under its id takes its own place, with what it says now. What came before a compiled release is in that already.
 */
export function gatherReleases(known: GatheredReleases, given: readonly JsonObject[]): JsonObject[] {
  const releases = new Map<string, JsonObject>();
  for (const release of [...known, ...given])
    releases.set(`${String(isCompiled(release))} ${String(release['id'])}`, release);
  const sorted = [...releases.values()]
    .map((release) => ({ release, time: readTime(release) }))
    .sort((a, b) => a.time - b.time);
  const last = sorted.findLast(({ release }) => isCompiled(release));
  if (last === undefined) return sorted.map(({ release }) => release);
  return [last, ...sorted.filter(({ release, time }) => !isCompiled(release) && time > last.time)].map(
    ({ release }) => release,
  );
}

/** What they come to. A compiled release stands first and is taken as it is. */
export function compileReleases(releases: GatheredReleases): JsonObject {
  const [first, ...later] = releases;
  return first !== undefined && isCompiled(first) ? mergeReleases(later, first) : mergeReleases(releases);
}

export const saysTheSame = (a: GatheredReleases, b: GatheredReleases): boolean => isDeepStrictEqual(a, b);
