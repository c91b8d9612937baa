import ExifReader from 'exifreader';
import { cleanPrint, type Content, type FilePrint } from './examination-types.js';

/** What an image says of itself stands in its beginning. */
const MAX_HEAD = 8 * 1024 * 1024;

/** What a JPEG or PNG says in EXIF, XMP and IPTC: who made it, by which program and camera, when, and under which id. */
export async function printOfImage(file: Content): Promise<FilePrint> {
  const head = await file.read(0, Math.min(file.size, MAX_HEAD));
  const tags = ExifReader.load(head) as Record<string, { description?: unknown } | undefined>;
  const read = (...names: string[]): string | undefined =>
    names
      .map((name) => tags[name]?.description)
      .find((text): text is string => typeof text === 'string' && text !== '');
  const documentId = read('OriginalDocumentID', 'DocumentID', 'ImageUniqueID');
  const instanceId = read('InstanceID');
  return cleanPrint({
    author: read('Artist', 'creator', 'By-line', 'Author'),
    application: read('Software', 'CreatorTool'),
    createdAt: read('DateTimeOriginal', 'CreateDate', 'DateTime'),
    modifiedAt: read('ModifyDate'),
    documentId,
    instanceId: instanceId === documentId ? null : instanceId,
    device: read('BodySerialNumber', 'SerialNumber'),
  });
}
