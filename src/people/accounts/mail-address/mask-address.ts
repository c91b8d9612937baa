/** First letter and domain of a mailbox. */
export const maskAddress = (address: string): string =>
  `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`;
