/** A kernel module that k0s, containerd, kube-proxy or kube-router need, with the option that builds it in. */
export type KernelModule = {readonly name: string; readonly option: string; readonly need: 'required' | 'useful'};

const required = (name: string, option: string): KernelModule => ({name, option, need: 'required'});
const useful = (name: string, option: string): KernelModule => ({name, option, need: 'useful'});

/**
 * On EL10 those of the second group are in kernel-modules-extra, which cloud and minimal images lack. k0s only warns, and
 * its own sysinfo reads the kernel's configuration, which says "module" whether the file is there or not.
 */
export const kernelModules: readonly KernelModule[] = [
	required('overlay', 'OVERLAY_FS'),
	required('veth', 'VETH'),
	required('bridge', 'BRIDGE'),
	required('nf_conntrack', 'NF_CONNTRACK'),
	required('nf_nat', 'NF_NAT'),
	required('nf_tables', 'NF_TABLES'),
	required('br_netfilter', 'BRIDGE_NETFILTER'),
	required('nft_compat', 'NFT_COMPAT'),
	required('ip_set', 'IP_SET'),
	required('ip_set_hash_ip', 'IP_SET_HASH_IP'),
	required('ip_set_hash_net', 'IP_SET_HASH_NET'),
	required('xt_set', 'NETFILTER_XT_SET'),
	required('xt_comment', 'NETFILTER_XT_MATCH_COMMENT'),
	required('xt_addrtype', 'NETFILTER_XT_MATCH_ADDRTYPE'),
	required('xt_conntrack', 'NETFILTER_XT_MATCH_CONNTRACK'),
	required('xt_mark', 'NETFILTER_XT_MARK'),
	required('xt_nat', 'NETFILTER_XT_NAT'),
	required('xt_MASQUERADE', 'NETFILTER_XT_TARGET_MASQUERADE'),
	useful('xt_statistic', 'NETFILTER_XT_MATCH_STATISTIC'),
	useful('xt_recent', 'NETFILTER_XT_MATCH_RECENT'),
	useful('xt_multiport', 'NETFILTER_XT_MATCH_MULTIPORT'),
	useful('xt_physdev', 'NETFILTER_XT_MATCH_PHYSDEV'),
];

export const moduleNames: readonly string[] = kernelModules.map(({name}) => name);

/**
 * `loaded`: in use now, whatever is on disk. `missing`: the kernel does not have it. `unknown`: there is no module folder,
 * and neither the loaded modules nor the configuration say more (containers, some cloud kernels).
 */
export type ModuleState = 'file' | 'built-in' | 'loaded' | 'missing' | 'unknown';

export type ModuleEvidence = {
	/** modinfo's answers, where it gave any: a path, `(builtin)`, null for not found. */
	readonly files: ReadonlyMap<string, string | null> | undefined;
	/** Names in modules.dep and modules.builtin, where modinfo gave none. */
	readonly listed: ReadonlySet<string> | undefined;
	readonly loaded: ReadonlySet<string>;
	readonly config: ReadonlyMap<string, 'built-in' | 'module'> | undefined;
};

export function stateOfModule({name, option}: KernelModule, evidence: ModuleEvidence): ModuleState {
	const file = evidence.files?.get(name);
	if (file) return file === '(builtin)' ? 'built-in' : 'file';
	if (evidence.listed?.has(name)) return 'file';
	if (evidence.config?.get(option) === 'built-in') return 'built-in';
	if (evidence.loaded.has(name)) return 'loaded';
	if (evidence.files || evidence.listed) return 'missing';
	// Without a module folder: left out of the kernel is certain, built as a module is not.
	return evidence.config && !evidence.config.has(option) ? 'missing' : 'unknown';
}
