// STAND-IN FOR TESTS: words that all rule writers share. Rules are written as iptables-save 1.8.11 prints them, so that
// they can be compared with recorded ones letter by letter; iptables-restore reads the same form.
'use strict';

// libxtables: what holds anything but letters, digits, _ and - is quoted; " ' and \ get a backslash.
const quoted = text => (/^[\w-]+$/.test(text) ? text : `"${text.replaceAll(/["'\\]/g, c => '\\' + c)}"`);
const comment = text => `-m comment --comment ${quoted(text)}`;

// Chains in the order in which they are first named, each with its rules.
class Chains extends Map {
  add(chain, ...rules) { if (!this.has(chain)) this.set(chain, []); this.get(chain).push(...rules.map(parts => (Array.isArray(parts) ? parts.filter(Boolean).join(' ') : parts))); return this; }
}

// What differs between the families. IPv6: the networks of k0s's own example of dualStack; `sets`: what kube-router puts before names.
const FAMILIES = {
  4: { name: 'IPv4', ip: 'ip', inet: 'inet', bits: 32, pods: '10.244.0.0/16', nodePods: '10.244.0.0/24', services: '10.96.0.0/12', mask: '255.255.255.255', all: ['0.0.0.0/1', '128.0.0.0/1'], unreachable: 'icmp-port-unreachable', sets: '' },
  6: { name: 'IPv6', ip: 'ip6', inet: 'inet6', bits: 128, pods: 'fd00::/108', nodePods: 'fd00::/110', services: 'fd01::/108', mask: 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', all: ['::/1', '8000::/1'], unreachable: 'icmp6-port-unreachable', sets: 'inet6:' },
};
const familyOf = ip => (ip.includes(':') ? 6 : 4);
const withPort = (ip, port) => (familyOf(ip) === 6 ? `[${ip}]:${port}` : `${ip}:${port}`);

const MARK = '0x4000/0x4000';
module.exports = { quoted, comment, Chains, MARK, FAMILIES, familyOf, withPort };
