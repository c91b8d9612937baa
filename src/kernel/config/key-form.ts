/** No id stands twice: what one key made would be read by the other. */
export const KEY_LIST =
  /^(?!(?:.*,)?([a-z0-9-]{1,32}):.*,\1:)[a-z0-9-]{1,32}:[A-Za-z0-9+/]{43}=(,[a-z0-9-]{1,32}:[A-Za-z0-9+/]{43}=)*$/;
export const KEY_FORM =
  'a comma-separated list of `id:base64 of 32 bytes`, each id once; the first signs, the others still verify';
