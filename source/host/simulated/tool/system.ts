import {nodeAddress} from '../seed/cluster.js';
import {kernelRelease, moduleFiles} from '../seed/kernel.js';
import {entryAt} from '../files.js';
import {listeners} from '../listeners.js';
import type {Moment} from '../moment.js';
import {columns, fail, ok, parseArguments, type Call, type Result, type Tool} from './tool.js';

/** Small tools of a CentOS Stream 10 server. */

export const id: Tool = call => {
	const {name, uid} = call.moment().state.user;
	if (call.argv.includes('-un')) return ok(name);
	if (call.argv.includes('-u')) return ok(String(uid));
	return ok(`uid=${uid}(${name}) gid=${uid}(${name}) groups=${uid}(${name})`);
};

export const whoami: Tool = call => ok(call.moment().state.user.name);

export const uname: Tool = call => {
	const {hostname} = call.moment().state;
	const flags = call.argv.slice(1).join('').replaceAll('-', '');
	const parts = {s: 'Linux', n: hostname, r: kernelRelease, v: '#1 SMP PREEMPT_DYNAMIC', m: 'x86_64', o: 'GNU/Linux'};
	const wanted = flags === '' ? 's' : flags === 'a' ? 'snrvmo' : flags;
	return ok(
		Object.entries(parts)
			.filter(([name]) => wanted.includes(name))
			.map(([, value]) => value)
			.join(' '),
	);
};

export const hostname: Tool = call => ok(call.moment().state.hostname);
export const nproc: Tool = () => ok('4');
export const getenforce: Tool = () => ok('Enforcing');
export const detectVirt: Tool = () => ok('kvm');
export const succeed: Tool = () => ok();
export const date: Tool = call => ok(new Date(call.moment().now).toUTCString());

/** Runs what comes after it: root asks nobody. */
export function sudo(run: (call: Call) => Result | Promise<Result>): Tool {
	return call => {
		const words = call.argv.slice(1);
		if (words[0] === '-V') return ok(sudoVersion);
		while (words[0]?.startsWith('-')) words.shift();
		return words.length === 0 ? ok() : run({...call, argv: words});
	};
}

const sudoVersion = `Sudo version 1.9.15p5
Sudoers policy plugin version 1.9.15p5
Sudoers file grammar version 50

Sudoers path: /etc/sudoers
Authentication methods: 'pam'
Value to override user's $PATH with: /sbin:/bin:/usr/sbin:/usr/bin`;

export const getent: Tool = call => {
	const [database, name = ''] = call.argv.slice(1).filter(word => !word.startsWith('-'));
	const moment = call.moment();
	if (database === 'passwd') {
		const line = entryAt(moment, '/etc/passwd')
			?.text.split('\n')
			.find(one => one.startsWith(`${name}:`));
		return line === undefined ? fail(2, '') : ok(line);
	}

	const addresses = resolve(moment, name);
	return addresses.length === 0
		? fail(2, '')
		: ok(addresses.map(address => `${address.padEnd(15)} ${name}`).join('\n'));
};

/** /etc/hosts, then nss-myhostname, then a name server that knows the sites of the installation. */
function resolve(moment: Moment, name: string): string[] {
	const hosts = entryAt(moment, '/etc/hosts')?.text ?? '';
	for (const line of hosts.split('\n')) {
		const [address = '', ...names] = line.trim().split(/\s+/);
		if (address !== '' && !address.startsWith('#') && names.includes(name))
			return [name === 'localhost' ? '::1' : address];
	}

	if (name === moment.state.hostname) return [nodeAddress];
	const known: Record<string, string> = {
		'github.com': '140.82.112.3',
		'get.k0s.sh': '185.199.108.153',
		'docs.k0sproject.io': '185.199.109.153',
		'quay.io': '34.224.196.162',
		'registry-1.docker.io': '54.227.20.253',
		'objects.githubusercontent.com': '185.199.110.133',
		'release-assets.githubusercontent.com': '185.199.111.133',
	};
	return known[name] === undefined ? [] : [known[name]];
}

export const ss: Tool = call => {
	const flags = call.argv.slice(1).join('');
	const head = flags.includes('H')
		? []
		: [['Netid', 'State', 'Recv-Q', 'Send-Q', 'Local Address:Port', 'Peer Address:Port', 'Process']];
	const tcpOnly = flags.includes('t') && !flags.includes('u');
	const udpOnly = flags.includes('u') && !flags.includes('t');
	if (!flags.includes('l')) return ok(established(call.moment()));
	const rows = listeners(call.moment())
		.filter(({proto}) => (proto === 'tcp' ? !udpOnly : !tcpOnly))
		.map(({proto, address, port, process, pid}) => [
			...(tcpOnly || udpOnly ? [] : [proto]),
			proto === 'tcp' ? 'LISTEN' : 'UNCONN',
			'0',
			proto === 'tcp' ? '4096' : '0',
			`${address}:${port}`,
			`${address.startsWith('[') || address === '*' ? (address === '*' ? '*' : '[::]') : '0.0.0.0'}:*`,
			...(flags.includes('p') ? [`users:(("${process}",pid=${pid},fd=3))`] : []),
		]);
	return ok(columns([...head, ...rows], 1));
};

