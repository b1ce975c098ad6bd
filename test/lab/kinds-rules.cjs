// Run on a lab's host: the packet filter as kubelet, kube-proxy, kube-router and the CNI plugin portmap leave it for the
// objects on standard input: {objects, mode: 'iptables' | 'nftables', where: {node, nodeif, address, six}}. What another
// run wrote is taken away first. The rules are those of test/testhost/k0s-standin, which tests compare with a real node's.
'use strict';
const fs = require('node:fs'), os = require('node:os'), path = require('node:path'), crypto = require('node:crypto');
const { spawnSync } = require('node:child_process');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lab-kinds-'));
process.env.K0S_STANDIN_CONFIG = path.join(folder, 'switches.json');
const { objects, mode, where } = JSON.parse(fs.readFileSync(0, 'utf8'));
fs.writeFileSync(process.env.K0S_STANDIN_CONFIG, JSON.stringify({ proxyMode: mode }));
const { Proxy } = require('../testhost/k0s-standin/proxy.cjs');

const sh = (...argv) => spawnSync(argv[0], argv.slice(1), { encoding: 'utf8' });
for (const tool of ['iptables-nft', 'ip6tables-nft']) for (const table of ['mangle', 'nat', 'filter']) for (const flag of ['-F', '-X']) sh(tool, '-w', '-t', table, flag);
for (const family of ['ip', 'ip6']) sh('nft', 'delete', 'table', family, 'kube-proxy');
sh('ipset', 'destroy');

// A pod with a hostPort that is there from the start is one that portmap set up before: here it comes second.
const portless = { ...objects, pods: objects.pods.filter(p => !p.spec.containers.some(c => c.ports?.some(port => port.hostPort))) };
const options = { ...where, sandbox: pod => crypto.createHash('sha256').update(pod.uid).digest('hex') };
const proxy = new Proxy((level, text) => process.stderr.write(`${level}: ${text}\n`));
proxy.sync(portless, options);
proxy.sync(objects, options);
fs.rmSync(folder, { recursive: true });
