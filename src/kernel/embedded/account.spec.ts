import { describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canReach, findAccount } from './account.js';

const PASSWD = 'root:x:0:0:root:/root:/bin/bash\nnobody:x:65534:65533:nobody:/nonexistent:/usr/sbin/nologin\n';

describe('the account of the server', () => {
  it('is the first of the wanted names that the machine knows', () => {
    expect(findAccount(PASSWD, ['throughline', 'nobody'])).toEqual({ uid: 65534, gid: 65533 });
  });

  it('is never root, and may be absent', () => {
    expect(findAccount(PASSWD, ['root'])).toBeNull();
    expect(findAccount('', ['nobody'])).toBeNull();
  });

  it('reaches a folder only through folders that let it in', () => {
    const top = mkdtempSync(join(tmpdir(), 'throughline-account-'));
    const inner = join(top, 'inner');
    mkdirSync(inner, { mode: 0o755 });
    const stranger = { uid: 54321, gid: 54321 };
    chmodSync(top, 0o755);
    expect(canReach(inner, stranger)).toBe(true);
    chmodSync(top, 0o700);
    expect(canReach(inner, stranger)).toBe(false);
    rmSync(top, { recursive: true });
  });
});
