/**
 * Command lines that a person can copy, by command; what each does stands in `text.help.examples` in the same order. A test
 * reads each with the tables of its command. `kube-system/kube-dns` is there on every cluster from its start.
 */
export const examples: Readonly<Record<string, readonly string[]>> = {
	'': ['k0s-tui', 'k0s-tui --simulate', 'k0s-tui --replay host.jsonl', 'k0s-tui check'],
	check: ['k0s-tui check', 'k0s-tui check --only hostname,swap', 'k0s-tui check --fix firewall-pods --yes'],
	plan: ['k0s-tui plan', 'k0s-tui plan --profile article --hostname node1'],
	install: [
		'k0s-tui install --yes',
		'k0s-tui install --k0s-version v1.34.1+k0s.0 --yes',
		'k0s-tui install --binary /srv/k0s --airgap-bundle /srv/images.tar --yes',
		'k0s-tui install --role worker --token-file /root/worker.token --yes',
	],
	undo: ['k0s-tui undo', 'k0s-tui undo --to start --yes'],
	status: ['k0s-tui status', 'k0s-tui status --wait=120', 'k0s-tui status --json'],
	why: ['k0s-tui why kube-system/coredns', 'k0s-tui why deploy/default/web', 'k0s-tui why metrics --json'],
	network: ['k0s-tui network', 'k0s-tui network coredns'],
	nftables: ['k0s-tui nftables', 'k0s-tui nftables --json'],
	path: [
		'k0s-tui path kube-system/kube-dns',
		'k0s-tui path kube-system/kube-dns:dns-tcp',
		'k0s-tui path 10.96.0.10:53/udp',
		'k0s-tui path nodeport:30080',
		'k0s-tui path default/kubernetes --from kube-system/coredns',
	],
	trace: [
		'k0s-tui trace kube-system/kube-dns --yes',
		'k0s-tui trace kube-system/kube-dns --from 10.244.0.3 --yes',
		'k0s-tui trace nodeport:30080 --await --yes',
	],
	reach: [
		'k0s-tui reach kube-system/coredns default/kubernetes',
		'k0s-tui reach host 10.96.0.10 --port 53 --proto udp',
		'k0s-tui reach outside nodeport:30080',
		'k0s-tui reach kube-system/coredns host:6443 --probe',
		'k0s-tui reach --policies',
		'k0s-tui reach --matrix --save before.json',
		'k0s-tui reach --matrix --compare before.json',
	],
	packets: [
		'k0s-tui packets kube-system/coredns --count 20',
		"k0s-tui packets kube-bridge --filter 'tcp port 443'",
		"k0s-tui packets host --filter 'port 53' --seconds 5 --json",
		'k0s-tui packets default/web --write web.pcap',
	],
	conntrack: [
		'k0s-tui conntrack kube-system/coredns',
		'k0s-tui conntrack svc/kube-system/kube-dns --seconds 10',
		'k0s-tui conntrack 10.244.0.5 --json',
	],
	demo: ['k0s-tui demo --yes', 'k0s-tui demo --keep --yes', 'k0s-tui demo --junit demo.xml --yes'],
	on: [
		'k0s-tui on admin@server1',
		'k0s-tui on server1 status --json',
		'k0s-tui on server1,server2,server3 status',
		'k0s-tui on -p 2222 -J jump --sudo server1 check',
		'k0s-tui on server1 --remove',
	],
	confirm: ['k0s-tui confirm'],
	reset: ['k0s-tui reset', 'k0s-tui reset --yes'],
	upgrade: [
		'k0s-tui upgrade --to v1.35.7+k0s.0 --plan',
		'k0s-tui upgrade --to v1.35.7+k0s.0 --yes',
		'k0s-tui upgrade --undo --plan',
	],
	token: ['k0s-tui token --out /root/worker.token', 'k0s-tui token --role controller --expiry 30m --out /root/c.token'],
	backup: ['k0s-tui backup', 'k0s-tui backup --out /srv/backups --yes'],
	restore: ['k0s-tui restore /srv/backups/k0s_backup_2026-11-30T12_01_04_000Z.tar.gz'],
	record: ['k0s-tui record host.jsonl'],
	report: ['k0s-tui report', 'k0s-tui report --out host.html'],
	repair: ['k0s-tui repair --yes'],
	info: ['k0s-tui info', 'k0s-tui info --json'],
	config: ['k0s-tui config', 'k0s-tui config --json'],
	completion: ['k0s-tui completion bash', 'k0s-tui completion zsh', 'k0s-tui completion fish'],
	man: ['k0s-tui man'],
};

/** The forms of an argument, by its name; what each means stands in `text.help.forms` in the same order. */
export const argumentForms: Readonly<Record<string, readonly string[]>> = {
	TARGET: ['NAMESPACE/NAME[:PORT]', 'IP:PORT[/PROTO]', 'nodeport:N[/PROTO]'],
	'FROM TO': [
		'NAMESPACE/NAME[:PORT]',
		'svc/NAMESPACE/NAME[:PORT]',
		'host[:PORT]',
		'netns/NAME[:PORT]',
		'outside[:PORT]',
		'ADDRESS[:PORT][/PROTO]',
		'NAME[:PORT]',
		'nodeport:N[/PROTO]',
	],
	LINK: ['host', 'LINK', '[NAMESPACE/]POD', 'NAME', 'net:[INODE]', 'svc/NAMESPACE/NAME'],
	WHO: ['[NAMESPACE/]POD', 'svc/NAMESPACE/NAME', 'ADDRESS'],
	OBJECT: ['[NAMESPACE/]NAME', 'KIND/[NAMESPACE/]NAME', 'PART'],
	NAME: ['[NAMESPACE/]POD', 'NAME', 'net:[INODE]', 'PART'],
	ARCHIVE: ['ARCHIVE'],
	FILE: ['FILE'],
};

/** Options of every command that a person without a screen wants most; `k0s-tui --help` explains all of them. */
export const commonOptions = ['json', 'yes', 'read-only', 'simulate', 'replay', 'lang'] as const;
