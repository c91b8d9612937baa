import { Injectable } from '@nestjs/common';
import { createHmac } from 'node:crypto';
import { forPurpose, Keys, type KeyRing } from '../../../kernel/config/keys.js';
import type { ProviderSetting } from '../../../kernel/config/provider-setting.js';

/** Whom a provider says that somebody is, and how it knows. */
export interface Identity {
  issuer: string;
  subject: string;
  acr: string | null;
  amr: readonly string[];
}

/** Identities as they are stored: whoever has the database alone learns no subject. */
@Injectable()
export class Identities {
  private readonly ring: KeyRing;

  constructor(keys: Keys) {
    this.ring = forPurpose(keys.identity, 'identity link');
  }

  /** Under each key, the newest first. */
  hash({ issuer, subject }: Identity): [Buffer, ...Buffer[]] {
    return this.ring.map((key) => createHmac('sha256', key.bytes).update(`${issuer}\n${subject}`).digest()) as [
      Buffer,
      ...Buffer[],
    ];
  }
}

/** Whether what the provider says of this sign-in is a second factor by its own setting; nothing is by default. */
export function isSecondFactor({ secondFactor }: ProviderSetting, { acr, amr }: Identity): boolean {
  if (acr !== null && secondFactor?.acr?.includes(acr) === true) return true;
  return secondFactor?.amr?.some((method) => amr.includes(method)) === true;
}
