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

const MARK = '0x4000/0x4000', POD_CIDR = '10.244.0.0/16', NODE_PODS = '10.244.0.0/24', SERVICE_CIDR = '10.96.0.0/12';
module.exports = { quoted, comment, Chains, MARK, POD_CIDR, NODE_PODS, SERVICE_CIDR };
