/**
 * What one process of a run has noted: a problem's code, a guard that was asked, one that was shown (refused with its code,
 * and the same action on the same object then went through), what was wrong with an answer, how a race ended, or what a
 * search for secrets came to.
 */
export type Note =
  | { code: string }
  | { guard: string; passed: boolean }
  | { shown: string }
  | { fault: string; route: string }
  | { driven: string }
  | { race: string; outcomes: Readonly<Record<string, number>> }
  | { search: string; figures: Readonly<Record<string, number>> };

/** A row for each race and each search of a run, by name. */
export function tableOf(notes: readonly Note[]): string[] {
  const rows = (names: readonly (readonly [string, Readonly<Record<string, number>>])[]): string[] =>
    [...names]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, figures]) => {
        const told = Object.entries(figures).map(([what, n]) => `${n} ${what}`);
        return `  ${name}: ${told.join(', ')}`;
      });
  const races = notes.flatMap((n) => ('race' in n ? [[n.race, n.outcomes] as const] : []));
  const searches = notes.flatMap((n) => ('search' in n ? [[n.search, n.figures] as const] : []));
  return [
    ...(races.length > 0 ? [`races: ${races.length}`, ...rows(races)] : []),
    ...(searches.length > 0 ? [`searches for what is sealed: ${searches.length}`, ...rows(searches)] : []),
  ];
}

interface Table {
  name: string;
  transitions: readonly { action: string; guards?: readonly string[] }[];
}

/** The name of a guard where it stands in a table. */
export const guardName = (lifecycle: string, action: string, guard: string): string =>
  `${lifecycle}.${action}: ${guard}`;

const list = (names: readonly string[]): string => (names.length === 0 ? 'none' : names.join(', '));

/** What a run has reached over HTTP and what it has not: lines to print, and every gap by itself. */
export function judge(
  notes: readonly Note[],
  codes: readonly string[],
  tables: readonly Table[],
  twins: Readonly<Record<string, string>> = {},
): { lines: string[]; gaps: string[] } {
  const reached = new Set(notes.flatMap((n) => ('code' in n ? [n.code] : [])));
  const unreached = codes.filter((code) => !reached.has(code));

  const guards = tables.flatMap((t) =>
    t.transitions.flatMap((a) => (a.guards ?? []).map((guard) => guardName(t.name, a.action, guard))),
  );
  const asked = (passed: boolean) =>
    new Set(notes.flatMap((n) => ('guard' in n && n.passed === passed ? [n.guard] : [])));
  const [passed, refused] = [asked(true), asked(false)];
  const untried = guards.flatMap((guard) => [
    ...(refused.has(guard) ? [] : [`${guard} never refused`]),
    ...(passed.has(guard) ? [] : [`${guard} never let pass`]),
  ]);
  const tried = guards.filter((guard) => passed.has(guard) && refused.has(guard));

  const shown = new Set(notes.flatMap((n) => ('shown' in n ? [n.shown] : [])));
  const byTwin = tried.filter((guard) => !shown.has(guard) && twins[guard] !== undefined);
  const looser = tried.filter((guard) => !shown.has(guard) && twins[guard] === undefined);
  const stale = Object.keys(twins).filter((guard) => shown.has(guard) || !guards.includes(guard));

  const faults = [...new Set(notes.flatMap((n) => ('fault' in n ? [`${n.route} ${n.fault}`] : [])))];
  return {
    lines: [
      `problems: ${codes.length}, reached over HTTP: ${codes.length - unreached.length}, missing: ${list(unreached)}`,
      `guards: ${guards.length}, refused and passed over HTTP: ${tried.length}, missing: ${list(untried)}`,
      `guards shown on one object: ${guards.filter((guard) => shown.has(guard)).length}, on its twin: ${byTwin.length}, only refused here and passed there: ${list(looser)}, named as a twin and shown on one object: ${list(stale)}`,
      `answers against the rules of every route: ${list(faults)}`,
    ],
    gaps: [
      ...unreached,
      ...untried,
      ...looser.map((guard) => `${guard} never let the same object pass`),
      ...stale.map((guard) => `${guard} needs no twin`),
      ...faults,
    ],
  };
}

/**
 * Which actions the properties took in random sequences, of all that the tables have. One that none takes says why; what is
 * said of one that is taken, or that no table has, is said no longer.
 */
export function judgeDriven(
  notes: readonly Note[],
  tables: readonly Table[],
  undriven: Readonly<Record<string, string>>,
): { line: string; gaps: string[] } {
  const driven = new Set(notes.flatMap((n) => ('driven' in n ? [n.driven] : [])));
  const actions = [...new Set(tables.flatMap((t) => t.transitions.map(({ action }) => `${t.name}.${action}`)))];
  const left = actions.filter((action) => !driven.has(action));
  const stale = Object.keys(undriven).filter((action) => !left.includes(action));
  return {
    line: `actions driven by properties: ${actions.length - left.length} of ${actions.length}, not driven: ${list(left)}`,
    gaps: [
      ...left.filter((action) => undriven[action] === undefined).map((action) => `${action} is driven by no property`),
      ...stale.map((action) => `${action} is driven, or none, and still excused`),
    ],
  };
}

interface Asked {
  source: string;
  what: string;
  codes: readonly string[];
}

/**
 * Which refusals that the documents ask for a run has shown over HTTP. One that was not is a gap, unless it is said by its
 * code why it is not there yet; one that is there all the same is no longer excused.
 */
export function judgeAsked(
  notes: readonly Note[],
  asked: readonly Asked[],
  notYet: Readonly<Record<string, string>>,
): { line: string; gaps: string[] } {
  const reached = new Set(notes.flatMap((n) => ('code' in n ? [n.code] : [])));
  const missing = asked.flatMap(({ source, what, codes }) =>
    codes.filter((code) => !reached.has(code)).map((code) => ({ code, text: `${source} (${what}): ${code}` })),
  );
  const notShown = new Set(asked.filter(({ codes }) => codes.some((code) => !reached.has(code))));
  const excused = Object.keys(notYet);
  const said = missing.map(({ code, text }) => (notYet[code] === undefined ? text : `${text}, ${notYet[code]}`));
  return {
    line: `guards asked by the documents: ${asked.length}, shown: ${asked.length - notShown.size}, not shown: ${said.length === 0 ? 'none' : said.join('; ')}`,
    gaps: [
      ...missing.filter(({ code }) => !excused.includes(code)).map(({ text }) => text),
      ...excused.filter((code) => reached.has(code)).map((code) => `${code} is there and still excused`),
    ],
  };
}
