interface Admin {
  login: string;
  setupCode: string;
}

/** A running product on a scratch database. */
export interface ScratchService {
  url: string;
  /** Three administrators, each with the one-time setup code. */
  admins: readonly [Admin, Admin, Admin];
  systemAdmin: Admin;
  auditor: Admin;
  /** Moves business time forward. */
  moveTo: (to: string) => Promise<void>;
}
export function withScratchService(
  options: { folder?: string; begins: string },
  work: (service: ScratchService) => Promise<void>,
): Promise<void>;
