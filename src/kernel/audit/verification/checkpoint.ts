import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { forPurpose, type KeyRing } from '../../config/keys.js';
import { AnchorFile } from '../anchors/anchor-file.js';
import { computeSeal, sealHolds } from '../audit-chain.js';
import { canonicalText } from '../canonical.js';

/** The purpose under which checkpoints are sealed. */
const CHECKPOINT_PURPOSE = 'audit checkpoint';

/** Up to where nothing was found: everything that this anchor of the file covers. */
export interface VerifiedPlace {
  /** Number of the anchor. */
  no: number;
  /** SHA-256 of its line, in hex. */
  line: string;
  /** When it was made, RFC 3339. */
  at: string;
  /** The feed position that it covers. */
  position: string;
  /** The greatest id of an audit row that was there. */
  entry: string;
}

/**
 * What a verification looks at: what came since the one before; all that was not moved; besides, the tables; besides, what was moved.
 */
export const PARTS = ['later', 'whole', 'tables', 'moved'] as const;
export type Part = (typeof PARTS)[number];

/** How the audit was found last, and how far. */
export interface Checkpoint {
  v: 1;
  /** Wall time of the last verification. */
  at: string;
  /** Neither that one nor one before, of parts that were not looked at since, found anything. */
  ok: boolean;
  /** How many findings. */
  findings: number;
  /** Parts in which something was found and that were not looked at since without a finding; left out: all where it is not ok. */
  open?: readonly Part[];
  /** Wall time of the last verification of everything in which nothing was found. */
  wholeAt: string | null;
  /** The same where the tables were compared as well; left out: never. */
  tablesAt?: string | null;
  /** The same where the rows that were moved were read as well; left out: never. */
  movedAt?: string | null;
  /** Where the next one may go on; a verification with findings leaves it where it was. */
  place: VerifiedPlace | null;
  /** Name of the audit key. */
  key: string;
}

/**
 * The checkpoint of verification: a file beside the anchors, sealed with a key derived from the audit keys. Whoever writes in the
 * database alone can neither make nor move one, and whoever writes in the folder needs the key; without a checkpoint that
 * holds everything is verified from the first row on.
 */
export class CheckpointFile {
  readonly path: string;
  private readonly ring: KeyRing;

  constructor(anchorFile: string, auditKeys: KeyRing) {
    this.path = new AnchorFile(anchorFile).verifiedPath;
    this.ring = forPurpose(auditKeys, CHECKPOINT_PURPOSE);
  }

  /** Null where there is none, or not one of ours. */
  async read(): Promise<Checkpoint | null> {
    try {
      const { seal, ...checkpoint } = JSON.parse(await readFile(this.path, 'utf8')) as Checkpoint & { seal: string };
      const bytes = Buffer.from(canonicalText(checkpoint));
      const holds = checkpoint.v === 1 && sealHolds(bytes, Buffer.from(seal, 'hex'), checkpoint.key, this.ring);
      return holds ? checkpoint : null;
    } catch {
      return null;
    }
  }

  /** Puts it in the place of the one before, whole or not at all. */
  async write(found: Omit<Checkpoint, 'v' | 'key'>): Promise<void> {
    const [key] = this.ring;
    const checkpoint: Checkpoint = { v: 1, ...found, key: key.id };
    const seal = computeSeal(canonicalText(checkpoint), key).toString('hex');
    await mkdir(dirname(this.path), { recursive: true });
    const fresh = `${this.path}.${randomBytes(6).toString('hex')}`;
    try {
      const file = await open(fresh, 'wx', 0o644);
      try {
        await file.writeFile(`${canonicalText({ ...checkpoint, seal })}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(fresh, this.path);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
  }
}
