import { FileSettings } from './file-settings.js';
import { IsNetworks } from './is-networks.js';
import { Env } from './setting.js';

/** What is sent to others of its own accord. */
export abstract class DeliverySettings extends FileSettings {
  @Env(
    'WEBHOOK_ALLOWED_NETWORKS',
    'addresses and networks inside that webhooks may be sent to all the same, by http too; of those that are not public every other one is refused',
    { default: 'none' },
  )
  @IsNetworks()
  webhookAllowedNetworks: string;
}
