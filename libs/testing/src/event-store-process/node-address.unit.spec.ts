import { hostsOf } from './node-address.js';

it.each([
  ['esdb://127.0.0.1:2113?tls=false', '127.0.0.1:2113'],
  ['esdb://user:pass@host:2113', 'host:2113'],
  ['esdb://a:2113,b:2113,c:2113?tls=false', 'a:2113,b:2113,c:2113'],
  ['esdb+discover://user:secret@a,b,c/?tlsCAFile=ca.crt', 'a,b,c'],
])('names the hosts of %s, without its user', (address, hosts) => {
  expect(hostsOf(address)).toBe(hosts);
});
