import { checkCharacter } from '../../src/kernel/identity/credit-code.js';

/** The run is written as if it had been then: its own moments as this one, one of next week a week later. */
const THEN = Date.parse('2025-10-09T01:30:00.000Z');
/** When business time begins in each run: what it counts in days is the same on whatever day the run is. */
export const BUSINESS_START = '2026-03-02T02:00:00Z';
const DAY_MS = 24 * 3_600_000;
const NEAR_DAYS = 30;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
/** Places in lists, and what a list shows of a key. */
const CURSOR = /cursor=[\w%.-]+/g;
const HINT = /tlk_[\w-]{4}…/g;
/** Names that the support of the tests gave. */
const BODY = /\bbody [0-9a-f]{12}\b/g;
const PERSON = /\bPerson u[0-9a-f]{12}\b/g;
/** Unified social credit codes that the support of the tests drew, and hashes over what has other ids in each run. */
const CREDIT_CODE = /\b\d{2}440303\d{9}[0-9A-Z]\b/g;
const HASH = /\b[0-9a-f]{64}\b/g;
/** The hash of what a release of open data says, which has other ids in each run. */
const RELEASE = /\b(ocds-\w+-[0-9a-f-]{36})-[0-9a-f]{16}\b/g;
/** What is said within minutes of the beginning, in the time of the place: how long the run takes is no matter. */
const BEGINNING = /\b2026-03-02T10:0\d:\d\d\+08:00/g;
const INSTANT = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** Ids of the demonstration are the same everywhere (version 5); all others are new in each run. */
const looksFixed = (id: string): boolean => /^.{14}5.{4}[89ab]/.test(id);

/**
 * Days from business time, or from the clock on the wall (accounts and keys go by it), whichever is nearer. Where a story has
 * another business time, what its clock said is told to the hour.
 */
function then(moment: string): string {
  const days = [Date.parse(BUSINESS_START), Date.now()]
    .map((now) => Math.round((Date.parse(moment) - now) / DAY_MS))
    .reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
  if (Math.abs(days) < NEAR_DAYS) return new Date(THEN + days * DAY_MS).toISOString();
  return /\.\d+Z$/.test(moment) ? `${moment.slice(0, 13)}:00:00.000Z` : moment;
}

function toCreditCode(beginning: string, n: number): string {
  const first = `${beginning}${String(n).padStart(9, '0')}`;
  return `${first}${checkCharacter(first) ?? ''}`;
}

/**
 * Writes what differs from run to run the same way in each: ids by the order in which they were first met, moments of the
 * run as one moment, secrets by what they are. One id is one id within an example; the next example counts anew, so that a
 * step that is added changes no other one, and few numbers make a small document.
 */
export class Stable {
  private readonly ids = new Map<string, string>();
  private readonly secrets = new Map<string, string>();
  private readonly changing = new Set<string>();

  /** From now on this text is written as the other one. */
  hide(secret: string, as: string): void {
    this.secrets.set(secret, as);
  }

  /** These ids are others in each run, whatever they look like: a hash over one that is new may look like one of the demonstration. */
  change(ids: readonly string[]): void {
    for (const id of ids) this.changing.add(id);
  }

  of<T>(value: T): T {
    this.ids.clear();
    return this.walk(value) as T;
  }

  private walk(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((item) => this.walk(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, key === 'documents' ? this.sort(item) : this.walk(item)]),
    );
  }

  /** Ids of documents are listed in their own order, which is another in each run. */
  private sort(value: unknown): unknown {
    const walked = this.walk(value);
    return Array.isArray(walked) && walked.every((item) => typeof item === 'string') ? walked.toSorted() : walked;
  }

  private text(text: string): string {
    let stable = text;
    for (const [secret, as] of this.secrets) stable = stable.replaceAll(secret, as);
    return stable
      .replace(UUID, (id) => (looksFixed(id) && !this.changing.has(id) ? id : this.id(id)))
      .replace(CURSOR, 'cursor=WyIyMDI1LTEwLTA5Il0.mN4xT0aQ')
      .replace(HINT, 'tlk_9Wq2…')
      .replace(BODY, '示例机构')
      .replace(PERSON, '示例人员')
      .replace(CREDIT_CODE, (code) => this.as(code, (n) => toCreditCode(code.slice(0, 8), n)))
      .replace(HASH, (hash) => this.as(hash, (n) => String(n).padStart(64, '0')))
      .replace(RELEASE, '$1-2f834ea263b02a81')
      .replace(BEGINNING, '2026-03-02T10:00:00+08:00')
      .replace(INSTANT, then);
  }

  private id(id: string): string {
    return this.as(id, (n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
  }

  /** What is written instead of a text, the same wherever it is met; `n` counts the texts so far. */
  private as(text: string, make: (n: number) => string): string {
    const known = this.ids.get(text) ?? make(this.ids.size + 1);
    this.ids.set(text, known);
    return known;
  }
}
