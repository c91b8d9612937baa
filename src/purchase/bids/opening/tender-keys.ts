import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ChangeLog } from '../../../kernel/audit/change-log.js';
import type { Tx } from '../../../kernel/database/transactions.js';
import { Problem } from '../../../kernel/errors/problem.js';
import { KEY_BYTES } from '../../../kernel/sealing/hpke-primitives.js';
import { newKeyPair, seal, unseal } from '../../../kernel/sealing/hpke.js';
import { AlteredSecret, derivePublicKey, KeyProvider } from '../../../kernel/sealing/key-provider.js';
import { DraftSteps } from '../../tenders/drafts/draft-steps.js';
import { formatContent } from '../bid-content.rules.js';
import type { BidIdentity, SealedBid } from '../bid-head.js';
import { hashBytes } from './instants/instant.rules.js';
import { checkInstant, readLastInstant } from './instants/instant-signing.js';
import type { SealingKeys } from './sealing-keys.queries.js';
import { KeyPurpose } from './tender-key.entity.js';

const PURPOSES = ['identity', 'content'] as const;

/** What is sealed for one bid opens for no other, and no identity as a content. */
const formatSealInfo = (purpose: KeyPurpose, bid: string, lot: string): string =>
  `throughline sealed bid 1|${purpose}|${lot}|${bid}`;
const wrapInfo = (tender: string, purpose: KeyPurpose): string => `throughline tender key 1|${purpose}|${tender}`;

/**
 * The two key pairs of a tender, made with its issue. A serving process uses the public halves; the private ones lie
 * wrapped, and only a process that holds the provider's key unwraps them.
 */
@Injectable()
export class TenderKeys implements OnModuleInit {
  constructor(
    private readonly provider: KeyProvider,
    private readonly steps: DraftSteps,
    private readonly log: ChangeLog,
  ) {}

  onModuleInit(): void {
    this.steps.contributeToIssue((tx, tender) => this.make(tx, tender));
  }

  private async make(tx: Tx, tender: string): Promise<void> {
    for (const purpose of PURPOSES) {
      const pair = await newKeyPair();
      const wrapped = await this.provider.wrap(pair.privateKey, wrapInfo(tender, purpose));
      await tx.query(
        `INSERT INTO tender_key (tender_id, purpose, public_key, wrapped_by, wrapped) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING`,
        [tender, purpose, pair.publicKey, wrapped.key, wrapped.bytes],
      );
    }
  }

  /**
   * Seals a bid to its tender: whose it is, and the text of its content. Only to keys that were signed with the issue: to a
   * public key that somebody put in their place nothing is sealed.
   *
   * @throws Problem `tender_keys_altered`
   */
  async seal(keys: SealingKeys, identity: BidIdentity, content: Buffer): Promise<Buffer> {
    const { bid, lot, tender } = identity;
    const signed = keys.instant && checkInstant(keys.instant, this.log.seals, tender);
    const isOurs = (purpose: KeyPurpose): boolean => {
      const key = keys.public[purpose];
      return key !== null && hashBytes(key) === signed?.instant.keys[purpose];
    };
    if (!PURPOSES.every(isOurs)) throw new Problem('tender_keys_altered');
    const sealText = async (purpose: KeyPurpose, text: Buffer): Promise<string> => {
      const key = keys.public[purpose];
      if (key === null) throw new Error(`Tender ${tender} has no ${purpose} key`);
      return (await seal(key, formatSealInfo(purpose, bid, lot), text)).toString('base64');
    };
    const [whose, what] = await Promise.all([
      sealText('identity', formatContent(identity)),
      sealText('content', content),
    ]);
    const body: SealedBid = { identity: whose, content: what };
    return Buffer.from(JSON.stringify(body));
  }

  /**
   * A private key, unwrapped. Where it is used is the whole of what protects a bid. Whoever knows the public half of the
   * opening key can wrap a key of their own: what does not belong to the signed public half opens nothing.
   *
   * @throws AlteredSecret
   */
  async privateKey(tx: Tx, tender: string, purpose: KeyPurpose): Promise<Buffer> {
    const [row] = await tx.query<{ wrapped_by: string; wrapped: Buffer }>(
      `SELECT wrapped_by, wrapped FROM tender_key WHERE tender_id = $1 AND purpose = $2`,
      [tender, purpose],
    );
    if (!row) throw new Error(`Tender ${tender} has no ${purpose} key`);
    const key = await this.provider.unwrap({ key: row.wrapped_by, bytes: row.wrapped }, wrapInfo(tender, purpose));
    const signed = await readLastInstant(tx.manager, this.log.seals, tender);
    const isOurs = key.length === KEY_BYTES && hashBytes(derivePublicKey(key)) === signed?.instant.keys[purpose];
    if (!isOurs) throw new AlteredSecret(`The ${purpose} key of tender ${tender} is not the one that was signed`);
    return key;
  }

  /** The purposes for which another private key lies there than the one that was made with the issue. */
  async listAlteredKeys(tx: Tx, tender: string): Promise<KeyPurpose[]> {
    const altered: KeyPurpose[] = [];
    for (const purpose of PURPOSES)
      await this.privateKey(tx, tender, purpose).catch((error: unknown) => {
        if (!(error instanceof AlteredSecret)) throw error;
        altered.push(purpose);
      });
    return altered;
  }

  /** What was sealed to this key for this bid; null where it was altered. */
  async unseal(key: Buffer, purpose: KeyPurpose, bid: string, lot: string, sealed: string): Promise<object | null> {
    const text = await unseal(key, formatSealInfo(purpose, bid, lot), Buffer.from(sealed, 'base64'));
    return text && (JSON.parse(text.toString()) as object);
  }
}
