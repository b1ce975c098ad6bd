import type {Surroundings} from '../../source/model/packet-walk/facts.js';
import {usualPolicies} from '../../source/model/packet-walk/policy.js';

/** A host as k0s has it: it forwards, calls the rules of ip for bridges, and checks no reverse path. */
export const usualKernel = (links: Surroundings['links'], more: Readonly<Record<string, string | null>> = {}) => {
	const sysctls = new Map<string, string | null>([
		['net/bridge/bridge-nf-call-iptables', '1'],
		['net/bridge/bridge-nf-call-ip6tables', '1'],
		['net/ipv6/conf/all/forwarding', '1'],
	]);
	for (const name of ['all', ...links.map(link => link.name)]) {
		sysctls.set(`net/ipv4/conf/${name}/forwarding`, '1');
		sysctls.set(`net/ipv4/conf/${name}/rp_filter`, '0');
		sysctls.set(`net/ipv4/conf/${name}/accept_local`, '0');
		sysctls.set(`net/ipv4/conf/${name}/src_valid_mark`, '0');
		sysctls.set(`net/ipv4/conf/${name}/route_localnet`, name === 'all' ? '0' : '1');
	}

	for (const [name, value] of Object.entries(more)) sysctls.set(name, value);
	return {policies: [...usualPolicies(4), ...usualPolicies(6)], sysctls} satisfies Partial<Surroundings>;
};
