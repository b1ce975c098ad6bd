import {formatBytes} from '../model/quantity.js';
import {
	easyMemory,
	inodesAreShort,
	memoryIsShort,
	mountFault,
	mountOf,
	percent,
	programNeeds,
	shareIsNear,
	shareIsShort,
	spaceIsShort,
} from '../model/requirements.js';
import {cannotTell, defineCheck, type Finding} from './check.js';

const leastFiles = 65_536;

/** File systems on which containerd's overlay snapshots are known to work. */
const goodTypes: readonly string[] = ['ext4', 'xfs', 'btrfs', 'ext3', 'ext2', 'ext2/ext3', 'f2fs'];

/** 1,234,567. Intl.NumberFormat says the same, but loading it costs 10 ms before the first frame. */
const grouped = (figure: number): string => String(figure).replaceAll(/\B(?=(\d{3})+$)/g, ',');

export const resources = [
	defineCheck({
		id: 'memory',
		group: 'resources',
		needs: ['memory'],
		judge({memory: {total}}, {words}) {
			const result = memoryIsShort(total) ? 'fail' : total < easyMemory ? 'warn' : 'pass';
			return {
				result,
				found: formatBytes(total),
				shows: ['MemTotal:'],
				...(result === 'pass' ? {} : {remedy: {commands: [], note: words.note}}),
			};
		},
	}),
	defineCheck({
		id: 'cpu',
		group: 'resources',
		needs: ['processors'],
		judge: ({processors}, {words}) => ({result: processors >= 1 ? 'pass' : 'fail', found: words.found(processors)}),
	}),
	defineCheck({
		id: 'disk-space',
		group: 'resources',
		needs: ['dataAncestor', 'disk'],
		judge: ({disk}, {words}) => ({
			result: spaceIsShort(disk) ? 'fail' : 'pass',
			found: words.found(formatBytes(disk.available), disk.target),
			shows: [String(disk.available)],
			...(spaceIsShort(disk) ? {remedy: {commands: [], note: words.note}} : {}),
		}),
	}),
	defineCheck({
		id: 'disk-share',
		group: 'resources',
		needs: ['dataAncestor', 'disk'],
		judge({disk}, {words}) {
			const {available, size, target} = disk;
			const result = shareIsShort(disk) ? 'fail' : shareIsNear(disk) ? 'warn' : 'pass';
			return {
				result,
				found: words.found(percent(available, size), formatBytes(size), target),
				shows: [String(size)],
				...(result === 'pass' ? {} : {remedy: {commands: [], note: words.note}}),
			};
		},
	}),
	defineCheck({
		id: 'disk-inodes',
		group: 'resources',
		needs: ['dataAncestor', 'disk'],
		judge({disk}, {words}) {
			const {inodes, inodesFree, type} = disk;
			if (inodes === 0) return {result: 'pass', found: words.dynamic(type), shows: [type]};
			const share = percent(inodesFree, inodes);
			const few = inodesAreShort(disk);
			return {
				result: few ? 'fail' : 'pass',
				found: words.found(grouped(inodesFree), share),
				shows: [String(inodesFree)],
				...(few ? {remedy: {commands: [], note: words.note}} : {}),
			};
		},
	}),
	defineCheck({
		id: 'node-pressure',
		group: 'resources',
		needs: [],
		may: ['nodes', 'pressures'],
		judge(_, {readings: {nodes, pressures}, words, text}) {
			if (!nodes.known) {
				return nodes.unknown.reason === 'not-running' || nodes.unknown.reason === 'not-installed'
					? {result: 'skip', found: words.notYet}
					: cannotTell(nodes.unknown, text);
			}

			if (!pressures.known) return cannotTell(pressures.unknown, text);
			const types = pressures.value.map(({type}) => type);
			return types.length === 0
				? {result: 'pass', found: words.none, shows: ['Pressure']}
				: {result: 'fail', found: words.found(types), shows: types, remedy: {commands: [], note: words.note}};
		},
	}),
	defineCheck({
		id: 'disk-type',
		group: 'resources',
		needs: ['dataAncestor', 'disk', 'mounts'],
		judge({disk, mounts}, {words}) {
			const {type, target} = disk;
			const fault = mountFault(mountOf(mounts, disk));
			const shows = [` ${target} ${type} `, `${target}`];
			if (fault === 'ro') return {result: 'fail', found: words.readOnly(target), shows: [` ${target} `]};
			if (fault === 'noexec') {
				const remedy = {commands: [], note: words.noexecNote(target)};
				return {result: 'fail', found: words.noexec(target), shows: [` ${target} `], remedy};
			}

			return goodTypes.includes(type)
				? {result: 'pass', found: words.found(type, target), shows: shows.slice(0, 1)}
				: {
						result: 'warn',
						found: words.odd(type, target),
						shows: shows.slice(0, 1),
						remedy: {commands: [], note: words.oddNote},
					};
		},
	}),
	defineCheck({
		id: 'program-folder',
		group: 'resources',
		needs: ['programDisk', 'mounts'],
		may: ['k0sVersion'],
		judge({programDisk: disk, mounts}, {readings: {k0sVersion}, options, words}) {
			// As the install does: `stable` takes any that is there.
			if (k0sVersion.known && (options.k0sVersion ?? k0sVersion.value) === k0sVersion.value) {
				return {result: 'pass', found: words.here(k0sVersion.value)};
			}

			if (disk === null)
				return {result: 'unknown', found: words.absent, remedy: {commands: [], note: words.absentNote}};
			const {target, available} = disk;
			const failed = (found: string, note: string, piece: string): Finding => ({
				...{result: 'fail', found, shows: [piece], remedy: {commands: [], note}},
			});
			const fault = mountFault(mountOf(mounts, disk));
			if (fault === 'ro') return failed(words.readOnly(target), words.mountNote(target), ` ${target} `);
			if (fault === 'noexec') return failed(words.noexec(target), words.mountNote(target), ` ${target} `);
			const found = words.found(formatBytes(available), target);
			return available < programNeeds(null)
				? failed(found, words.note, String(available))
				: {result: 'pass', found, shows: [String(available)]};
		},
	}),
	defineCheck({
		id: 'file-descriptors',
		group: 'resources',
		needs: ['openFiles'],
		judge({openFiles: {soft, hard}}, {words}) {
			const number = (limit: number) => (Number.isFinite(limit) ? grouped(limit) : words.unlimited);
			return {
				result: hard < leastFiles ? 'warn' : 'pass',
				found: words.found(number(soft), number(hard)),
				shows: ['Max open files'],
				...(hard < leastFiles ? {remedy: {commands: [], note: words.note}} : {}),
			};
		},
	}),
	defineCheck({
		id: 'swap',
		group: 'resources',
		needs: ['memory'],
		judge: ({memory: {swap}}, {words}) => ({
			result: 'pass',
			found: swap === 0 ? words.none : formatBytes(swap),
			shows: ['SwapTotal:'],
		}),
	}),
];
