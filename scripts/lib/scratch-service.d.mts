/** A running product on a scratch database. */
export interface ScratchService {
  url: string;
  /** The first administrator, with the one-time setup code. */
  admin: { login: string; setupCode: string };
  /** Moves business time forward. */
  moveTo: (to: string) => Promise<void>;
}
export function withScratchService(
  options: { folder?: string; begins: string },
  work: (service: ScratchService) => Promise<void>,
): Promise<void>;
