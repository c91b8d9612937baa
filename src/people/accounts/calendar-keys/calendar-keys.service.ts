import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../kernel/access/principal.js';
import { Settings } from '../../../kernel/config/settings.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { ActingRows } from '../acting/acting-rows.js';
import { digest, randomSecret } from '../sessions/secrets.js';
import { getUserId } from '../user-id.js';
import { UserPrincipals } from '../user-principals.js';
import type { CalendarAddressDto, CalendarKeyDto } from './calendar-keys.dto.js';
import { endCalendarKey, findCalendarHolder, storeCalendarKey } from './calendar-key-rows.js';

const PREFIX = 'tlc_';

/** Addresses by which calendar programs, which cannot sign in, read the due dates of one person. */
@Injectable()
export class CalendarKeysService {
  constructor(
    private readonly transactions: Transactions,
    private readonly rows: ActingRows,
    private readonly users: UserPrincipals,
    private readonly settings: Settings,
  ) {}

  /** Makes an address; the one before it ends. */
  make(principal: Principal): Promise<CalendarAddressDto> {
    const user = getUserId(principal);
    const key = `${PREFIX}${randomSecret()}`;
    return this.transactions.run(principal, async (tx) => {
      const createdAt = await storeCalendarKey(tx, user, digest(key));
      const address = `${this.settings.publicOrigin ?? ''}/api/v1/me/calendar.ics?key=${key}`;
      return { address, createdAt: createdAt.toISOString() };
    });
  }

  /** @throws Problem `not_found` where there is none */
  async get(principal: Principal): Promise<CalendarKeyDto> {
    const [row] = await this.transactions.reader.query<{ createdAt: Date }[]>(
      `SELECT created_at AS "createdAt" FROM calendar_key WHERE user_id = $1`,
      [getUserId(principal)],
    );
    if (!row) throw new Problem('not_found');
    return { createdAt: row.createdAt.toISOString() };
  }

  /** @throws Problem `not_found` where there is none */
  async end(principal: Principal): Promise<void> {
    const user = getUserId(principal);
    await this.transactions.run(principal, async (tx) => {
      if (!(await endCalendarKey(tx, user))) throw new Problem('not_found');
    });
  }

  /** Who is asked for by a key: as whoever it is may act at this moment. @throws Problem `not_found` for any other text */
  async getHolder(key: string): Promise<Principal> {
    const { reader } = this.transactions;
    const user = key.startsWith(PREFIX) ? await findCalendarHolder(this.rows, reader, digest(key)) : null;
    const holder = user === null ? null : await this.users.find(reader, user);
    if (holder === null) throw new Problem('not_found');
    return holder;
  }
}
