/** SQL: the price of the bid `bid` on the lot `lot` of the tender `tender` as far as it may be told. */
export const shownPrice = (bid: string, lot: string, tender: string): string =>
  `told_price(${bid}.price, ${bid}.state, ${tender}.method, ${lot}.state)`;
