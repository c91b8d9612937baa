/** A seat is a role in a body: what a person may do, and for whom. */
export interface Seat {
  organisation: string;
  role: string;
  /** Region code of the body, for roles that see a region. */
  region: string | null;
  /** Sees whatever is bought in its region. */
  overseesRegion: boolean;
  /**
   * Given by others than the body itself: since when, RFC 3339. What was on its way there before is closed to it. Absent or
   * null: the body gave it.
   */
  outsideSince?: string | null;
  /** What this seat gives, or a key for its body: what the caller may do there. */
  permissions: ReadonlySet<string>;
}

/** The body of a seat that is in none (the first administrator): an id that no row has, so nothing of any body is theirs. */
export const NO_BODY = '00000000-0000-0000-0000-000000000000';

/** Who is asking. `public` is everybody without an account; `system` are jobs and commands. */
export interface Principal {
  kind: 'user' | 'api_key' | 'system' | 'public';
  id: string | null;
  login?: string;
  session?: string;
  /** Signed in by a password alone where more is demanded: may do nothing but show it (`UnprovenToo`). */
  unproven?: boolean;
  /** Of which other system it is the key: what that one calls things it may say. */
  system?: string;
  seats: readonly Seat[];
  /** From where the request came: the client's address, null where nobody vouches for it, and the program that it names. */
  from?: { address: string | null; program: string | null };
  /** What all the seats give: the most that the caller may do anywhere. */
  permissions: ReadonlySet<string>;
}

export const PUBLIC: Principal = { kind: 'public', id: null, seats: [], permissions: new Set() };
export const SYSTEM: Principal = { kind: 'system', id: null, seats: [], permissions: new Set() };
