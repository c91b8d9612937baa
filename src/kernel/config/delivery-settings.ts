import { IsOptional, Matches } from 'class-validator';
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

  @Env(
    'MAIL_URL',
    'the mail server, `smtps://user:password@host:465` or `smtp://…:587`, which in production must offer STARTTLS; left out, or without MAIL_FROM: no mails',
    { secret: true },
  )
  @IsOptional()
  @Matches(/^smtps?:\/\/([^\s/?#@]+@)?[^\s/?#@]+$/, { message: 'must be smtp[s]://[user:password@]host[:port]' })
  mailUrl?: string;

  @Env('MAIL_FROM', 'whom mails are from, `name@host` or `Name <name@host>`')
  @IsOptional()
  @Matches(/^([^<>@\r\n]{1,100} <)?[^\s<>@]{1,64}@[^\s<>@]{1,190}>?$/, { message: 'must be an address' })
  mailFrom?: string;
}
