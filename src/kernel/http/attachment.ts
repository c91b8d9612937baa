/**
 * The header of a download under a name in any script: RFC 6266 and 8187. `ascii` is for programs that know no other; it
 * holds neither quotes nor backslashes.
 */
export const attachment = (name: string, ascii?: string): string =>
  [
    'attachment',
    ...(ascii === undefined ? [] : [`filename="${ascii}"`]),
    `filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, escapeOctet)}`,
  ].join('; ');

const escapeOctet = (character: string): string => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
