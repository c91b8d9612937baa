import { Module } from '@nestjs/common';
import { Keys } from '../config/keys.js';
import { Settings } from '../config/settings.js';
import { KeyProvider, LocalKeyFile } from './key-provider.js';
import { OnlineKeys } from './online-keys.js';

/** What seals, and what opens it again. Knows keys and bytes alone. */
@Module({
  providers: [
    { provide: KeyProvider, useFactory: (settings: Settings) => new LocalKeyFile(settings), inject: [Settings] },
    { provide: OnlineKeys, useFactory: (keys: Keys) => new OnlineKeys(keys), inject: [Keys] },
  ],
  exports: [KeyProvider, OnlineKeys],
})
export class SealingModule {}
