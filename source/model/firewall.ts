/** Facts of firewalld, named as `firewall-cmd --list-all-zones` prints them. Order is the tool's; compare as sets. */

export type Zone = {
	readonly name: string;
	/** default, ACCEPT, DROP, %%REJECT%%. */
	readonly target: string;
	readonly interfaces: readonly string[];
	readonly sources: readonly string[];
	readonly services: readonly string[];
	/** `6443/tcp`, `30000-32767/tcp`. */
	readonly ports: readonly string[];
	readonly protocols: readonly string[];
	/** False where the tool is too old to say. */
	readonly forward: boolean;
	readonly masquerade: boolean;
	readonly richRules: readonly string[];
};

export type Firewall = {
	readonly defaultZone: string;
	/** What is in force now. */
	readonly runtime: readonly Zone[];
	/** What a reload or a reboot brings. */
	readonly permanent: readonly Zone[];
};

export const zone = (zones: readonly Zone[], name: string): Zone | undefined => zones.find(each => each.name === name);

/** The zone that judges what comes in by an interface, when no source matches: the one that names it, else the default. */
export const zoneOfInterface = (firewall: Firewall, name: string): string =>
	firewall.runtime.find(each => each.interfaces.includes(name))?.name ?? firewall.defaultZone;
