import { Injectable } from '@nestjs/common';
import { Settings, SettingsError } from '../../../kernel/config/settings.js';
import { ADMINISTERING, ROLE_NAMES, type Role } from '../roles.js';

/** Seats of which nobody should act by a stolen password, where nothing else is set. */
const IN_PRODUCTION: readonly Role[] = [...ADMINISTERING, 'bureau_approver', 'finance_authority', 'agency_manager'];

/** The roles whose holders act only after they have shown a second factor. */
@Injectable()
export class DemandedRoles {
  private readonly roles: ReadonlySet<string>;

  /** @throws SettingsError where a role is named that is none */
  constructor({ secondFactorRoles, production }: Settings) {
    this.roles = new Set(secondFactorRoles ?? (production ? IN_PRODUCTION : []));
    const unknown = [...this.roles].filter((role) => !(ROLE_NAMES as readonly string[]).includes(role));
    if (unknown.length > 0) throw new SettingsError([`SECOND_FACTOR_ROLES: there is no role ${unknown.join(', ')}`]);
  }

  needsFactor(seats: readonly { role: string }[]): boolean {
    return seats.some(({ role }) => this.roles.has(role));
  }
}
