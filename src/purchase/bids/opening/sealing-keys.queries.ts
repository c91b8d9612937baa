import { runPreparedStatement } from '../../../kernel/database/prepared.js';
import type { Reader } from '../../../kernel/database/reader.js';
import type { StoredInstant } from './instants/instant.rules.js';
import type { KeyPurpose } from './tender-key.entity.js';

/** The public keys of a tender as they lie there, and the last statement that says which they must be. */
export interface SealingKeys {
  public: Record<KeyPurpose, Buffer | null>;
  instant: StoredInstant | null;
}

/** How `sealingKeysSql` is read: bytes in hexadecimal. */
export interface SealingKeysRow {
  identity: string | null;
  content: string | null;
  instant: { no: number; canonical: string; key: string; seal: string } | null;
}

const publicKeySql = (tender: string, purpose: KeyPurpose): string =>
  `(SELECT encode(k.public_key, 'hex') FROM tender_key k WHERE k.tender_id = ${tender} AND k.purpose = '${purpose}')`;

/** SQL: what a seal needs of this tender, as JSON. */
export const sealingKeysSql = (tender: string): string =>
  `jsonb_build_object('identity', ${publicKeySql(tender, 'identity')}, 'content', ${publicKeySql(tender, 'content')},
     'instant', (SELECT jsonb_build_object('no', i.no, 'canonical', encode(i.canonical, 'hex'), 'key', i.key_id, 'seal', encode(i.seal, 'hex'))
       FROM opening_instant i WHERE i.tender_id = ${tender} ORDER BY i.no DESC LIMIT 1))`;

export function parseSealingKeys({ identity, content, instant }: SealingKeysRow): SealingKeys {
  const toBytes = (hex: string): Buffer => Buffer.from(hex, 'hex');
  return {
    public: {
      identity: identity === null ? null : toBytes(identity),
      content: content === null ? null : toBytes(content),
    },
    instant: instant && {
      no: instant.no,
      canonical: toBytes(instant.canonical),
      key_id: instant.key,
      seal: toBytes(instant.seal),
    },
  };
}

const KEYS = `SELECT ${sealingKeysSql('$1::uuid')} AS sealing`;

/** What a seal needs of a tender. */
export async function loadSealingKeys(reader: Reader, tender: string): Promise<SealingKeys> {
  const [row] = await runPreparedStatement<{ sealing: SealingKeysRow }>(reader, KEYS, [tender]);
  return parseSealingKeys((row as { sealing: SealingKeysRow }).sealing);
}
