import { DEMONSTRATION_PREFIX } from '../kernel/config/open-data-settings.js';
import type { Settings } from '../kernel/config/settings.js';
import { Problem } from '../kernel/errors/problem.js';
import { UNREGISTERED_PREFIX } from '../purchase/tenders/ocids/ocid-prefix.js';

/** As whom purchases are published. */
export interface Publisher {
  prefix: string;
  name: string;
  license?: string;
}

/**
 * Made up outside production, and named so.
 * @throws Problem where production does not say who publishes
 */
export function findPublisher(settings: Settings): Publisher {
  const { production, ocdsPrefix, ocdsPublisherName, ocdsLicense } = settings;
  const prefix = ocdsPrefix ?? (production ? undefined : DEMONSTRATION_PREFIX);
  const name =
    ocdsPublisherName ?? (production ? undefined : '演示（未注册的前缀） Demonstration, prefix not registered');
  if (prefix === undefined || name === undefined) throw new Problem('ocds_not_configured');
  return { prefix, name, ...(ocdsLicense !== undefined && { license: ocdsLicense }) };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The OCID of a purchase in one round. */
export const formatOcid = (prefix: string, tender: string): string => `${prefix}-${tender}`;

/**
 * The purchase that an OCID names, also by the prefix in contracts that were drafted before there was one of its own.
 * @throws Problem for one of another publisher, and for what is none
 */
export function parseOcid(prefix: string, ocid: string): string {
  const own = [prefix, UNREGISTERED_PREFIX].find((each) => ocid.startsWith(`${each}-`)) ?? ocid;
  const id = ocid.slice(own.length + 1);
  if (!UUID.test(id)) throw new Problem('not_found');
  return id;
}
