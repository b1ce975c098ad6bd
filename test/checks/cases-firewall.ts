import {absent, address, chains, failing, links, node, zones} from '../support/good-host.js';
import {others, running, type Case} from './case.js';

/** What firewalld says of its version and its direct rules in force; none is written down. */
const reload = (version: string, direct: string) => ({
	'firewall-cmd --version': version,
	'firewall-cmd --direct --get-all-rules': direct,
	'firewall-cmd --direct --get-all-chains': '',
	'firewall-cmd --direct --get-all-passthroughs': '',
	'cat -- /etc/firewalld/direct.xml': absent('/etc/firewalld/direct.xml'),
});

const strictConf = {
	'cat -- /etc/firewalld/firewalld.conf': 'FirewallBackend=nftables\nStrictForwardPorts=yes\n',
};

/** `--list-all-policies`: from any zone to this host or to any zone, with one rich rule. */
const policy = (name: string, egress: 'HOST' | 'ANY', rule: string): string =>
	`${name} (active)\n  priority: -10\n  target: CONTINUE\n  ingress-zones: ANY\n  egress-zones: ${egress}\n  services: \n  ports: \n  protocols: \n  rich rules: \n\trule family="ipv4" ${rule}\n`;

const itemsOf = (list: string): readonly unknown[] => (JSON.parse(list) as {items: readonly unknown[]}).items;

