import {kernelRelease, moduleFiles} from '../seed/kernel.js';
import {processes} from '../processes.js';
import {entryAt} from '../files.js';
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
export const date: Tool = call => {
	const {now} = call.moment();
	return ok(call.argv.includes('+%s') ? String(Math.floor(now / 1000)) : new Date(now).toUTCString());
};

/** `-ww -o pid=,unit=,args= -p PID,… [-C NAME]`; `uid=` instead of the unit: all that is shown here is root's. */
export const ps: Tool = call => {
	const after = (option: string): string => call.argv[call.argv.indexOf(option, 1) + 1] ?? '';
	const wanted = after('-p').split(',').map(Number);
	const name = call.argv.includes('-C') ? after('-C') : undefined;
	const uid = after('-o').includes('uid=');
	const mount = after('-o').includes('mntns=');
	const lines = processes(call.moment())
		.filter(({pid, comm}) => wanted.includes(pid) || comm === name)
		.map(({pid, command, cgroup}) => {
			const second = uid ? '0' : (/[^/]+\.service/.exec(cgroup)?.[0] ?? '-');
			const third = mount ? ' 4026531841' : '';
			return `${String(pid).padStart(7)} ${second}${third} ${command.join(' ')}`;
		});
	return lines.length > 0 ? ok(lines.join('\n')) : fail(1, '');
};

/** Nothing is mounted here but what the system itself needs. */
export const umount: Tool = call => fail(32, `umount: ${call.argv.at(-1) ?? ''}: not mounted.`);

/** shadow-utils: takes an account's line away. */
export const userdel: Tool = call => {
	const name = call.argv.at(-1) ?? '';
	const passwd = call.moment().state.files['/etc/passwd'];
	const lines = passwd?.text.split('\n') ?? [];
	if (!passwd || !lines.some(line => line.startsWith(`${name}:`)))
		return fail(6, `userdel: user '${name}' does not exist`);
	const busy = call.moment().state.k0s.survivors?.find(({user}) => user === name);
	if (busy) return fail(8, `userdel: user ${name} is currently used by process ${busy.pid}`);
	passwd.text = lines.filter(line => !line.startsWith(`${name}:`)).join('\n');
	return ok();
};

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
	if (verb === 'remove') {
		if (packages.some(name => name.startsWith('kernel-modules-extra')))
			call.moment().state.missingModules = [...(call.moment().faults.missingModules ?? [])];
		return ok(`\nRemoved:\n${packages.map(name => `  ${name}`).join('\n')}\n\nComplete!`);
	}

	if (verb !== 'install') return fail(1, `No such command: ${verb}.`);
	call.print('stdout', 'Last metadata expiration check: 0:12:03 ago.');
	for (const name of packages) {
		await call.sleep(1500);
		call.print('stdout', `  Installing       : ${name}`);
		// For another kernel than the running one it mends nothing before the reboot.
		if (name === 'kernel-modules-extra' || name === `kernel-modules-extra-${kernelRelease}`)
			call.moment().state.missingModules = [];
	}

	return ok(`\nInstalled:\n${packages.map(name => `  ${name}`).join('\n')}\n\nComplete!`);
};

/** A device's own settings are those that `default` had when it came; only forwarding goes with `ip_forward`. */
function ofDevice({state}: Moment, path: string): {text: string} | undefined {
	const [, setting] = /^net\/ipv4\/conf\/(?:[^/]+)\/(\w+)$/.exec(path) ?? [];
	const text = {
		forwarding: state.files['/proc/sys/net/ipv4/ip_forward']?.text,
		rp_filter: '0\n',
		accept_local: '0\n',
		src_valid_mark: '0\n',
		route_localnet: state.cluster === null ? '0\n' : '1\n',
	}[setting ?? ''];
	return text === undefined ? undefined : {text};
}

/** `-e` leaves out what is not there without a word. */
export const sysctl: Tool = call => {
	const {options, words} = parseArguments(call.argv.slice(1));
	const moment = call.moment();
	const lines: string[] = [];
	const errors: string[] = [];
	for (const word of words) {
		const [name = '', value] = word.split('=');
		// Written with dots or with slashes; the dot in a device's name is the other one.
		const own = name.includes('/') ? name : name.replaceAll(/[./]/g, sign => (sign === '.' ? '/' : '.'));
		const path = `/proc/sys/${own}`;
		const entry = moment.state.files[path] ?? ofDevice(moment, own);
		if (entry === undefined) {
			if (!options.has('-e')) errors.push(`sysctl: cannot stat ${path}: No such file or directory`);
			continue;
		}

		if (value !== undefined && !options.has('-n')) entry.text = `${value}\n`;
		const shown = name.includes('/') ? name.replaceAll(/[./]/g, sign => (sign === '/' ? '.' : '/')) : name;
		lines.push(options.has('-n') ? entry.text.trim() : `${shown} = ${entry.text.trim()}`);
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