/** The login that this session came by. */
function established(_moment: Moment): string {
	return 'ESTAB 0 0 192.168.122.161:22 192.168.122.1:51742 users:(("sshd-session",pid=1320,fd=4),("sshd-session",pid=1317,fd=4))';
}

/** The missing ones are named on standard error, the others print in order. */
export const modinfo: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1), ['-k', '-F', '--field']);
	const release = options.get('-k') ?? kernelRelease;
	const {missingModules} = call.moment().state;
	const lines: string[] = [];
	const errors: string[] = [];
	for (const name of words) {
		const path = moduleFiles[name];
		if (release !== kernelRelease || path === undefined || missingModules.includes(name)) {
			errors.push(`modinfo: ERROR: Module ${name} not found.`);
		} else {
			lines.push(options.has('-F') ? path : `filename:       ${path}\nname:           ${name}`);
		}
	}

	return errors.length > 0 ? fail(1, errors.join('\n'), lines.join('\n')) : ok(lines.join('\n'));
};

/** Takes a while and prints a line or two; kernel-modules-extra brings the missing module files. */
export const dnf: Tool = async call => {
	const {words} = parseArguments(call.argv.slice(1));
	const [verb = '', ...packages] = words;
	if (verb !== 'install') return fail(1, `No such command: ${verb}.`);
	call.print('stdout', 'Last metadata expiration check: 0:12:03 ago.');
	for (const name of packages) {
		await call.sleep(1500);
		call.print('stdout', `  Installing       : ${name}`);
		if (name.startsWith('kernel-modules-extra')) call.moment().state.missingModules = [];
	}

	return ok(`\nInstalled:\n${packages.map(name => `  ${name}`).join('\n')}\n\nComplete!`);
};

/** `-e` leaves out what is not there without a word. */
export const sysctl: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1));
	const moment = call.moment();
	const lines: string[] = [];
	const errors: string[] = [];
	for (const word of words) {
		const [name = '', value] = word.split('=');
		const path = `/proc/sys/${name.replaceAll('.', '/')}`;
		const entry = moment.state.files[path];
		if (entry === undefined) {
			if (!options.has('-e')) errors.push(`sysctl: cannot stat ${path}: No such file or directory`);
			continue;
		}

		if (value !== undefined && !options.has('-n')) entry.text = `${value}\n`;
		lines.push(options.has('-n') ? entry.text.trim() : `${name} = ${entry.text.trim()}`);
	}

	return errors.length > 0 ? fail(1, errors.join('\n'), lines.join('\n')) : ok(lines.join('\n'));
};

export const swapon: Tool = call => {
	const raw = call.argv.includes('--noheadings');
	const bytes = call.argv.includes('--bytes');
	const row = `/dev/dm-1 partition ${bytes ? '2147479552' : '2G'} ${bytes ? '0' : '0B'} -2`;
	return ok(raw ? row : `NAME      TYPE      SIZE USED PRIO\n${row}`);
};

/** The one disk: an XFS root of 17 GiB; k0s's data and images weigh on it. */
export const df: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1), ['-B']);
	const moment = call.moment();
	const path = words[0] ?? '/';
	const size = 18_173_919_232;
	const images = moment.state.cluster === null ? 0 : 980_000_000;
	const used =
		3_214_000_128 + images + Object.values(moment.state.files).reduce((sum, {blob}) => sum + (blob?.size ?? 0), 0);
	const fields: Record<string, string> = {
		source: '/dev/mapper/cs-root',
		fstype: 'xfs',
		size: String(size),
		used: String(used),
		avail: String(size - used),
		pcent: `${Math.ceil((used / size) * 100)}%`,
		itotal: '8910848',
		iused: '118211',
		iavail: '8792637',
		ipcent: '2%',
		file: path,
		target: '/',
	};
	const known =
		entryAt(moment, path) !== undefined ||
		Object.keys(moment.state.files).some(name => name.startsWith(`${path.replace(/\/$/, '')}/`));
	if (!known && path !== '/') return fail(1, `df: ${path}: No such file or directory`);
	const heads: Record<string, string> = {
		source: 'Filesystem',
		fstype: 'Type',
		size: options.has('-B1') ? '1B-blocks' : '1K-blocks',
		used: 'Used',
		avail: 'Avail',
		pcent: 'Use%',
		itotal: 'Inodes',
		iused: 'IUsed',
		iavail: 'IFree',
		ipcent: 'IUse%',
		file: 'File',
		target: 'Mounted on',
	};
	const wanted = (options.get('--output') ?? 'source,size,used,avail,pcent,target').split(',');
	return ok(columns([wanted.map(name => heads[name] ?? name), wanted.map(name => fields[name] ?? '-')], 1));
};
