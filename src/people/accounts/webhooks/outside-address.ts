import { lookup as resolve, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { networks } from '../../../kernel/config/is-networks.js';

/** Networks that are nobody's outside: private, shared, loopback, link-local, documentation, multicast, reserved; and ways from IPv6 into IPv4. */
const INSIDE = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16'],
  ...['::ffff:0:0:0/96', '3fff::/20', '5f00::/16'],
  ...['fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];
/** What the names of ranges in a setting mean. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

function toBlockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges.flatMap((each) => NAMED[each] ?? [each])) {
    const [address = '', prefix] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family);
  }
  return list;
}

const INSIDE_LIST = toBlockList(INSIDE);
const MAPPED = /^::ffff:(.+)$/i;

/** Refuses an address that nothing is sent to. */
export class AddressRefusedError extends Error {}

/** Which addresses webhooks may be sent to: all that are outside, and what the operator lists. */
export class OutsideAddresses {
  private readonly allowed: BlockList;

  constructor(setting: string) {
    this.allowed = toBlockList(networks(setting));
  }

  isListed(address: string): boolean {
    return has(this.allowed, address);
  }

  isOpen(address: string): boolean {
    return isIP(address) !== 0 && (this.isListed(address) || !has(INSIDE_LIST, address));
  }

  /** A lookup for one connection: what a name resolves to is what is connected to, and each of its addresses must be open. */
  createLookup(mayConnect: (address: string) => boolean): LookupFunction {
    return (name, options, done) => {
      resolve(name, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
        if (error) done(error, '', 0);
        else if (addresses.length === 0 || !addresses.every(({ address }) => mayConnect(address)))
          done(new AddressRefusedError('address refused'), '', 0);
        else if (options.all) done(null, addresses);
        else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
      });
    };
  }
}

/** An IPv4 address inside an IPv6 one counts as itself; of other forms (hexadecimal) the list knows the network. */
function has(list: BlockList, address: string): boolean {
  const mapped = MAPPED.exec(address)?.[1];
  if (mapped !== undefined && isIP(mapped) === 4) return list.check(mapped, 'ipv4');
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}
