import { action, guard } from '../../../../kernel/actions/action.js';
import { Problem } from '../../../../kernel/errors/problem.js';
import { API_KEY } from '../../acting/acting-kinds.js';
import { ActingRows } from '../../acting/acting-rows.js';
import { isBoundKey } from '../../acting/bound-row.js';
import { ReasonDto } from '../../reason.dto.js';
import { digest, formatKeyHint, newApiKey } from '../../sessions/secrets.js';
import { apiKeySubject } from '../api-key.subject.js';

/** The old secret stops working at once. */
export const rotateApiKey = action(apiKeySubject, 'rotate', ReasonDto, {
  operationId: 'rotateApiKey',
  summary: { en: 'Rotate an API key, by its holder; the answer shows the new one, once', zh: '轮换 API 密钥' },
  guards: {
    holder_only: guard({}, (_, { root, principal }) => (root.holder_id === principal.id ? null : {})),
  },
  async effect({ tx, root, use }) {
    if (!(await isBoundKey(tx, use(ActingRows), root.id))) throw new Problem('not_found');
    tx.bindRow(API_KEY, root.id, root.id);
    const key = newApiKey();
    return { set: { hash: digest(key), hint: formatKeyHint(key), rotatedAt: new Date() }, shown: { key } };
  },
});

export const revokeApiKey = action(apiKeySubject, 'revoke', ReasonDto, {
  operationId: 'revokeApiKey',
  summary: { en: 'Revoke an API key', zh: '吊销 API 密钥' },
  effect({ tx, root }) {
    tx.bindRow(API_KEY, root.id, root.id);
    return {};
  },
});
