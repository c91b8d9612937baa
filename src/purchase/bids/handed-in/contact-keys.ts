import type { KeyRing } from '../../../kernel/config/keys.js';
import { maskName } from '../../../kernel/identity/mask-name.js';
import { maskedTail, pseudonym } from '../../../kernel/identity/pseudonym.js';

/** Something by which two bids may be compared: `key` is the same for the same value, `label` is what may be shown. */
export interface ComparedRef {
  /** HMAC of the value as it was normalised. */
  key: string;
  /** The name or number in part: `王**`, `*********5678`. */
  label: string;
}

const buildRef = (
  ring: KeyRing,
  purpose: string,
  value: string,
  label: (value: string) => string,
): ComparedRef | null => {
  if (value === '') return null;
  const [key] = ring;
  return { key: pseudonym({ id: key.id, purpose: `bid ${purpose}`, secret: key.bytes }, value), label: label(value) };
};

/** A name without spaces and in one width; null where nothing is left of it. */
export const toPersonRef = (ring: KeyRing, name: string | null | undefined): ComparedRef | null =>
  buildRef(ring, 'person', normalise(name).replace(/[\s·•.]/g, ''), maskName);

/** A telephone number by its digits, without the code of the country; null where it has too few to be one. */
export function toPhoneRef(ring: KeyRing, phone: string | null | undefined): ComparedRef | null {
  const digits = normalise(phone)
    .replace(/\D/g, '')
    .replace(/^(?:00)?86(?=\d{10,})/, '');
  return digits.length < LEAST_DIGITS ? null : buildRef(ring, 'phone', digits, (value) => maskedTail(value));
}
/** Shorter ones are extensions of an exchange. */
const LEAST_DIGITS = 7;

export function toMailRef(ring: KeyRing, mail: string | null | undefined): ComparedRef | null {
  const address = normalise(mail).replace(/\s/g, '');
  return address.includes('@') ? buildRef(ring, 'mail', address, maskMail) : null;
}
const maskMail = (address: string): string => `${[...address][0] ?? ''}***${address.slice(address.lastIndexOf('@'))}`;

const normalise = (text: string | null | undefined): string => (text ?? '').normalize('NFKC').trim().toLowerCase();
