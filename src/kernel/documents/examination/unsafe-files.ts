import type { Content, UnsafeKind } from './examination-types.js';
import { hasSecondKind } from './second-kind.js';
import { findInArchive } from './unsafe-archive.js';
import { findInLegacyOffice, isLegacyOffice } from './unsafe-legacy-office.js';
import { findInPdf } from './unsafe-pdf.js';

/** The first thing found in a file that acts by itself when it is opened, or makes it another file for another program. */
export async function findUnsafe(content: Content, mediaType: string): Promise<UnsafeKind | null> {
  if (await hasSecondKind(content, mediaType)) return 'second_kind';
  if (mediaType === 'application/pdf') return findInPdf(content);
  const head = await content.read(0, 8);
  if (isLegacyOffice(head)) return findInLegacyOffice(await content.read(0, content.size));
  return head.subarray(0, 4).toString('latin1') === 'PK\x03\x04' ? findInArchive(content) : null;
}
