import type { StoredRow } from '../../../kernel/database/row-types.js';
import type { Permission } from '../roles.js';
import type { ApiKey } from './api-key.entity.js';
import type { ApiKeyState } from './api-key.lifecycle.js';

export interface ApiKeyRow extends Omit<StoredRow<ApiKey>, 'hash' | 'scopes' | 'state' | 'mark'> {
  scopes: Permission[];
  state: ApiKeyState;
}
