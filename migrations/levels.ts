/**
 * The release that this source belongs to. It grows by one where a release brings migrations, so that a program knows how
 * far a schema is ahead of it: it runs on its own and on the next one's, which only adds to it.
 */
export const LEVEL = 1;

/** What a migration takes away, and the release from which on no program reads or writes it. */
interface Contraction {
  /** What is taken away, in words. */
  what: string;
  unusedSince: number;
}
/** The releases, each with its first migration; and the migrations that take something away, by name. */
export interface Releases {
  firsts: readonly { level: number; first: string }[];
  contractions: Readonly<Record<string, Contraction>>;
}

export const RELEASES: Releases = {
  firsts: [{ level: 1, first: 'Baseline1800000000000' }],
  contractions: {},
};

/** Statements after which a program that knows the schema from before may fail: they take away, rename or demand. */
const CONTRACTING =
  /\b(DROP\s+(TABLE|COLUMN|TYPE|FUNCTION|VIEW)|RENAME\s+(TO|COLUMN|CONSTRAINT)|SET\s+NOT\s+NULL|ALTER\s+COLUMN\s+\S+\s+(SET\s+DATA\s+)?TYPE)\b/i;

export interface MigrationText {
  name: string;
  /** Its statements. */
  text: string;
}

/**
 * What of these migrations, oldest first, breaks the rule: expand first, contract one release later. What the first release
 * did before anybody ran it is free.
 */
export function listUnreadyContractions(migrations: readonly MigrationText[], releases: Releases): string[] {
  let level = 0;
  const found: string[] = [];
  for (const { name, text } of migrations) {
    level = releases.firsts.find((each) => each.first === name)?.level ?? level;
    if (level <= 1 || !CONTRACTING.test(text)) continue;
    const contraction = releases.contractions[name];
    if (contraction === undefined) found.push(`${name} takes something away and is not named as doing so`);
    else if (contraction.unusedSince >= level)
      found.push(`${name} takes away ${contraction.what}, which release ${level - 1} still uses`);
  }
  return found;
}
