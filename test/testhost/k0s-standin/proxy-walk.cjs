// For tests: runs the stand-in's Proxy with the real tools in the network namespace it is started in. Reads {objects, where} from
// standard input and prints one JSON object of snapshots: what the tools list after each step.
'use strict';
const fs = require('node:fs'), os = require('node:os'), path = require('node:path'), net = require('node:net');
const { spawnSync } = require('node:child_process');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'standin-proxy-')), file = path.join(folder, 'switches.json');
process.env.K0S_STANDIN_CONFIG = file;
let stamp = Date.now() / 1000;
const switches = value => { fs.writeFileSync(file, JSON.stringify(value)); fs.utimesSync(file, stamp, (stamp += 10)); };
const { Proxy } = require('./proxy.cjs');
const sh = (...argv) => { const r = spawnSync(argv[0], argv.slice(1), { encoding: 'utf8' }); return r.stdout + (r.status === 0 ? '' : `\nexit ${r.status}: ${r.stderr}`); };
const { objects, where, sandbox } = JSON.parse(fs.readFileSync(0, 'utf8'));
const logged = [], shots = {};
let clock = 1000;
const made = () => new Proxy((level, text) => logged.push(`${level}: ${text}`), { seconds: () => clock });
const shot = name => { shots[name] = { save: sh('iptables-nft-save', '-c'), six: sh('ip6tables-nft-save', '-c'), sets: sh('ipset', 'save'), nft: sh('nft', 'list', 'ruleset'), rule: sh('ip', 'rule') }; };
const wait = (proxy, seconds) => { for (let i = 0; i < seconds; i++) { clock++; proxy.due(); } };
const flush = () => { for (const tool of ['iptables-nft', 'ip6tables-nft']) for (const table of ['mangle', 'nat', 'filter']) for (const flag of ['-F', '-X']) sh(tool, '-w', '-t', table, flag); };
const connect = port => new Promise(done => { const s = net.connect(port, '127.0.0.1'); s.setTimeout(200, () => s.destroy()); s.on('error', () => {}); s.on('close', done); });

(async () => {
  sh('ip', 'link', 'set', 'lo', 'up');
  switches({});
  const options = { ...where, sandbox: () => sandbox }, without = { ...objects, pods: objects.pods.filter(p => p.metadata.name !== 'hp') };
  let proxy = made();
  proxy.sync(without, options); proxy.sync(objects, options); // the pod with a hostPort comes later
  shot('settled');
  await connect(30080); shot('counted');
  proxy.sync({ ...objects, services: objects.services.filter(s => s.metadata.name !== 'cip') }, options); shot('synced');
  proxy.sync(objects, options);
  wait(proxy, 400); shot('later');
  flush(); wait(proxy, 4); shot('flushed');
  wait(proxy, 8); shot('proxyBack');
  wait(proxy, 30); shot('policiesBack');
  proxy = made(); proxy.sync(objects, options); shot('restarted');
  switches({ proxyMode: 'nftables' }); proxy.sync(objects, options); shot('nftables');
  switches({ podFirewall: false }); proxy.sync(objects, options); shot('noFirewall');
  process.stdout.write(JSON.stringify({ logged, shots }));
  fs.rmSync(folder, { recursive: true });
})();
