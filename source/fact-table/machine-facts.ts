import * as files from '../command/files.js';
import * as ip from '../command/ip.js';
import * as system from '../command/system.js';
import * as systemd from '../command/systemd.js';
import type {Kernel, Listener, Memory, Mount, ResolvConf} from '../facts/host.js';
import type {Link, Route} from '../facts/network.js';
import {known, mapReading, type Reading} from '../facts/reading.js';
import {isStub} from '../model/requirements.js';
import {readText} from '../read/file.js';
import {readAddresses} from '../read/ip/address.js';
import {readRoutes} from '../read/ip/route.js';
import {readMemory} from '../read/meminfo.js';
import {readMounts} from '../read/mounts.js';
import {readResolvConf, readResolvedConf, resolvedFile} from '../read/resolv-conf.js';
import {readListeners} from '../read/ss.js';
import {readKernel, readNumber, readWord} from '../read/uname.js';
import type {FactTable} from './fact.js';
import {first, one} from './one-fact.js';

/** Facts about the machine and its network, whatever is installed on it. */
export type MachineFacts = {
	/** `id -u`. */
	readonly uid: Reading<number>;
	readonly kernel: Reading<Kernel>;
	readonly memory: Reading<Memory>;
	readonly mounts: Reading<readonly Mount[]>;
	readonly listeners: Reading<readonly Listener[]>;
	readonly links: Reading<readonly Link[]>;
	readonly routes: Reading<readonly Route[]>;
	readonly resolvConf: Reading<ResolvConf>;
	/** What systemd-resolved asks; null: it keeps no such list. Asked only where it stands in resolv.conf. */
	readonly resolvedConf: Reading<ResolvConf | null>;
	/** The kernel's name of this host, `uname -n`: the one that k0s and the kubelet go by. */
	readonly hostname: Reading<string>;
	/** The name that a reboot brings, `hostnamectl --static`. Unknown without hostnamed, and where none is set. */
	readonly staticHostname: Reading<string>;
	/** Tables of the old iptables back end that are loaded. */
	readonly legacyTables: Reading<readonly string[]>;
};

export const machineFacts = {
	uid: one(system.userId(), readNumber),
	kernel: one(system.kernel(), readKernel),
	memory: one(files.readFile('/proc/meminfo'), readMemory),
	mounts: one(files.readFile('/proc/self/mounts'), readMounts),
	listeners: one(system.listeners(), readListeners),
	links: one(ip.addresses(), readAddresses),
	routes: one(ip.routes(), readRoutes),
	resolvConf: one(files.readFile('/etc/resolv.conf'), readResolvConf),
	resolvedConf: {
		after: ['resolvConf'],
		commands: (_, {resolvConf: conf}) => (conf?.known && isStub(conf.value) ? [files.readFile(resolvedFile)] : []),
		read: outcomes => (outcomes.length === 0 ? known(null) : first(outcomes, readResolvedConf)),
	},
	hostname: one(system.hostName(), readWord),
	staticHostname: one(systemd.staticHostname(), readWord),
	legacyTables: one(files.readFile('/proc/net/ip_tables_names'), outcome =>
		mapReading(readText(outcome), text => (text ?? '').split('\n').filter(Boolean)),
	),
} satisfies FactTable<MachineFacts, unknown>;
