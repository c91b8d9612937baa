import { IsOptional, IsString, IsUrl, Matches, MaxLength } from 'class-validator';
import { Env } from './setting.js';
import { WaitSettings } from './wait-settings.js';

/** Nobody registered it; it stands for a prefix where nothing is published. */
export const DEMONSTRATION_PREFIX = 'ocds-demo00';

/** As whom purchases are published to other systems. */
export abstract class OpenDataSettings extends WaitSettings {
  @Env(
    'OCDS_PREFIX',
    'prefix of every OCID, as the Open Contracting Partnership registered it; given to everything by `migrate`, and fixed once it is signed; with it and OCDS_PUBLISHER_NAME `/ocds` answers; made up (`ocds-demo00`) outside production',
  )
  @IsOptional()
  @Matches(/^ocds-[a-z0-9]{6}$/, { message: 'must be ocds- and six small letters or digits' })
  ocdsPrefix?: string;

  @Env('OCDS_PUBLISHER_NAME', 'who publishes open data; required in production for `/ocds`')
  @IsOptional()
  @IsString()
  @MaxLength(200)
  ocdsPublisherName?: string;

  @Env('OCDS_LICENSE', 'address of the licence of open data; left out: none is named')
  @IsOptional()
  @IsUrl(
    { require_tld: false, protocols: ['http', 'https'], require_protocol: true },
    { message: 'must be an address' },
  )
  ocdsLicense?: string;
}
