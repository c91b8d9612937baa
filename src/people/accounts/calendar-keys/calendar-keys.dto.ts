import type { Instant } from '../../../kernel/clock/moment.js';

/** The key in the address of the caller's calendar, without the key. */
export class CalendarKeyDto {
  /** Since when the address is as it is. */
  createdAt: Instant;
}

/** The same with the address, shown once. */
export class CalendarAddressDto extends CalendarKeyDto {
  /** For a calendar program to subscribe to, whole where `PUBLIC_ORIGIN` is set, else from the path on: whoever has it reads the due dates. */
  address: string;
}