export const firewallCases: readonly Case[] = [
	// firewall
	[
		'the iptables back end',
		{'cat -- /etc/firewalld/firewalld.conf': 'FirewallBackend=iptables\n'},
		{firewalld: 'warn'},
	],
	[
		'firewalld as it is delivered',
		{'firewall-cmd --list-all-zones': zones({}, {}), 'firewall-cmd --permanent --list-all-zones': zones({}, {})},
		{'firewall-pods': 'warn'},
		'blocks pods from',
	],
	[
		'the same while k0s runs',
		{
			...running,
			'firewall-cmd --list-all-zones': zones({}, {}),
			'firewall-cmd --permanent --list-all-zones': zones({}, {}),
		},
		{'firewall-pods': 'fail'},
	],
	[
		'a source zone that lets nothing out',
		{
			'firewall-cmd --list-all-zones': zones({services: 'ssh', interfaces: ''}, {interfaces: 'enp1s0'})
				.replace('sources: ', 'sources: 10.244.0.0/16')
				.replace('ports: ', 'ports: 6443/tcp 8132/tcp 10250/tcp'),
			'firewall-cmd --permanent --list-all-zones': zones({services: 'ssh', interfaces: ''}, {interfaces: 'enp1s0'})
				.replace('sources: ', 'sources: 10.244.0.0/16')
				.replace('ports: ', 'ports: 6443/tcp 8132/tcp 10250/tcp'),
		},
		{'firewall-pods': 'warn', 'firewall-interface': 'warn'},
		'forwards nothing from pods',
	],
	[
		'a policy that refuses what the zone of the pods accepts',
		{...running, 'firewall-cmd --list-all-policies': policy('deny-in', 'HOST', 'port port="6443" protocol="tcp" drop')},
		{'firewall-pods': 'fail'},
		'policy deny-in blocks pods from 6443/tcp',
	],
	[
		'a policy that accepts what the zone of the pods refuses',
		{
			...running,
			'firewall-cmd --list-all-zones': zones({}, {}),
			'firewall-cmd --permanent --list-all-zones': zones({}, {}),
			'firewall-cmd --list-all-policies': `${policy('in', 'HOST', 'accept')}${policy('out', 'ANY', 'accept')}`,
		},
		{},
	],
	[
		'a direct rule that refuses',
		{...running, ...reload('2.3.1\n', 'ipv4 filter INPUT 0 -p tcp --dport 10250 -j REJECT\n')},
		{'firewall-pods': 'fail'},
		'direct rule “-A INPUT -p tcp -m tcp --dport 10250 -j REJECT” blocks pods from 10250/tcp',
	],
	[
		'kube-bridge by a pattern',
		{
			...running,
			'firewall-cmd --list-all-zones': zones({}, {interfaces: 'kube+'}),
			'firewall-cmd --permanent --list-all-zones': zones({}, {interfaces: 'kube+'}),
		},
		{},
	],
	[
		'pods by an ipset',
		{
			...running,
			'firewall-cmd --list-all-zones': zones({}, {sources: 'ipset:pods'}),
			'firewall-cmd --permanent --list-all-zones': zones({}, {sources: 'ipset:pods'}),
			'firewall-cmd --info-ipset=pods': 'pods\n  type: hash:net\n  options: \n  entries: 10.244.0.0/16\n',
		},
		{},
	],
	[
		'policies that cannot be read may refuse anything',
		{...running, 'firewall-cmd --list-all-policies': failing('Error: COMMAND_FAILED\n', 13)},
		{'firewall-pods': 'unknown'},
	],
	[
		'a trusted default zone',
		{'firewall-cmd --get-default-zone': 'trusted\n'},
		{'firewall-default-zone': 'warn'},
		'trusted: accepts everything',
	],
	['other nodes are shut out', {}, {'firewall-nodes': 'warn'}, '6443/tcp', {profile: 'multi-node'}],
	[
		'other nodes of the cluster are shut out, though nobody named them',
		{
			...running,
			'k0s kubectl get nodes': JSON.stringify({
				...{apiVersion: 'v1', kind: 'List'},
				items: [
					...itemsOf(node('centos10.home.local', '192.168.122.161')),
					...itemsOf(node('w1.home.local', '192.168.122.162')),
				],
			}),
		},
		{'firewall-nodes': 'warn'},
		'zone public keeps out 192.168.122.162',
	],
	[
		'kube-bridge bound only in force',
		{'firewall-cmd --permanent --list-all-zones': zones({}, {})},
		{'firewall-permanent': 'warn'},
		'trusted: interfaces',
	],
	['another interface bound only in force', {'firewall-cmd --permanent --list-all-zones': zones({interfaces: ''})}, {}],
	[
		'written down, not in force',
		{'firewall-cmd --permanent --list-all-zones': zones({ports: '6443/tcp'})},
		{'firewall-permanent': 'warn'},
		'public: ports',
	],
	[
		'the same over Kubernetes’ rules',
		{
			...running,
			'nft -j list chains': chains('KUBE-SERVICES'),
			'firewall-cmd --permanent --list-all-zones': zones({ports: '6443/tcp'}),
		},
		{'firewall-permanent': 'warn', 'firewall-reload': 'warn'},
	],
	[
		'a firewalld that keeps them at a reload',
		{
			...running,
			...reload('2.3.1\n', ''),
			'nft -j list chains': chains('KUBE-SERVICES'),
			'firewall-cmd --permanent --list-all-zones': zones({ports: '6443/tcp'}),
		},
		{'firewall-permanent': 'warn'},
	],
	[
		'an old firewalld that deletes them at a reload',
		{
			...running,
			...reload('1.3.3\n', ''),
			'nft -j list chains': chains('KUBE-SERVICES'),
			'firewall-cmd --permanent --list-all-zones': zones({ports: '6443/tcp'}),
		},
		{'firewall-reload': 'warn', 'firewall-permanent': 'warn'},
		'firewalld 1.3.3: a reload would delete 1 Kubernetes chain',
	],
	[
		'a direct rule, with which every reload deletes them',
		{
			...running,
			...reload('2.5.2\n', 'ipv4 filter INPUT 0 -p tcp --dport 80 -j ACCEPT\n'),
			'nft -j list chains': chains('KUBE-SERVICES'),
		},
		{'firewall-reload': 'warn'},
		'1 direct rule: a reload would delete 1 Kubernetes chain',
	],
	[
		'a direct rule that only the next reload brings',
		{
			...running,
			...reload('2.5.2\n', ''),
			'cat -- /etc/firewalld/direct.xml':
				'<direct><rule ipv="ipv4" table="filter" chain="INPUT" priority="0">-j ACCEPT</rule></direct>',
			'nft -j list chains': chains('KUBE-SERVICES'),
		},
		{'firewall-reload': 'warn'},
		'1 direct rule',
	],
	[
		'rules wiped by a reload',
		{
			...running,
			'ip -j -d -s addr show': links(address('enp1s0', 2, '192.168.122.161'), address('kube-bridge', 3, '10.244.0.1')),
		},
		{'firewall-reload': 'fail'},
		'its rules are gone',
	],
	[
		'StrictForwardPorts before k0s runs',
		{...strictConf, ...reload('2.5.2\n', '')},
		{'firewall-forward': 'warn'},
		'firewalld rejects what kube-proxy sends to pods',
	],
	[
		'StrictForwardPorts under a running cluster',
		{...running, ...strictConf, ...reload('2.3.1\n', ''), 'nft -j list chains': chains('KUBE-SERVICES')},
		{'firewall-forward': 'fail'},
	],
	['StrictForwardPorts with a firewalld that does not know it', {...strictConf, ...reload('1.3.3\n', '')}, {}],
	[
		'ufw',
		{[others]: 'Id=ufw.service\nLoadState=loaded\nActiveState=active\n'},
		{'firewall-other': 'warn'},
		'ufw.service',
	],
	['legacy tables', {'cat -- /proc/net/ip_tables_names': 'filter\nnat\n'}, {'iptables-mix': 'warn'}, 'filter, nat'],
	[
		'old tables without a rule',
		{
			'cat -- /proc/net/ip_tables_names': 'filter\n',
			'iptables-legacy-save': '*filter\n:INPUT ACCEPT [0:0]\n:MINE - [0:0]\nCOMMIT\n',
		},
		{},
	],
	[
		'old tables with rules',
		{
			'cat -- /proc/net/ip_tables_names': 'filter\n',
			'iptables-legacy-save': '*filter\n:INPUT ACCEPT [0:0]\n[0:0] -A INPUT -j ACCEPT\nCOMMIT\n',
		},
		{'iptables-mix': 'warn'},
		'filter',
	],
	[
		'legacy tables next to the Kubernetes',
		{...running, 'cat -- /proc/net/ip_tables_names': 'filter\n', 'nft -j list chains': chains('KUBE-SERVICES')},
		{'iptables-mix': 'fail'},
	],
];
