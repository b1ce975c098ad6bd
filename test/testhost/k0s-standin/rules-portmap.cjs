// STAND-IN FOR TESTS, not the CNI plugin portmap (1.8.0): its chains for pods with hostPorts. They are written when a pod's
// network is made, by nobody again after a flush. A chain's name: first 21 hex digits of sha512(network + sandbox id).
'use strict';
const crypto = require('node:crypto');
const { comment, Chains, FAMILIES, familyOf, withPort } = require('./rules-text.cjs');
const NETWORK = 'mynet';

// pods: [{ip, sandbox, ports: [{proto, host, to}]}], all of one family. Only IPv4 has a rule for what comes from this host.
function portmapTables(pods) {
  const nat = new Chains();
  if (pods.length === 0) return { nat: { chains: nat, base: [] } };
  for (const { ip, sandbox, ports } of pods) {
    const chain = 'CNI-DN-' + crypto.createHash('sha512').update(NETWORK + sandbox).digest('hex').slice(0, 21);
    for (const { proto, host, to } of ports) {
      const match = `-p ${proto} -m ${proto} --dport ${host}`;
      const family = familyOf(ip), here = family === 4 ? [`-s 127.0.0.1/32 ${match} -j CNI-HOSTPORT-SETMARK`] : [];
      nat.add(chain, `-s ${FAMILIES[family].nodePods} ${match} -j CNI-HOSTPORT-SETMARK`, ...here, `${match} -j DNAT --to-destination ${withPort(ip, to)}`);
    }
    for (const proto of new Set(ports.map(p => p.proto))) {
      nat.add('CNI-HOSTPORT-DNAT', [`-p ${proto}`, comment(`dnat name: "${NETWORK}" id: "${sandbox}"`), `-m multiport --dports ${ports.filter(p => p.proto === proto).map(p => p.host).join(',')}`, `-j ${chain}`]);
    }
  }
  nat.add('CNI-HOSTPORT-MASQ', '-m mark --mark 0x2000/0x2000 -j MASQUERADE');
  nat.add('CNI-HOSTPORT-SETMARK', `${comment('CNI portfwd masquerade mark')} -j MARK --set-xmark 0x2000/0x2000`);
  const local = '-m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT';
  return { nat: { chains: nat, base: [['PREROUTING', local, 'last'], ['OUTPUT', local, 'last'], ['POSTROUTING', `${comment('CNI portfwd requiring masquerade')} -j CNI-HOSTPORT-MASQ`, 'first']] } };
}
module.exports = { portmapTables };
