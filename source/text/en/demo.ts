/** The demo: the guide's last section as a smoke test. */
export const demo = {
	actions: {
		'demo.run': 'run the demo',
		'demo.cleanup': 'clean up',
		'demo.keep': 'keep it',
		'demo.output': 'output',
		'demo.pane': 'other pane',
		'demo.stop': 'stop',
		'demo.copy': 'copy the rung’s commands',
		'demo.refresh': 'look again',
		'demo.back': 'back',
	} as Readonly<Record<string, string>>,
	screen: {
		title: 'Demo',
		what: (name: string, image: string) => `${name} (${image})`,
		ready: (keep: boolean) =>
			keep ? 'enter runs it and keeps what it makes' : 'enter runs it and deletes what it made',
		left: 'an earlier demo is still there: x deletes it',
		noCluster: 'no healthy cluster yet: press 2 to install k0s, 3 to see its status',
		readOnly: 'read-only: nothing is run here',
		answered: (answer: string) => `“${answer}”`,
		deleted: 'all deleted again',
		kept: 'still there: x deletes it',
		busy: 'It runs. X stops it.',
		ask: 'Run the demo?',
		askCleanup: 'Delete what the demo made?',
	},
	rungs: {
		cluster: {
			title: 'Healthy cluster',
			why: 'The demo says something about a cluster that works; about one that does not, the Status screen says more.',
			healthy: 'healthy',
			notHealthy: (what: string, found: string) => `not healthy: ${what}: ${found}`,
			first: 'Install k0s first: screen 2, or k0s-tui install.',
		},
		create: {
			title: 'Create the deployment',
			why: 'One web server (httpd), as a deployment: proves that the API server, the scheduler and the controllers work. The label says that it is ours, so that nothing else is ever deleted.',
			absent: 'not there yet',
			ours: (name: string) => `deployment ${name} is ours`,
			foreign: (name: string) => `There is a deployment ${name} that the demo did not make. It is left alone.`,
			otherImage: (name: string, image: string) => `An earlier demo is still there: deployment ${name} runs ${image}.`,
			otherImageHint: 'Clean up first (x on screen 6), name the same image, or choose another name with --name.',
		},
		pod: {
			title: 'Wait for the pod',
			why: 'The image is pulled and a container started: proves registry access, containerd and the pod network.',
			none: 'no pod yet',
			unseen: 'the controller has not made its ReplicaSet yet',
			ready: (name: string, ips: string) => `${name} at ${ips}`,
			waits: (pod: string) => `waits for ${pod}`,
		},
		expose: {
			title: 'Expose it',
			why: 'A service of type NodePort: kube-proxy writes packet rules that lead a port of this host to the pod.',
			absent: 'no service yet',
			ours: (name: string, port: number | null) => `service ${name}${port === null ? '' : `, node port ${port}`}`,
			foreign: (name: string) => `There is a service ${name} that the demo did not make. It is left alone.`,
			world:
				'A NodePort answers on every address of this host, from outside too, whatever ports the firewall lists. It is there until the clean-up.',
		},
		request: {
			title: 'Request it',
			why: 'The way of a packet from this host through the rules to the pod and back.',
			noPort: 'no port to ask yet',
			silent: (url: string, said: string) => `${url} does not answer${said === '' ? '' : ` (${said})`}`,
			answered: (url: string, answer: string) => `${url} answered “${answer}”`,
			other: (url: string, answer: string) => `${url} answered something else: “${answer}”`,
			strangers: (pods: string) =>
				`It answered, but the service also leads to what is not this deployment’s: ${pods}. Any of them may have answered.`,
			strangersHint: 'Pods of an earlier demo may still end: try again, or choose another name with --name.',
		},
		cleanup: {
			title: 'Clean up',
			why: 'Deletes by name what carries the demo’s label, nothing else.',
			nothing: 'nothing of ours is left',
			left: (count: number) => `${count} ${count === 1 ? 'object' : 'objects'} of ours`,
			ending: (pods: string) => `deleted, but still ending: ${pods}`,
			endingHint: 'They end by themselves once the kubelet runs: k0s kubectl get pods -A',
		},
	},
	otherName: 'Choose another name: k0s-tui demo --name NAME --yes',
	hints: {
		image:
			'The image cannot be pulled: look at DNS, the proxy, and the registry’s rate limit; or name an image that is here with --image.',
		crash: 'The container ends by itself. Its words: k0s kubectl logs deployment/demo',
		taint: 'The node does not take pods: it was installed without --no-taints.',
		resources: 'The node has too little memory or processor left.',
		network: 'The pod gets no network: look at kube-router on the Status screen.',
		silent:
			'The rules may not be written yet. Where firewalld flushed them (a reload before 2.0, or with a direct rule), kube-proxy is back within 30 s; systemctl restart k0scontroller brings back the rest.',
	},
	bad: {
		name: 'lower case letters, digits and “-”, beginning with a letter, at most 63',
		namespace: 'lower case letters, digits and “-”, at most 63',
		image: 'an image, like httpd or docker.io/library/httpd:2.4',
	},
	headless: {
		junitExists: (file: string) =>
			`${file} is there already, and is no result of a demo. Choose another name, or add --force`,
		junitFailed: (file: string, why: string) => `${file} could not be written: ${why}`,
		rung: (id: string, result: string, found: string, seconds: string) =>
			`${id}: ${result}${seconds}${found === '' ? '' : `  ${found}`}`,
		answered: (answer: string) => `The demo answered: ${answer}`,
		kept: 'It was kept. Clean up: k0s-tui demo --yes runs it again and deletes it.',
		cleaned: 'What it made was deleted.',
		notCleaned: 'Not all that it made could be deleted.',
		failed: (rung: string) => `The demo failed at: ${rung}`,
		noCluster: 'there is no healthy cluster',
	},
};
