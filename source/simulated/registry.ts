import {entryAt} from './files.js';
import type {Moment} from './moment.js';
import * as write from './tool/coreutils-write.js';
import * as core from './tool/coreutils.js';
import {du, tar} from './tool/archive.js';
import {conntrack} from './tool/conntrack.js';
import {curl} from './tool/curl.js';
import {unshare} from './tool/download.js';
import {find, rmdir} from './tool/find.js';
import {firewallCmd} from './tool/firewall-cmd.js';
import {inotifywait} from './tool/follow.js';
import {ip} from './tool/ip.js';
import {ipset, iptables, iptablesSave, nothingSaved} from './tool/iptables.js';
import {k0s} from './tool/k0s.js';
import {nft} from './tool/nft.js';
import {nsenter} from './tool/nsenter.js';
import {sh} from './tool/sh.js';
import * as sockets from './tool/sockets.js';
import * as system from './tool/system.js';
import {hostnamectl, timedatectl} from './tool/hostnamectl.js';
import {journalctl, systemctl} from './tool/systemd.js';
import {setsid, systemdRun} from './tool/guard.js';
import {tc} from './tool/tc.js';
import {tcpdump} from './tool/tcpdump.js';
import {ping} from './tool/probe.js';
import {timeoutIn} from './tool/timeout.js';
import {isNewVersion} from './releases.js';
import {fail, type Call, type Result, type Tool} from './tool/tool.js';

/** The tools of the simulated server, by name. What is not here is not installed. */
const tools: Readonly<Record<string, Tool>> = {
	cat: core.cat,
	chmod: write.chmod,
	conntrack,
	cp: write.cp,
	curl,
	date: system.date,
	df: system.df,
	du,
	dnf: system.dnf,
	find,
	'firewall-cmd': firewallCmd,
	getenforce: system.getenforce,
	getent: sockets.getent,
	grep: core.grep,
	gzip: core.gzip,
	hostname: system.hostname,
	hostnamectl,
	id: system.id,
	install: write.install,
	ip,
	iptables,
	'iptables-nft': iptables,
	'ip6tables-nft-save': nothingSaved,
	'ip6tables-save': nothingSaved,
	// No server has it as a rule, and none needs it: a real host asks the kernel itself.
	inotifywait,
	ipset,
	'iptables-legacy-save': nothingSaved,
	'ip6tables-legacy-save': nothingSaved,
	'iptables-nft-save': iptablesSave,
	'iptables-save': iptablesSave,
	journalctl,
	ln: write.ln,
	ls: core.ls,
	mkdir: write.mkdir,
	modinfo: system.modinfo,
	modprobe: system.succeed,
	mv: write.mv,
	nft,
	nproc: system.nproc,
	nsenter,
	od: core.od,
	ps: system.ps,
	readlink: core.readlink,
	rm: write.rm,
	rmdir,
	sed: write.sed,
	sh,
	setsid,
	sha256sum: core.sha256sum,
	ss: sockets.ss,
	tc,
	ping: call => ping(call, null),
	stat: core.stat,
	sudo: system.sudo(runNamed),
	swapon: system.swapon,
	sync: system.succeed,
	sysctl: system.sysctl,
	systemctl,
	'systemd-run': systemdRun,
	'systemd-detect-virt': system.detectVirt,
	tee: write.tee,
	test: core.test,
	tail: core.tail,
	tar,
	tcpdump: call => tcpdump(call),
	timedatectl,
	timeout: call => timeoutIn(call, null),
	touch: write.touch,
	true: system.succeed,
	umount: system.umount,
	userdel: system.userdel,
	uname: system.uname,
	unshare,
	whoami: system.whoami,
};

function runNamed(call: Call): Result | Promise<Result> {
	const name = call.argv[0] ?? '';
	const tool = findTool(call.moment(), name);
	return typeof tool === 'function' ? tool(call) : fail(1, `sudo: ${name}: command not found`);
}

/**
 * The tool that an argv[0] names: by name among the installed ones, or by the path of a file that the state holds. k0s
 * is there only once it was placed; undefined: command not found.
 */
export function findTool(moment: Moment, name: string): Tool | 'not-permitted' | undefined {
	const path = name === 'k0s' ? '/usr/local/bin/k0s' : name;
	if (!path.startsWith('/')) return Object.hasOwn(tools, path) ? tools[path] : undefined;
	const bare = path.split('/').at(-1) ?? '';
	if (/^\/(usr\/)?s?bin\//.test(path)) return Object.hasOwn(tools, bare) ? tools[bare] : undefined;
	const entry = entryAt(moment, path);
	if (entry === undefined || entry.type === 'folder') return undefined;
	if ((entry.mode & 0o111) === 0) return 'not-permitted';
	if (entry.blob !== undefined) return entry.blob.what.startsWith('k0s-') ? release(entry.blob.what) : broken;
	if (path.startsWith('/var/lib/k0s/bin/')) return Object.hasOwn(tools, bare) ? tools[bare] : undefined;
	// An empty executable "succeeds" and says nothing, from a shell and from Node alike.
	return system.succeed;
}

/** A k0s of some version: only what it says of itself depends on it. */
function release(asset: string): Tool {
	const version = asset.replace(/^k0s-/, '').replace(/-(amd64|arm64|arm)$/, '');
	return call => {
		const {faults} = call.moment();
		const lies = faults.newVersion === 'unnamed' && isNewVersion(version) && call.argv[0] === 'k0s';
		return call.argv[1] === 'version' && call.argv.length === 2
			? {exit: 0, stdout: `${lies ? 'v0.0.0+k0s.0' : version}\n`, stderr: ''}
			: k0s({
					...call,
					argv: ['k0s', ...call.argv.slice(1)],
					env: {...call.env, SIMULATED_RELEASE: version},
				});
	};
}

/** Half of a binary. */
const broken: Tool = () => fail(139, 'Segmentation fault (core dumped)');
