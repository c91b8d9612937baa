import { normalizeCreditCode } from '../../../kernel/identity/credit-code.js';
import { CREDIT_CODES } from '../../../opendata/codes.js';
import type { Party } from '../../../purchase/tenders/recording/fact-types.js';
import type { ReleaseReading } from './release-reading.js';

/** Roles that follow from what is said of a body elsewhere in the release. */
const FOLLOWING = ['buyer', 'procuringEntity', 'tenderer', 'supplier', 'payer', 'payee'];

/** What something is referred to by; null where it has none. */
export const toId = (id: unknown): string | null =>
  typeof id === 'string' || typeof id === 'number' ? String(id) : null;

/**
 * Each body once. Merging keeps a reference of each id that a body ever had: one whose credit code was known later is named with it and
 * without.
 */
export const listBodies = (parties: readonly Party[]): Party[] =>
  parties.filter(
    (party, i) =>
      !parties.some(
        (other, j) =>
          j !== i &&
          other.name === party.name &&
          (other.creditCode === party.creditCode ? j < i : party.creditCode === undefined),
      ),
  );

/** Bodies as the release names them: by a reference, and by its list of parties. */
export class ReleaseParties {
  private readonly known = new Map<string, ReleaseReading>();
  private readonly read = new Map<string, Party>();

  constructor(parties: readonly ReleaseReading[]) {
    for (const party of parties) {
      const id = toId(party.peek('id'));
      if (id !== null) this.known.set(id, party);
    }
  }

  /** The body that is referred to; null where nobody is named. */
  refer(reference: ReleaseReading | null): Party | null {
    if (reference === null) return null;
    const id = toId(reference.peek('id'));
    const listed = id === null ? undefined : this.readParty(id);
    const name = reference.text('name') ?? listed?.name;
    readId(reference, listed?.creditCode);
    const party = { ...(name && { name }), ...(listed?.creditCode && { creditCode: listed.creditCode }) };
    return Object.keys(party).length === 0 ? null : party;
  }

  private readParty(id: string): Party | undefined {
    const read = this.read.get(id);
    if (read) return read;
    const reading = this.known.get(id);
    if (!reading) return undefined;
    const identifier = reading.part('identifier');
    const code = identifier === null ? null : readCode(identifier);
    const name = reading.text('name') ?? identifier?.text('legalName') ?? null;
    identifier?.consumeSame('legalName', name);
    // Where it has no code, its identifier says its id again.
    if (code === null && identifier !== null && toId(identifier.peek('id')) === id) readId(identifier, null);
    readId(reading, code);
    if (reading.texts('roles').some((role) => !FOLLOWING.includes(role))) reading.note('unknown_code', 'roles');
    const party = { ...(name !== null && { name }), ...(code !== null && { creditCode: code }) };
    this.read.set(id, party);
    return party;
  }
}

/** The unified social credit code; an identifier of another register stays unread. */
function readCode(identifier: ReleaseReading): string | null {
  const [scheme, id] = [identifier.peek('scheme'), identifier.peek('id')];
  const code = scheme === CREDIT_CODES && typeof id === 'string' ? normalizeCreditCode(id) : null;
  if (code !== null) identifier.consume('scheme', 'id');
  return code;
}

/** An id that follows from the code is the same here. */
function readId(reading: ReleaseReading, code: string | null | undefined): void {
  if (code && reading.peek('id') === `${CREDIT_CODES}-${code}`) reading.consume('id');
  else if (reading.peek('id') !== undefined) reading.id();
}
