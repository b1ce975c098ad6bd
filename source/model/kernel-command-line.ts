import type {BootOptions} from '../facts/host.js';

/** What the words of /proc/cmdline say of control groups. A later word overrides an earlier one. */

type Words = readonly string[];

/** The last word that turns this controller on or off; the kernel takes lists: `cgroup_disable=memory,pids`. */
export function controllerWord(words: Words, name: string): {readonly word: string; readonly on: boolean} | undefined {
	const word = words.findLast(each => {
		const list = /^cgroup_(?:enable|disable)=(.*)$/.exec(each)?.[1];
		return list?.split(',').includes(name) ?? false;
	});
	return word === undefined ? undefined : {word, on: word.startsWith('cgroup_enable=')};
}

/** The last word that tells systemd which version to mount; alone it means yes. */
export function unifiedWord(words: Words): {readonly word: string; readonly on: boolean} | undefined {
	const name = 'systemd.unified_cgroup_hierarchy';
	const word = words.findLast(each => each === name || each.startsWith(`${name}=`));
	if (word === undefined) return undefined;
	return {word, on: word === name || /=(1|yes|true|on|y|t)$/i.test(word)};
}

type Entry = BootOptions['entries'][number];

/** The word for the next boot, and where it stands: a file that the boot loader reads comes before one it is made of. */
export function pendingWord(
	{entries}: BootOptions,
	find: (words: Words) => {readonly word: string; readonly on: boolean} | undefined,
): {readonly word: string; readonly file: string; readonly used: boolean} | undefined {
	const on = (entry: Entry): boolean => find(entry.words)?.on === true;
	const entry = entries.find(each => each.used && on(each)) ?? entries.find(on);
	return entry && {word: find(entry.words)?.word ?? '', file: entry.file, used: entry.used};
}

/** The next boot no longer has the word: no file has it, none was refused, and the boot loader's own was read. */
export const isRemoved = ({entries, whole}: BootOptions, word: string): boolean =>
	whole && entries.some(({used}) => used) && entries.every(({words}) => !words.includes(word));

/** Kernels that Microsoft and Raspberry Pi build say so in their release. */
export const isWsl = (release: string): boolean => /microsoft/i.test(release);
/** WSL 1 translates system calls: `4.4.0-19041-Microsoft`. WSL 2 has a kernel. */
export const isWsl1 = (release: string): boolean => /^4\.4\..*-Microsoft$/.test(release);
export const isRaspberryPi = (release: string): boolean => /[-+]rpt|[-+]rpi|-raspi\b|-v[78](l|_16k)?\+?$/.test(release);
