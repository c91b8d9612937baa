import { Global, Module } from '@nestjs/common';
import { Mailer } from './mailer.js';

/** Mails, by the operator's own server. */
@Global()
@Module({ providers: [Mailer], exports: [Mailer] })
export class MailModule {}
