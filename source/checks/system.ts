import {isWsl, isWsl1} from '../model/kernel-command-line.js';
import {wantedPrograms} from './asked.js';
import {defineCheck} from './check.js';
import {advice, fix, packages} from './remedies.js';

/** ID and ID_LIKE of the systems in k0s's continuous tests (1.34 to 1.36). */
const tested: readonly string[] = [
	'almalinux',
	'alpine',
	'amzn',
	'centos',
	'debian',
	'fedora',
	'flatcar',
	'ol',
	'rhel',
	'rocky',
	'sles',
	'suse',
	'ubuntu',
];

const machines: readonly string[] = ['x86_64', 'amd64', 'aarch64', 'arm64', 'armv7l', 'armv8l'];

/** Where each wanted program is at home. */
const packagesOf: Readonly<Record<string, {readonly dnf: string; readonly apt: string}>> = {
	modprobe: {dnf: 'kmod', apt: 'kmod'},
	mount: {dnf: 'util-linux', apt: 'mount'},
	umount: {dnf: 'util-linux', apt: 'mount'},
	useradd: {dnf: 'shadow-utils', apt: 'passwd'},
	curl: {dnf: 'curl', apt: 'curl'},
	ipset: {dnf: 'ipset', apt: 'ipset'},
};

export const system = [
	defineCheck({
		id: 'os',
		group: 'system',
		needs: ['os'],
		judge({os}, {words}) {
			const shows = ['PRETTY_NAME=', 'ID='];
			return [os.id, ...os.like].some(name => tested.includes(name))
				? {result: 'pass', found: os.prettyName, shows}
				: {result: 'warn', found: words.other(os.prettyName), shows};
		},
	}),
	defineCheck({
		id: 'architecture',
		group: 'system',
		needs: ['kernel'],
		judge: ({kernel: {machine}}) => ({
			result: machines.includes(machine) ? 'pass' : 'fail',
			found: machine,
			shows: [machine],
		}),
	}),
	defineCheck({
		id: 'init',
		group: 'system',
		needs: ['init'],
		may: ['systemdFolder', 'kernel', 'wslSystemd', 'openrc'],
		judge({init}, {readings: {systemdFolder, kernel, wslSystemd, openrc}, words}) {
			const booted = systemdFolder.known && systemdFolder.value !== null;
			if (init === 'systemd' || booted) return {result: 'pass', found: 'systemd', shows: ['systemd']};
			if (openrc.known && openrc.value) {
				return {result: 'warn', found: words.openrc, shows: [init, '/run/openrc'], remedy: advice(words.noteOpenrc)};
			}

			const release = kernel.known ? kernel.value.release : '';
			const note = isWsl1(release)
				? words.noteWsl1
				: !isWsl(release)
					? words.note
					: !wslSystemd.known
						? words.noteWslUnread
						: wslSystemd.value
							? words.noteWslHas
							: words.noteWsl;
			return {result: 'fail', found: words.other(init), shows: [init, 'systemd='], remedy: advice(note)};
		},
	}),
	defineCheck({
		id: 'kernel-release',
		group: 'system',
		needs: ['kernel'],
		judge({kernel: {system: name, release}}, {text}) {
			const [major = 0, minor = 0] = /^(\d+)\.(\d+)/.exec(release)?.slice(1).map(Number) ?? [];
			if (major === 0) return {result: 'unknown', found: text.common.unknownBecause(release)};
			const recent = major > 3 || (major === 3 && minor >= 10);
			return {result: name === 'Linux' && recent ? 'pass' : 'fail', found: release, shows: [release]};
		},
	}),
	defineCheck({
		id: 'programs',
		group: 'system',
		needs: ['programs'],
		may: ['os'],
		judge({programs}, {readings: {os}, words}) {
			const missing = wantedPrograms
				.filter(({paths}) => !paths.some(path => programs.includes(path)))
				.map(({name}) => name);
			if (missing.length === 0) return {result: 'pass', found: words.all, shows: programs};
			const names = (manager: 'dnf' | 'apt') => [
				...new Set(missing.flatMap(name => packagesOf[name]?.[manager] ?? [])),
			];
			const install = packages(os, {dnf: names('dnf'), apt: names('apt')});
			return {
				result: 'warn',
				found: missing.every(name => name === 'ipset') ? words.onlyIpset : words.missing(missing),
				shows: missing,
				remedy: install ? fix(words.note, install.commands, install.undo, true) : advice(words.noteByHand),
			};
		},
	}),
];
