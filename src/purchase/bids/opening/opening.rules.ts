/** An envelope that cannot be read counts: its bidder submitted, and somebody else altered it. */
export const deriveOpeningOutcome = (suppliers: number, minimum: number): 'opened' | 'failed' =>
  suppliers >= minimum ? 'opened' : 'failed';

/** Who is told of a change: bodies, and who watches over a region. */
interface Audience {
  tenants: string[];
  region: string | null;
}

/**
 * Who is told of a bid: where its lot fails it stays sealed for everybody, who bid, when and with which hash included.
 * How many there were is told of the lot; its bidder alone is told of its own.
 */
export const computeBidAudience = ({ tenants, region }: Audience, bidder: string, opened: boolean): Audience =>
  opened ? { tenants: [...new Set([...tenants, bidder])], region } : { tenants: [bidder], region: null };
