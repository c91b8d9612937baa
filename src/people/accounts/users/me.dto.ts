import { SeatDto } from './user-view.dto.js';
import type { Uuid } from '../../../kernel/http/id.js';
import type { Permission } from '../roles.js';

/** Who is asking. */
export class MeDto {
  /** `user` or `api_key`. */
  kind: 'user' | 'api_key';

  id: Uuid;

  /** Null for an API key. */
  login: string | null;

  name: string;

  seats: SeatDto[];

  /** Every permission of the seats together; of a key, its scopes that its holder still has. */
  permissions: Permission[];
}
