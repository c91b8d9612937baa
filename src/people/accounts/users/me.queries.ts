import { Injectable } from '@nestjs/common';
import { NO_BODY, type Principal, type Seat } from '../../../kernel/access/principal.js';
import { Transactions } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import type { MeDto } from './me.dto.js';
import { SEATS_OF_USER } from './users.queries.js';
import type { SeatRow } from './user-view.dto.js';
import type { Permission } from '../roles.js';

const isSameSeat = (held: Seat, { organisation, role }: SeatRow): boolean =>
  held.role === role && held.organisation === (organisation ?? NO_BODY);

@Injectable()
export class MeQueries {
  constructor(private readonly transactions: Transactions) {}

  async me(principal: Principal): Promise<MeDto> {
    const statement =
      principal.kind === 'api_key'
        ? `SELECT k.name, jsonb_build_array(jsonb_build_object('organisation', o.id, 'organisationName', o.name,
             'role', 'integrator', 'region', o.region, 'outsideSince', null)) AS seats
           FROM api_key k JOIN organisation o ON o.id = k.organisation_id WHERE k.id = $1`
        : `SELECT u.name, ${SEATS_OF_USER} AS seats FROM app_user u WHERE u.id = $1`;
    const [row] = await this.transactions.reader.query<{ name: string; seats: SeatRow[] }[]>(statement, [principal.id]);
    if (!row || principal.id === null) throw new Problem('not_found');
    const isKey = principal.kind === 'api_key';
    return {
      kind: isKey ? 'api_key' : 'user',
      id: principal.id,
      login: principal.login ?? null,
      name: row.name,
      // A row that somebody wrote into the table is no seat.
      seats: isKey ? row.seats : row.seats.filter((seat) => principal.seats.some((held) => isSameSeat(held, seat))),
      permissions: [...principal.permissions].sort() as Permission[],
    };
  }
}
