import type {Coded} from '../text/ids.js';

/** The guide's own commands (CentOS 10, k0s 1.34.1), by the step in which their work is done. */
const guide: Readonly<Record<string, readonly string[]>> = {
	hostname: ['hostnamectl set-hostname centos10.home.local'],
	'firewall-commit': [
		'firewall-cmd --set-default-zone trusted',
		'firewall-cmd --permanent --zone=public --change-interface=enp1s0',
		...['112/tcp', '179/tcp', '2380/tcp', '4789/udp', '6443/tcp', '8132/tcp', '9443/tcp', '10250/tcp'].map(
			port => `firewall-cmd --permanent --zone=public --add-port=${port}`,
		),
		'firewall-cmd --permanent --zone=public --add-source=10.244.0.0/16',
		'firewall-cmd --permanent --zone=public --add-masquerade',
		'firewall-cmd --reload',
	],
	download: ["curl --proto '=https' --tlsv1.2 -sSf https://get.k0s.sh | sh"],
	place: ['k0s version'],
	install: ['k0s install controller --enable-worker --no-taints', 'cat /etc/systemd/system/k0scontroller.service'],
	start: ['k0s start'],
	healthy: ['k0s status', 'k0s kubectl get nodes'],
	create: ['k0s kubectl create deployment demo --image=httpd --port=80'],
	pod: ['k0s kubectl get all -o wide'],
	expose: ['k0s kubectl expose deployment demo --type=NodePort', 'k0s kubectl get service'],
	request: ['curl http://127.0.0.1:30094'],
};

/** What a step is called, why it exists, and how the guide does it. */
export const head = (
	id: string,
	{title, why}: {readonly title: Coded; readonly why: Coded},
): {readonly id: string; readonly title: Coded; readonly why: Coded; readonly guide: readonly string[]} => ({
	id,
	title,
	why,
	guide: guide[id] ?? [],
});
