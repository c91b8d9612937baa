/** A row of what is printed: of a mark that was set, or of what was done. */
interface Row {
  what: string;
  count: number | string;
  mark: number | string;
  ok: boolean | string;
  /** Whether the run has failed by it. */
  fails: boolean;
  of: string;
}

export interface Run {
  /** What was found of each thing that must be none, by name. */
  found: Readonly<Record<string, number>>;
  /** How long faults were done, and how long they were asked for, in minutes. */
  minutes: number;
  asked: number;
  /** How often each fault was done, by its kind: all that this run could do, those that were never drawn too. */
  happened: Readonly<Record<string, number>>;
  /** Kinds that this machine does not allow, each with the reason. */
  leftOut: readonly string[];
  /** What all of it is of. */
  of: string;
}

/** What a run says at its end: what must be none, how long it took, and a row for each kind of fault. */
export function toRows({ found, minutes, asked, happened, leftOut, of }: Run): Row[] {
  const done = { mark: '–', ok: '–', fails: false, of };
  return [
    ...Object.entries(found).map(([what, count]) => ({ what, count, mark: 0, ok: count === 0, fails: count > 0, of })),
    { ...done, what: 'minutes under faults', count: minutes.toFixed(1), mark: asked },
    ...Object.entries(happened).map(([kind, count]) => ({ ...done, what: `fault: ${kind}`, count })),
    ...leftOut.map((kind) => ({ ...done, what: `fault, left out: ${kind}`, count: '–' })),
  ];
}
