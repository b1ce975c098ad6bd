import type {Need, Surroundings} from './facts.js';

/** Kernel settings as a walk asks for them: undefined where one was not read (and is wanted then). */
export type Settings = {
	/** Its number; 0 where this kernel has no such setting. */
	readonly value: (name: string) => number | undefined;
	/** The highest of several, as the kernel takes `all` and the device's own together. */
	readonly highest: (...names: readonly string[]) => number | undefined;
};

export function createSettings({sysctls}: Pick<Surroundings, 'sysctls'>, want: (need: Need) => void): Settings {
	const value = (name: string): number | undefined => {
		const text = sysctls?.get(name);
		if (text === null) return 0;
		const number = text === undefined ? Number.NaN : Number(text);
		if (!Number.isNaN(number)) return number;
		want({kind: 'sysctl', name});
		return undefined;
	};

	return {
		value,
		highest(...names) {
			const values = names.map(value);
			return values.includes(undefined) ? undefined : Math.max(...values.map(each => each ?? 0));
		},
	};
}

/** Of IPv4: of all devices and of one. */
export const both = (device: string, setting: string): readonly [string, string] => [
	`net/ipv4/conf/all/${setting}`,
	`net/ipv4/conf/${device}/${setting}`,
];

/** As sysctl prints it: a dot in a device's name is a slash there. */
export const sysctlName = (path: string): string =>
	path.replaceAll(/[./]/g, character => (character === '/' ? '.' : '/'));
