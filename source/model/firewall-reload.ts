/**
 * What `firewall-cmd --reload` does to rules that firewalld did not write. Measured: firewalld 1.3.3 deletes all of them;
 * 2.3.1 and 2.5.2 keep all (`--complete-reload` too), unless there is a direct rule: then the iptables tables are flushed
 * at once when it is added, and at every reload. With the back end iptables the tables are firewalld's own to flush.
 */
export type ReloadEffect =
	| {readonly kind: 'keeps'; readonly version: string}
	| {readonly kind: 'deletes'; readonly because: 'version'; readonly version: string}
	| {readonly kind: 'deletes'; readonly because: 'backend'; readonly backend: string}
	| {readonly kind: 'deletes'; readonly because: 'direct'; readonly rules: number}
	| {readonly kind: 'unknown'};

/** Null: not known. `direct`: rules, chains and passthroughs, in force or written down. */
export function reloadEffect({
	version,
	backend,
	direct,
}: {
	readonly version: string | null;
	readonly backend: string | null;
	readonly direct: number | null;
}): ReloadEffect {
	if (backend !== null && backend !== 'nftables') return {kind: 'deletes', because: 'backend', backend};
	if (direct !== null && direct > 0) return {kind: 'deletes', because: 'direct', rules: direct};
	if (version === null) return {kind: 'unknown'};
	if (Number(version.split('.')[0]) < 2) return {kind: 'deletes', because: 'version', version};
	return direct === null || backend === null ? {kind: 'unknown'} : {kind: 'keeps', version};
}
